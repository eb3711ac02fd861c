package converge

import (
	"context"
	"log/slog"
	"maps"
	"path/filepath"

	"dinfra.dev/agent/artifact"
	"dinfra.dev/agent/disk"
	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/firewall"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/restore"
	"dinfra.dev/agent/status"
	"dinfra.dev/agent/system"
	"dinfra.dev/agent/unit"
	"dinfra.dev/agent/update"
)

// pass does what is missing, in the order in which each needs the one before.
func (c *Converger) pass(ctx context.Context) error {
	c.mutex.Lock()
	state := c.state
	c.mutex.Unlock()
	if state.Desired == "" {
		return c.empty(ctx)
	}
	want := state.Desired
	if state.Returned != nil && state.Returned.Digest == state.Desired {
		want = state.Running
	}
	doc, err := readDocument(c.M, want)
	if err != nil {
		return err
	}
	err = c.bring(ctx, state, want, doc)
	// After the services and whatever became of them: an agent that cannot be fetched must not keep a node down after a boot,
	// and a mended one must reach a machine on which a release fails.
	if ctx.Err() == nil {
		c.renew(ctx, doc)
	}
	return err
}

// bring does what is missing for a release.
func (c *Converger) bring(ctx context.Context, state State, want string, doc *release.Document) error {
	c.enter("disks")
	for _, v := range doc.Volumes {
		if err := disk.Ensure(ctx, c.M, doc.Name, v); err != nil {
			return err
		}
	}
	if err := c.follows(doc); err != nil {
		return err
	}
	if err := c.protect(ctx, doc); err != nil {
		return err
	}
	c.enter("artifacts")
	for _, a := range doc.Artifacts {
		if err := artifact.Ensure(ctx, c.M, c.ID.Artifacts.BaseURL, a, c.Arch); err != nil {
			return err
		}
	}
	if err := c.restore(ctx, doc); err != nil {
		return err
	}
	if err := c.remember(doc); err != nil {
		return err
	}
	if err := c.identify(doc); err != nil {
		return err
	}
	if err := c.services(ctx, state, want, doc); err != nil {
		return err
	}
	return c.collect()
}

// renew brings the agent that the release asks for. One that cannot be had leaves the services as they are.
func (c *Converger) renew(ctx context.Context, doc *release.Document) {
	source, ok := doc.Agent[c.Arch]
	if !ok {
		return
	}
	_, err := update.Ensure(ctx, c.M, c.ID.Artifacts.BaseURL, source)
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		slog.Error("the agent was not renewed", "error", err)
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.renewal = fault.Of(err)
}

func (c *Converger) restore(ctx context.Context, doc *release.Document) error {
	for _, r := range doc.Restores {
		c.enter("restore")
		refused, err := restore.Refused(c.M, r)
		if err != nil {
			return err
		}
		if refused != nil {
			return c.stopRefused(ctx, r, refused)
		}
		err = restore.Run(ctx, c.M, r, func(p restore.Progress) {
			c.mutex.Lock()
			c.progress = &p
			c.cond.Restored.Set(false, "restoring "+r.Folder+" of volume "+r.Volume)
			c.mutex.Unlock()
		})
		if err != nil {
			return err
		}
	}
	c.set(func(s *status.Conditions) { s.Restored.Set(true, "nothing is left to restore") })
	return nil
}

// stopRefused ends the node of a database that was refused. It is not started again before the release asks for another
// snapshot, or for other witnesses.
func (c *Converger) stopRefused(ctx context.Context, r release.Restore, refused *fault.Fault) error {
	c.set(func(s *status.Conditions) { s.Restored.Set(false, refused.Message) })
	state, err := c.look(ctx, unit.Name(r.Verify.Service))
	if err != nil {
		return err
	}
	if state.active == "active" || state.active == "activating" {
		slog.Error("stopping the node of a database that was refused", "service", r.Verify.Service)
		if err := c.systemctl(ctx, "stop", unit.Name(r.Verify.Service)); err != nil {
			return err
		}
	}
	return refused
}

