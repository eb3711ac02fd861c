package update

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"time"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/system"
)

// Patience of a trial: how long the new agent may take to answer, and for how long it must go on answering.
type Patience struct {
	Within, Steady, Between time.Duration
}

// DefaultPatience lets a busy machine start a process.
var DefaultPatience = Patience{Within: 2 * time.Minute, Steady: 10 * time.Second, Between: time.Second}

// Watch sees a trial to its end: the new agent answers and goes on answering, or the old one comes back. `answers` asks
// whatever agent runs now.
func Watch(ctx context.Context, m system.Machine, p Patience, answers func(context.Context) error) error {
	trial, err := readJSON[Trial](trialPath(m))
	if err != nil || trial == nil {
		return err
	}
	given, err := Given(m)
	if err != nil {
		return err
	}
	if given != nil && given.To == trial.To {
		return back(ctx, m, *trial)
	}
	why := proves(ctx, m, trial.To, p, answers)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if why == nil {
		slog.Info("the new agent answers", "agent", trial.To)
		return end(ctx, m)
	}
	failure := fault.New("agent-update-failed", "expected the agent %s to answer for %s within %s, found: %v: the old one was started again", trial.To, p.Steady, p.Within, why)
	// First what must not be tried again; then the way back, which a cut leaves to the next run.
	if err := giveUp(m, trial.To, failure); err != nil {
		return err
	}
	return back(ctx, m, *trial)
}

// back is safe to repeat.
func back(ctx context.Context, m system.Machine, trial Trial) error {
	if err := point(m, trial.From); err != nil {
		return err
	}
	if err := restart(ctx, m); err != nil {
		return err
	}
	return end(ctx, m)
}

func end(ctx context.Context, m system.Machine) error {
	if err := system.Remove(trialPath(m)); err != nil {
		return err
	}
	_, err := m.Must(ctx, "systemctl", "disable", Unit)
	return err
}

// proves waits until the new program itself has answered for long enough without a break.
func proves(ctx context.Context, m system.Machine, to string, p Patience, answers func(context.Context) error) error {
	until := time.Now().Add(p.Within)
	var since time.Time
	var process string
	last := fmt.Errorf("nothing yet")
	for {
		pid, err := running(ctx, m, to)
		if err == nil {
			err = answers(ctx)
		}
		switch now := time.Now(); {
		case err != nil:
			since, last = time.Time{}, err
		case since.IsZero() || pid != process:
			since, process = now, pid
			last = fmt.Errorf("it answers since a moment")
		case now.Sub(since) >= p.Steady:
			return nil
		}
		if errors.Is(last, errDead) || time.Now().After(until) && since.IsZero() || time.Now().After(until.Add(p.Steady)) {
			return last
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(p.Between):
		}
	}
}

// mostRestarts is after how many ends by itself a new agent is given up at once.
const mostRestarts = 3

// errDead says that there is nothing to wait for.
var errDead = errors.New("it ends by itself again and again")

// running gives the process of the agent's unit, if it is of that program.
func running(ctx context.Context, m system.Machine, sum string) (string, error) {
	out, err := m.Must(ctx, "systemctl", "show", "--property=MainPID,NRestarts", agentUnit)
	if err != nil {
		return "", err
	}
	values := map[string]string{}
	for _, line := range strings.Split(out, "\n") {
		key, value, _ := strings.Cut(line, "=")
		values[key] = value
	}
	if restarts, _ := strconv.Atoi(values["NRestarts"]); restarts >= mostRestarts {
		return "", errDead
	}
	pid := values["MainPID"]
	program, err := os.Readlink(m.Path("/proc", pid, "exe"))
	if err != nil {
		return "", fmt.Errorf("no process of the unit %s", agentUnit)
	}
	if program != Program(sum) {
		return "", fmt.Errorf("process %s of the unit %s is %s", pid, agentUnit, program)
	}
	return pid, nil
}
