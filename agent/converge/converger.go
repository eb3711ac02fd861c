package converge

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"dinfra.dev/agent/artifact"
	"dinfra.dev/agent/disk"
	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/identity"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/restore"
	"dinfra.dev/agent/seal"
	"dinfra.dev/agent/status"
	"dinfra.dev/agent/system"
	"dinfra.dev/agent/update"
)

// Converger owns the machine's release.
type Converger struct {
	M       system.Machine
	ID      identity.Identity
	Arch    string
	Key     seal.Key
	Version string
	Machine status.Machine
	// Patience between passes: after a failure, and when all is well.
	RetryAfter, LookAfter time.Duration

	mutex    sync.Mutex
	state    State
	phase    string
	failure  *fault.Fault
	progress *restore.Progress
	// renewal is why the agent could not be renewed, in the last pass.
	renewal  *fault.Fault
	cond     status.Conditions
	draining bool
	// leaving is that the platform takes the machine away.
	leaving bool
	watch   *watch
	abort   context.CancelFunc
	kick    chan struct{}
	filter  string
}

// Open reads the state that the last run left.
func (c *Converger) Open() error {
	state, err := readState(c.M)
	if err != nil {
		return err
	}
	c.state, c.phase, c.kick = state, "idle", make(chan struct{}, 1)
	c.watch = newWatch(c)
	c.cond.Booted.Set(true, "the agent answers")
	c.cond.Restored.Set(false, "not looked at yet")
	c.cond.Started.Set(false, "not looked at yet")
	c.cond.Ready.Set(false, "not looked at yet")
	return nil
}

// Apply accepts a release, or refuses it with nothing changed. What it asks for is done afterwards, by Loop.
func (c *Converger) Apply(raw []byte) error {
	doc, err := release.Parse(raw)
	if err != nil {
		return err
	}
	for _, a := range doc.Artifacts {
		if _, ok := a.Platforms[c.Arch]; !ok {
			return artifact.NotForMachine(a, c.Arch)
		}
	}
	if err := c.follows(doc); err != nil {
		return err
	}
	for _, s := range doc.Services {
		if _, err := c.files(doc, s); err != nil {
			return err
		}
	}
	digest := release.Digest(raw)
	// Document and state under one lock: a pass that clears up must not take what no state names yet.
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if err := system.WriteFile(documentPath(c.M, digest), raw, 0o600); err != nil {
		return err
	}
	next := c.state
	next.Desired = digest
	// Asked for again: it gets another try, and so does its agent.
	next.Returned = nil
	if err := update.Forget(c.M); err != nil {
		return err
	}
	if next.Desired != c.state.Desired {
		next.Swapping = false
	}
	if err := writeState(c.M, next); err != nil {
		return err
	}
	c.state = next
	c.failure = nil
	c.wake()
	return nil
}

// Remove takes the release away; the data disks stay as they are.
func (c *Converger) Remove() error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	next := State{}
	if err := writeState(c.M, next); err != nil {
		return err
	}
	c.state, c.failure = next, nil
	c.wake()
	return nil
}

// wake ends what a pass waits for and begins another. The mutex is held.
func (c *Converger) wake() {
	if c.abort != nil {
		c.abort()
	}
	select {
	case c.kick <- struct{}{}:
	default:
	}
}

// follows holds the facts that a volume was used under against those of the release, before anything is stopped.
func (c *Converger) follows(doc *release.Document) error {
	for _, v := range doc.Volumes {
		mark, err := disk.ReadMark(c.M.Path(system.VolumePath(v.Name)))
		if err != nil {
			return err
		}
		if mark != nil && mark.Volume == v.Name {
			if err := disk.Follows(v.Name, mark.Fixed, v.Fixed); err != nil {
				return err
			}
		}
	}
	return nil
}

// Loop converges until the context ends.
func (c *Converger) Loop(ctx context.Context) {
	defer c.watch.stop()
	for ctx.Err() == nil {
		pass, abort := context.WithCancel(ctx)
		c.mutex.Lock()
		c.abort = abort
		c.mutex.Unlock()
		err := c.pass(pass)
		aborted := pass.Err() != nil
		abort()
		c.mutex.Lock()
		wait := c.LookAfter
		c.phase, c.progress = "idle", nil
		if aborted {
			wait = 0
		} else if err != nil {
			c.failure = fault.Of(err)
			slog.Error("a pass failed", "error", err)
			wait = c.RetryAfter
		} else if c.state.Returned == nil {
			c.failure = nil
		}
		c.mutex.Unlock()
		select {
		case <-ctx.Done():
		case <-c.kick:
		case <-time.After(wait):
		}
	}
}

func (c *Converger) enter(phase string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.phase = phase
}

// changing says that services are being stopped or started by a pass.
func (c *Converger) changing() bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.phase == "swap" || c.phase == "remove" || c.phase == "return"
}

// update changes the state on disk first, unless another release was asked for meanwhile.
func (c *Converger) update(desired string, change func(*State)) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.state.Desired != desired {
		return errors.New("another release was asked for")
	}
	next := c.state
	change(&next)
	if next == c.state {
		return nil
	}
	if err := writeState(c.M, next); err != nil {
		return err
	}
	c.state = next
	return nil
}