func (c *Converger) set(change func(*status.Conditions)) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	change(&c.cond)
}

// remember writes the facts on the volume before the first service uses it.
func (c *Converger) remember(doc *release.Document) error {
	for _, v := range doc.Volumes {
		at := c.M.Path(system.VolumePath(v.Name))
		mark, err := disk.ReadMark(at)
		if err != nil {
			return err
		}
		if mark == nil {
			return fault.New("disk-absent", "expected the mark of volume %s, found none: the disk went away", v.Name)
		}
		fixed := maps.Clone(mark.Fixed)
		if fixed == nil {
			fixed = map[string]string{}
		}
		maps.Copy(fixed, v.Fixed)
		if maps.Equal(fixed, mark.Fixed) {
			continue
		}
		mark.Fixed = fixed
		if err := disk.WriteMark(at, *mark); err != nil {
			return err
		}
	}
	return nil
}

// protect puts the packet filter in place, and back where somebody changed it.
func (c *Converger) protect(ctx context.Context, doc *release.Document) error {
	text := firewall.Ruleset(doc.Ports, doc.Sources, doc.Health, c.ID.Operators.Sources)
	return c.loadFilter(ctx, text)
}

func (c *Converger) loadFilter(ctx context.Context, text string) error {
	path := c.M.Path(system.FirewallFile)
	wrote, err := system.Ensure(path, []byte(text), 0o600)
	if err != nil {
		return err
	}
	live, err := c.M.Run.Run(ctx, system.Command{Name: "nft", Args: []string{"list", "table", "inet", "dinfra"}})
	if err != nil {
		return err
	}
	if !wrote && live.Code == 0 && live.Stdout == c.filter {
		return nil
	}
	if _, err := c.M.Must(ctx, "nft", "-f", path); err != nil {
		return err
	}
	c.filter, err = c.M.Must(ctx, "nft", "list", "table", "inet", "dinfra")
	return err
}

// empty is a machine without a release: no service, and nobody comes in but operators.
func (c *Converger) empty(ctx context.Context) error {
	c.enter("remove")
	for _, name := range c.strangers(&release.Document{}) {
		if err := c.removeUnit(ctx, name); err != nil {
			return err
		}
	}
	if err := c.writeBack(); err != nil {
		return err
	}
	// Only now: whoever waits for the end of a release waits until none of its services is reported.
	c.watch.follow(nil, nil)
	if err := c.forgetPeers(); err != nil {
		return err
	}
	if err := c.loadFilter(ctx, firewall.Ruleset(nil, release.Sources{}, nil, c.ID.Operators.Sources)); err != nil {
		return err
	}
	c.keepDocuments()
	c.set(func(s *status.Conditions) {
		s.Restored.Set(false, "no release was asked for")
		s.Started.Set(false, "no release was asked for")
		s.Ready.Set(false, "no release was asked for")
	})
	return artifact.Collect(c.M, nil)
}

// writeBack has the volumes hold what the services wrote: a platform may end the machine as a power cut does, and a validator
// that forgot its last votes on another machine votes again.
func (c *Converger) writeBack() error {
	paths, _ := filepath.Glob(c.M.Path(system.VolumesFolder, "*"))
	for _, path := range paths {
		if err := system.SyncFilesystem(path); err != nil {
			return err
		}
	}
	return nil
}

// collect removes what neither the desired nor the running release needs.
func (c *Converger) collect() error {
	c.mutex.Lock()
	state := c.state
	c.mutex.Unlock()
	used := map[string]bool{}
	for _, digest := range []string{state.Desired, state.Running} {
		if digest == "" {
			continue
		}
		doc, err := readDocument(c.M, digest)
		if err != nil {
			return err
		}
		for _, a := range doc.Artifacts {
			used[artifact.Folder(a.Platforms[c.Arch])] = true
		}
	}
	c.keepDocuments()
	return artifact.Collect(c.M, used)
}
