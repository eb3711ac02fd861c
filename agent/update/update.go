// Package update gives the machine another agent, and the old one back when the new one does not answer. Every step may be
// cut off: the next process goes on from what lies on the disk.
//
// Order: fetch and verify; run it once; write the trial; start what watches it; move the link; restart. What watches is
// the old program in a unit of its own, so that it lives whatever the new one does, and comes back after a reboot.
package update

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"dinfra.dev/agent/artifact"
	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/system"
)

// Trial is an update that is under way: by the sha256 of the programs.
type Trial struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Failed is the agent that was given up, and why.
type Failed struct {
	To    string       `json:"to"`
	Fault *fault.Fault `json:"fault"`
}

// Unit is that of what watches a trial. Its name is not one of a service: no agent takes it for a stranger.
const Unit = "update-dinfra-agent.service"

const agentUnit = "dinfra-agent.service"

func trialPath(m system.Machine) string { return m.Path(system.StateFolder, "agent-trial.json") }

func failedPath(m system.Machine) string { return m.Path(system.StateFolder, "agent-failed.json") }

// Program is where an agent lies by its sha256.
func Program(sum string) string { return system.AgentFolder + "/" + sum + "/dinfra-agent" }

const unitText = `[Unit]
Description=DINFRA agent: watches its update
ConditionPathExists=/var/lib/dinfra/agent/agent-trial.json
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart=%s trial
Restart=on-failure
RestartSec=2

[Install]
WantedBy=multi-user.target
`

// Ensure brings the agent that the release asks for. It answers true when this process gives way to another one.
func Ensure(ctx context.Context, m system.Machine, base string, source release.Source) (bool, error) {
	current, err := Current(m)
	if err != nil || current == source.SHA256 {
		return false, err
	}
	if given, err := Given(m); err != nil || given != nil && given.To == source.SHA256 {
		return false, err
	}
	if err := fetch(ctx, m, base, source); err != nil {
		return false, err
	}
	// It has to run at all on this machine before anything depends on it.
	program := Program(source.SHA256)
	if _, err := m.MustDo(ctx, system.Command{Name: m.Path(program), Args: []string{"version"}, Timeout: time.Minute}); err != nil {
		return false, giveUp(m, source.SHA256, fault.New("agent-update-failed", "expected the agent %s to run on this machine, found: %v: the running one was left alone", source.SHA256, err))
	}
	if err := writeJSON(trialPath(m), Trial{From: current, To: source.SHA256}); err != nil {
		return false, err
	}
	if err := watch(ctx, m, current); err != nil {
		return false, err
	}
	slog.Info("the agent gives way to another", "from", current, "to", source.SHA256)
	if err := point(m, source.SHA256); err != nil {
		return false, err
	}
	return true, restart(ctx, m)
}

// Current is the sha256 of the agent that the machine starts.
func Current(m system.Machine) (string, error) {
	to, err := os.Readlink(m.Path(system.AgentLink))
	if err != nil {
		return "", err
	}
	return filepath.Base(to), nil
}

// Given says which agent was given up; nil for none.
func Given(m system.Machine) (*Failed, error) { return readJSON[Failed](failedPath(m)) }

// Forget lets an agent that was given up have another try.
func Forget(m system.Machine) error { return system.Remove(failedPath(m)) }

func fetch(ctx context.Context, m system.Machine, base string, source release.Source) error {
	path := m.Path(Program(source.SHA256))
	if found, err := artifact.SumOf(path); err == nil && found == source.SHA256 {
		return nil
	}
	if err := system.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := artifact.FetchSigned(ctx, base, source, path, 0o755); err != nil {
		return err
	}
	return system.SyncDir(filepath.Dir(path))
}

// watch starts the old program as what watches the new one.
func watch(ctx context.Context, m system.Machine, old string) error {
	text := []byte(fmt.Sprintf(unitText, Program(old)))
	if _, err := system.Ensure(m.Path(system.UnitFolder, Unit), text, 0o644); err != nil {
		return err
	}
	if _, err := m.Must(ctx, "systemctl", "daemon-reload"); err != nil {
		return err
	}
	if _, err := m.Must(ctx, "systemctl", "enable", Unit); err != nil {
		return err
	}
	_, err := m.Must(ctx, "systemctl", "restart", Unit)
	return err
}

func point(m system.Machine, sum string) error {
	return system.Symlink(system.AgentFolder+"/"+sum, m.Path(system.AgentLink))
}

// restart does not wait: it ends the process that asks for it.
func restart(ctx context.Context, m system.Machine) error {
	_, err := m.Must(ctx, "systemctl", "restart", "--no-block", agentUnit)
	return err
}

func giveUp(m system.Machine, sum string, why *fault.Fault) error {
	slog.Error("an agent was given up", "agent", sum, "error", why)
	return writeJSON(failedPath(m), Failed{To: sum, Fault: why})
}

func writeJSON(path string, value any) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return system.WriteFile(path, raw, 0o600)
}

func readJSON[T any](path string) (*T, error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var value T
	if err := json.Unmarshal(raw, &value); err != nil {
		return nil, err
	}
	return &value, nil
}
