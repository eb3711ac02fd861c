package converge

import (
	"context"
	"os"
	"strings"

	"dinfra.dev/agent/disk"
	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/status"
	"dinfra.dev/agent/substrate"
	"dinfra.dev/agent/system"
	"dinfra.dev/agent/update"
)

// Status answers from what is at hand, at once.
func (c *Converger) Status() status.Status {
	// First: what is settled by now has verdicts of its own from here on, and none from before.
	nodes := c.nodes()
	started, ready, why := c.watch.started(), c.watch.ready(), c.watch.reason()
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.cond.Started.Set(started, why)
	switch {
	case c.leaving:
		c.cond.Ready.Set(false, "the machine goes")
	case c.draining:
		c.cond.Ready.Set(false, "draining")
	default:
		c.cond.Ready.Set(ready, why)
	}
	out := status.Status{
		Protocol: release.Protocol, Protocols: release.Protocols, Agent: c.Version, Machine: c.Machine,
		Release: status.Release{
			Desired: c.state.Desired, Running: c.state.Running, Phase: c.phase, Failure: c.failure, Restore: c.progress,
		},
		Conditions: c.cond, Services: c.watch.report(), Volumes: []status.Volume{}, Nodes: nodes, Renewal: c.reportRenewal(),
	}
	if c.state.Returned != nil && out.Release.Failure == nil {
		out.Release.Failure = c.state.Returned.Fault
	}
	if c.state.Desired == "" {
		return out
	}
	doc, err := readDocument(c.M, c.state.Desired)
	if err != nil {
		return out
	}
	out.Release.Name = doc.Name
	for _, v := range doc.Volumes {
		out.Volumes = append(out.Volumes, c.volume(v))
	}
	return out
}

// reportRenewal is called with the mutex held.
func (c *Converger) reportRenewal() *status.Renewal {
	current, err := update.Current(c.M)
	if err != nil {
		return nil
	}
	out := &status.Renewal{Current: current, Failure: c.renewal}
	if given, _ := update.Given(c.M); given != nil {
		out.Failure = given.Fault
	}
	return out
}

func (c *Converger) volume(v release.Volume) status.Volume {
	at := c.M.Path(system.VolumePath(v.Name))
	out := status.Volume{Name: v.Name, Fixed: map[string]string{}}
	mark, err := disk.ReadMark(at)
	if err != nil || mark == nil {
		return out
	}
	out.Mounted = true
	if mark.Fixed != nil {
		out.Fixed = mark.Fixed
	}
	out.Usage, _ = disk.Measure(c.M, v)
	return out
}

// Serving is the verdict for balancers, and why.
func (c *Converger) Serving() (bool, string) {
	c.mutex.Lock()
	draining, leaving := c.draining, c.leaving
	c.mutex.Unlock()
	if leaving {
		return false, "the machine goes"
	}
	if draining {
		return false, "draining"
	}
	return c.watch.ready(), c.watch.reason()
}

// Alive is the verdict for whoever replaces machines: false only when a service that had come up stopped answering.
func (c *Converger) Alive() (bool, string) {
	return c.watch.isAlive(), c.watch.reason()
}

// HealthPort is where the verdicts are served; 0 for nowhere.
func (c *Converger) HealthPort() int {
	c.mutex.Lock()
	desired := c.state.Desired
	c.mutex.Unlock()
	if desired == "" {
		return 0
	}
	doc, err := readDocument(c.M, desired)
	if err != nil || doc.Health == nil {
		return 0
	}
	return doc.Health.Port
}

// BootID is another one after each boot.
func BootID() string {
	raw, _ := os.ReadFile("/proc/sys/kernel/random/boot_id")
	return strings.TrimSpace(string(raw))
}

// SessionKeys has the Substrate node of the release make session keys for an owner. Its keystore lies on the first volume.
func (c *Converger) SessionKeys(ctx context.Context, owner string) (substrate.Keys, error) {
	c.mutex.Lock()
	running := c.state.Running
	c.mutex.Unlock()
	if running == "" {
		return substrate.Keys{}, fault.New("no-node", "expected a release that runs, found none")
	}
	doc, err := readDocument(c.M, running)
	if err != nil {
		return substrate.Keys{}, err
	}
	for _, s := range doc.Services {
		if s.Substrate != nil && len(s.Volumes) > 0 {
			folder := c.M.Path(system.VolumePath(s.Volumes[0]), disk.MarkFolder)
			return substrate.SessionKeys(ctx, s.Substrate.RPCPort, folder, owner)
		}
	}
	return substrate.Keys{}, fault.Permanent("no-node", "expected a Substrate node with a volume in the release, found none")
}
