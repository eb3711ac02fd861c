package converge

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/unit"
)

// defaultReadyWithin is how long a new version may take where the release does not say.
const defaultReadyWithin = 10 * time.Minute

// services brings the services to the release. Where one runs already, the new one has to prove itself, and the old one
// comes back when it does not.
func (c *Converger) services(ctx context.Context, state State, want string, doc *release.Document) error {
	trial := state.Running != "" && state.Running != want
	if trial && !state.Swapping {
		if c.anyChanged(doc) {
			if err := c.canary(ctx, doc); err != nil {
				return c.giveUp(want, err)
			}
			c.drain(ctx, doc)
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
		wasReady := c.watch.ready()
		if err := c.update(state.Desired, func(s *State) { s.Swapping, s.WasReady = true, wasReady }); err != nil {
			return err
		}
		state.WasReady = wasReady
	}
	if err := c.swap(ctx, doc); err != nil {
		return err
	}
	c.endDrain()
	if slices.ContainsFunc(doc.Services, c.waits) {
		// It has not come up before all of it has.
		return nil
	}
	if trial {
		c.enter("watch")
		if err := c.proves(ctx, doc, state.WasReady); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return c.back(ctx, state, want, err)
		}
	}
	return c.update(state.Desired, func(s *State) { s.Running, s.Swapping, s.WasReady = want, false, false })
}

func (c *Converger) anyChanged(doc *release.Document) bool {
	for _, s := range doc.Services {
		if c.waits(s) {
			continue
		}
		files, err := c.files(doc, s)
		if err != nil || changed(files) && !reloads(s, files) {
			return true
		}
	}
	return len(c.strangers(doc)) > 0
}

// swap stops what changes or goes, and starts what should run.
func (c *Converger) swap(ctx context.Context, doc *release.Document) error {
	c.enter("swap")
	gone := c.strangers(doc)
	for _, name := range gone {
		if err := c.removeUnit(ctx, name); err != nil {
			return err
		}
	}
	reload := len(gone) > 0
	touched := map[string]bool{}
	for _, s := range doc.Services {
		if c.waits(s) {
			continue
		}
		files, err := c.files(doc, s)
		if err != nil {
			return err
		}
		if reloads(s, files) {
			if err := c.markReload(s.Name); err != nil {
				return err
			}
		} else if changed(files) {
			reload, touched[s.Name] = true, true
			state, err := c.look(ctx, unit.Name(s.Name))
			if err != nil {
				return err
			}
			if state.active != "inactive" && state.active != "" {
				slog.Info("stopping a service that changes", "service", s.Name)
				if err := c.systemctl(ctx, "stop", unit.Name(s.Name)); err != nil {
					return err
				}
			}
		}
		if err := write(files); err != nil {
			return err
		}
	}
	if reload {
		if err := c.systemctl(ctx, "daemon-reload"); err != nil {
			return err
		}
	}
	if err := c.reload(ctx, doc); err != nil {
		return err
	}
	for _, s := range doc.Services {
		if c.waits(s) {
			continue
		}
		state, err := c.look(ctx, unit.Name(s.Name))
		if err != nil {
			return err
		}
		if state.active == "active" || state.active == "activating" {
			continue
		}
		if state.active == "failed" {
			if err := c.systemctl(ctx, "reset-failed", unit.Name(s.Name)); err != nil {
				return err
			}
		}
		touched[s.Name] = true
		slog.Info("starting a service", "service", s.Name)
		if err := c.systemctl(ctx, "start", unit.Name(s.Name)); err != nil {
			return err
		}
	}
	c.watch.follow(doc, touched)
	return nil
}

// proves waits until the new services have come up, and are ready where the old ones were.
func (c *Converger) proves(ctx context.Context, doc *release.Document, wasReady bool) error {
	limit := time.Duration(doc.Upgrade.ReadyWithinSeconds) * time.Second
	if limit == 0 {
		limit = defaultReadyWithin
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	wanted := "started"
	if wasReady {
		wanted = "ready"
	}
	for {
		for _, s := range doc.Services {
			// What hangs on a service that gives way ends with it, and comes back by itself.
			if s.Auxiliary {
				continue
			}
			state, err := c.look(ctx, unit.Name(s.Name))
			if err == nil && (state.restarts > 0 || state.active == "failed") {
				return fault.New("upgrade-returned", "expected %s to stay up, found it %s: the old version was started again; read its log (journalctl --unit %s)", s.Name, state, unit.Name(s.Name))
			}
		}
		if c.watch.started() && (!wasReady || c.watch.ready()) {
			return nil
		}
		select {
		case <-ctx.Done():
			return fault.New("upgrade-returned", "expected the new release to be %s within %s, found it is not (%s): the old version was started again", wanted, limit, c.watch.reason())
		case <-c.watch.news():
		case <-time.After(time.Second):
		}
	}
}

// back brings the old release back and remembers which one was given up.
func (c *Converger) back(ctx context.Context, state State, want string, why error) error {
	c.enter("return")
	slog.Error("going back to the old release", "error", why)
	old, err := readDocument(c.M, state.Running)
	if err != nil {
		return err
	}
	if err := c.swap(ctx, old); err != nil {
		return err
	}
	return c.giveUp(want, why)
}

// giveUp remembers that a release was tried; it is not tried again until somebody asks.
func (c *Converger) giveUp(digest string, why error) error {
	err := c.update(digest, func(s *State) {
		s.Returned, s.Swapping, s.WasReady = &Returned{digest, fault.Of(why)}, false, false
	})
	if err != nil {
		return err
	}
	c.endDrain()
	c.mutex.Lock()
	c.failure = fault.Of(why)
	c.mutex.Unlock()
	return nil
}

// drain tells balancers first, and gives them time.
func (c *Converger) drain(ctx context.Context, doc *release.Document) {
	c.enter("drain")
	slog.Info("draining", "seconds", doc.Upgrade.DrainSeconds)
	c.mutex.Lock()
	c.draining = true
	c.mutex.Unlock()
	select {
	case <-ctx.Done():
	case <-time.After(time.Duration(doc.Upgrade.DrainSeconds) * time.Second):
	}
}

// Leave says whether the platform takes the machine away: balancers and gateways then send its clients elsewhere. It is
// forgotten when the agent ends, since a machine that boots again may be one that came back.
func (c *Converger) Leave(leaves bool) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.leaving != leaves {
		slog.Info("the platform takes the machine away", "leaves", leaves)
	}
	c.leaving = leaves
}

func (c *Converger) endDrain() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.draining = false
}
