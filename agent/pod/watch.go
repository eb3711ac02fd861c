package pod

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"syscall"
	"time"

	"dinfra.dev/agent/probe"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/substrate"
)

// watch asks each service in loops of its own and keeps the verdicts: whoever asks gets the one that is at hand.
type watch struct {
	mutex    sync.Mutex
	services []*watched
	// waits is why a service is not there to be asked yet; nil where none waits.
	waits func(service string) string
}

type watched struct {
	service Service
	started bool
	ready   probe.Gate
	alive   probe.Gate
	reason  string
}

func newWatch(services []Service) *watch {
	w := &watch{}
	for _, s := range services {
		w.services = append(w.services, &watched{
			service: s, reason: "not asked yet",
			ready: probe.Gate{Up: 2, Down: s.Probes.Ready.FailureThreshold},
			alive: probe.Gate{Up: 1, Down: s.Probes.Alive.FailureThreshold},
		})
	}
	return w
}

// run asks until the context ends.
func (w *watch) run(ctx context.Context) {
	var group sync.WaitGroup
	for _, one := range w.services {
		p := one.service.Probes
		group.Go(func() { every(ctx, p.Started, func() { w.askStarted(ctx, one) }) })
		group.Go(func() { every(ctx, p.Ready, func() { w.askReady(ctx, one) }) })
		group.Go(func() { every(ctx, p.Alive, func() { w.askAlive(ctx, one) }) })
	}
	group.Wait()
}

func every(ctx context.Context, p release.Probe, ask func()) {
	for ctx.Err() == nil {
		ask()
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(p.PeriodSeconds) * time.Second):
		}
	}
}

// askStarted asks until the service has come up. A container that a kubelet starts again is seen by the probe alive, which it
// fails from its end on.
func (w *watch) askStarted(ctx context.Context, one *watched) {
	if w.hasStarted(one) {
		return
	}
	err := probe.Ask(ctx, one.service.Probes.Started)
	w.see(ctx, func() {
		one.started = err == nil
		if err != nil {
			one.reason = "it has not come up yet: " + err.Error()
		}
		if err != nil && w.waits != nil {
			one.reason = cmp.Or(w.waits(one.service.Name), one.reason)
		}
	})
}

// askReady: a Substrate node has a readiness of its own, which goes before the probe's.
func (w *watch) askReady(ctx context.Context, one *watched) {
	if !w.hasStarted(one) {
		return
	}
	var err error
	if one.service.Substrate != nil {
		err = substrate.Ready(ctx, *one.service.Substrate)
	} else {
		err = probe.Ask(ctx, one.service.Probes.Ready)
	}
	w.see(ctx, func() {
		was := one.ready.Open
		one.ready.See(err == nil)
		one.reason = ""
		if err != nil {
			one.reason = err.Error()
		}
		if was != one.ready.Open {
			slog.Info("a service changed", "service", one.service.Name, "ready", one.ready.Open, "reason", one.reason)
		}
	})
}

// askAlive: a service that is not alive has to come up again, as its container is started anew. One whose port is shut has just
// been started anew: it may open its database for an hour, and is not to be ended meanwhile.
func (w *watch) askAlive(ctx context.Context, one *watched) {
	if !w.hasStarted(one) {
		return
	}
	err := probe.Ask(ctx, one.service.Probes.Alive)
	w.see(ctx, func() {
		if errors.Is(err, syscall.ECONNREFUSED) {
			one.started, one.ready.Open, one.reason = false, false, "it has not come up again yet"
			one.alive = probe.Gate{Up: one.alive.Up, Down: one.alive.Down}
			return
		}
		closed := one.alive.See(err == nil) && !one.alive.Open
		if !closed {
			return
		}
		slog.Error("a service does not answer", "service", one.service.Name, "error", err)
		one.started, one.ready.Open = false, false
	})
}

func (w *watch) hasStarted(one *watched) bool {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return one.started
}

// see keeps an answer, unless it came only because the agent ends.
func (w *watch) see(ctx context.Context, change func()) {
	if ctx.Err() != nil {
		return
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	change()
}

// isAlive holds until the service has failed so often in a row: one that was never asked is alive.
func (one *watched) isAlive() bool { return one.alive.Open || one.alive.Failures() < one.alive.Down }

func (one *watched) isReady() bool { return one.started && one.ready.Open }

// answer is the verdict about one service; known is false where there is none of that name.
func (w *watch) answer(name, question string) (ok bool, reason string, known bool) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for _, one := range w.services {
		if one.service.Name != name {
			continue
		}
		switch question {
		case "started":
			return one.started, one.reason, true
		case "ready":
			return one.isReady(), one.reason, true
		case "alive":
			return one.isAlive(), one.reason, true
		}
	}
	return false, "", false
}

// all asks what the pod is there for.
func (w *watch) all(ok func(*watched) bool) (bool, string) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	good := true
	var reasons []string
	for _, one := range w.services {
		if !one.service.Auxiliary && !ok(one) {
			good = false
			reasons = append(reasons, fmt.Sprintf("%s: %s", one.service.Name, one.reason))
		}
	}
	return good, strings.Join(reasons, "; ")
}
