package converge

import (
	"context"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"sync"
	"time"

	"dinfra.dev/agent/disk"
	"dinfra.dev/agent/probe"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/status"
	"dinfra.dev/agent/substrate"
	"dinfra.dev/agent/system"
	"dinfra.dev/agent/unit"
)

// watch asks the probes of the running services, each in a loop of its own, and keeps the verdicts. Whoever asks for a
// verdict gets the one that is at hand.
type watch struct {
	c        *Converger
	mutex    sync.Mutex
	services []*watched
	changed  chan struct{}
}

type watched struct {
	service release.Service
	// restores are those whose database this service has, as far as others are asked about them.
	restores   []release.Restore
	cancel     context.CancelFunc
	done       chan struct{}
	invocation string
	state      running
	hasStarted bool
	ready      probe.Gate
	alive      probe.Gate
	reason     string
}

func newWatch(c *Converger) *watch { return &watch{c: c, changed: make(chan struct{})} }

// news is closed when a verdict changes next.
func (w *watch) news() <-chan struct{} {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.changed
}

func (w *watch) tell() {
	close(w.changed)
	w.changed = make(chan struct{})
}

// follow watches the services of the release and no others. What neither changed nor was touched keeps its verdicts; an
// old verdict about a service that was stopped would let any new version pass.
func (w *watch) follow(doc *release.Document, touched map[string]bool) {
	var wanted []release.Service
	if doc != nil {
		wanted = doc.Services
	}
	w.mutex.Lock()
	var keep, drop []*watched
	for _, one := range w.services {
		kept := false
		for _, s := range wanted {
			kept = kept || !touched[s.Name] && reflect.DeepEqual(s, one.service) && reflect.DeepEqual(verifiedOf(doc, s), one.restores)
		}
		if kept {
			keep = append(keep, one)
		} else {
			drop = append(drop, one)
		}
	}
	w.services = keep
	for _, s := range wanted {
		known := false
		for _, one := range keep {
			known = known || one.service.Name == s.Name
		}
		if !known {
			w.services = append(w.services, w.begin(s, verifiedOf(doc, s)))
		}
	}
	w.mutex.Unlock()
	for _, one := range drop {
		one.cancel()
		<-one.done
	}
}

func (w *watch) stop() { w.follow(nil, nil) }

// verifiedOf are the restores whose database the service has, and about which others are asked.
func verifiedOf(doc *release.Document, s release.Service) []release.Restore {
	var out []release.Restore
	for _, r := range doc.Restores {
		if r.Verify != nil && r.Verify.Service == s.Name {
			out = append(out, r)
		}
	}
	return out
}

func (w *watch) begin(s release.Service, restores []release.Restore) *watched {
	ctx, cancel := context.WithCancel(context.Background())
	one := &watched{service: s, restores: restores, cancel: cancel, done: make(chan struct{}), reason: "not asked yet"}
	one.ready = probe.Gate{Up: 2, Down: threshold(s.Probes.Ready, 3)}
	one.alive = probe.Gate{Up: 1, Down: threshold(s.Probes.Alive, 10)}
	var group sync.WaitGroup
	group.Go(func() { w.every(ctx, startedPeriod(s), func() { w.askStarted(ctx, one) }) })
	if asksReady(s) {
		group.Go(func() { w.every(ctx, readyPeriod(s), func() { w.askReady(ctx, one) }) })
	}
	if s.Probes.Alive != nil {
		group.Go(func() { w.every(ctx, period(s.Probes.Alive), func() { w.askAlive(ctx, one) }) })
	}
	go func() {
		group.Wait()
		close(one.done)
	}()
	return one
}

// asksReady: a Substrate node has a readiness of its own, which goes before the probe's.
func asksReady(s release.Service) bool { return s.Substrate != nil || s.Probes.Ready != nil }

func readyPeriod(s release.Service) time.Duration {
	if s.Probes.Ready == nil {
		return 10 * time.Second
	}
	return period(s.Probes.Ready)
}

// isReady asks once.
func (w *watch) isReady(ctx context.Context, one *watched) error {
	s := one.service
	for _, v := range s.Volumes {
		usage, err := disk.Fill(w.c.M.Path(system.VolumePath(v)))
		if err == nil && (usage.Size-usage.Used)*100 < usage.Size*leastFreePercent {
			return fmt.Errorf("expected at least %d %% of volume %s free, found %d of %d bytes", leastFreePercent, v, usage.Size-usage.Used, usage.Size)
		}
	}
	if s.Substrate != nil {
		// First: a node with the database of another chain finds no peers, and would never be ready to be compared.
		if err := w.c.verify(ctx, s, one.restores); err != nil {
			return err
		}
		return substrate.Ready(ctx, *s.Substrate)
	}
	return probe.Ask(ctx, *s.Probes.Ready)
}

// leastFreePercent: a database that cannot compact stops soon.
const leastFreePercent = 5

func threshold(p *release.Probe, otherwise int) int {
	if p == nil {
		return otherwise
	}
	return p.FailureThreshold
}

func period(p *release.Probe) time.Duration { return time.Duration(p.PeriodSeconds) * time.Second }

func startedPeriod(s release.Service) time.Duration {
	if s.Probes.Started == nil {
		return 5 * time.Second
	}
	return period(s.Probes.Started)
}

func (w *watch) every(ctx context.Context, period time.Duration, ask func()) {
	for ctx.Err() == nil {
		ask()
		select {
		case <-ctx.Done():
		case <-time.After(period):
		}
	}
}

// askStarted asks once per run of the service: a node that came up and is busy now has started.
func (w *watch) askStarted(ctx context.Context, one *watched) {
	state, err := w.c.look(ctx, unit.Name(one.service.Name))
	if err != nil {
		return
	}
	w.mutex.Lock()
	if state.invocation != one.invocation {
		one.invocation, one.hasStarted = state.invocation, false
		one.ready = probe.Gate{Up: one.ready.Up, Down: one.ready.Down}
		one.alive = probe.Gate{Up: one.alive.Up, Down: one.alive.Down}
	}
	one.state = state
	started := one.hasStarted
	w.mutex.Unlock()
	if w.c.waits(one.service) {
		w.verdict(one, func() { one.hasStarted, one.reason = false, "it waits to be told its peers (the command peers)" })
		return
	}
	if state.active != "active" {
		w.verdict(one, func() { one.hasStarted, one.reason = false, "its unit is "+state.String() })
		return
	}
	if started {
		return
	}
	if p := one.service.Probes.Started; p != nil {
		if err := probe.Ask(ctx, *p); err != nil {
			w.verdict(one, func() { one.reason = err.Error() })
			return
		}
	}
	w.verdict(one, func() { one.hasStarted, one.reason = true, "it answers" })
}

func (w *watch) askReady(ctx context.Context, one *watched) {
	err := w.isReady(ctx, one)
	if ctx.Err() != nil {
		return
	}
	w.verdict(one, func() {
		if one.ready.See(err == nil) {
			slog.Info("readiness", "service", one.service.Name, "ready", one.ready.Open, "reason", fmt.Sprint(err))
		}
		if err != nil {
			one.reason = err.Error()
		} else {
			one.reason = "it is ready"
		}
	})
}

// askAlive acts: what does not answer for long is started afresh. A service that has not come up yet is left to it.
func (w *watch) askAlive(ctx context.Context, one *watched) {
	w.mutex.Lock()
	started := one.hasStarted
	w.mutex.Unlock()
	// What is being stopped answers nothing, for minutes where it flushes a database; a restart would undo the stop.
	if !started || w.c.changing() {
		return
	}
	err := probe.Ask(ctx, *one.service.Probes.Alive)
	if ctx.Err() != nil || w.c.changing() {
		return
	}
	dead := false
	w.verdict(one, func() { dead = one.alive.See(err == nil) && !one.alive.Open })
	if dead {
		slog.Error("a service does not answer and is started afresh", "service", one.service.Name, "error", err)
		if err := w.c.systemctl(ctx, "restart", unit.Name(one.service.Name)); err != nil {
			slog.Error("restart", "error", err)
		}
	}
}

func (w *watch) verdict(one *watched, change func()) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	wasStarted, wasReady := one.hasStarted, one.ready.Open
	change()
	if one.hasStarted != wasStarted || one.ready.Open != wasReady {
		w.tell()
	}
}

// all asks what the machine is there for; an exporter that is out takes no node from its clients.
func (w *watch) all(ok func(*watched) bool) bool {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for _, one := range w.services {
		if !one.service.Auxiliary && !ok(one) {
			return false
		}
	}
	return len(w.services) > 0
}

func (w *watch) started() bool { return w.all(func(one *watched) bool { return one.hasStarted }) }

func (w *watch) ready() bool {
	return w.all(func(one *watched) bool {
		return one.hasStarted && (!asksReady(one.service) || one.ready.Open)
	})
}

func (w *watch) isAlive() bool {
	return w.all(func(one *watched) bool { return one.alive.Open || one.alive.Failures() == 0 })
}

// reason is why it is not ready, service by service.
func (w *watch) reason() string {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	var reasons []string
	for _, one := range w.services {
		reasons = append(reasons, one.service.Name+": "+one.reason)
	}
	if len(reasons) == 0 {
		return "no service runs"
	}
	return strings.Join(reasons, "; ")
}

func (w *watch) report() []status.Service {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	out := []status.Service{}
	for _, one := range w.services {
		out = append(out, status.Service{
			Name: one.service.Name, State: one.state.active, Started: one.hasStarted,
			Ready: one.hasStarted && (!asksReady(one.service) || one.ready.Open),
			Alive: one.alive.Open || one.alive.Failures() == 0, Reason: one.reason,
		})
	}
	return out
}
