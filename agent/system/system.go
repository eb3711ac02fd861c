// Package system is the edge between the agent and the machine: where files lie, and how commands are run. All else
// is tested on a root of its own with a Runner that records.
package system

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"dinfra.dev/agent/fault"
)

// Machine is one machine, or a folder that plays its root in a test.
type Machine struct {
	// Root is put before every absolute path; "/" on a real machine.
	Root string
	Run  Runner
}

// Path gives the place of an absolute path of the machine.
func (m Machine) Path(elem ...string) string {
	return filepath.Join(append([]string{m.Root}, elem...)...)
}

// Command is a program of the machine with its arguments; Stdin may be empty.
type Command struct {
	Name  string
	Args  []string
	Stdin string
	// Timeout ends a command that hangs. Zero stands for two minutes.
	Timeout time.Duration
}

func (c Command) String() string { return strings.Join(append([]string{c.Name}, c.Args...), " ") }

// Result is what a command that could be started answered.
type Result struct {
	Code   int
	Stdout string
	Stderr string
}

// Runner runs commands. An error says that it could not be started; a code other than 0 is an answer.
type Runner interface {
	Run(ctx context.Context, c Command) (Result, error)
}

// Real runs commands on this machine, and logs each with its answer.
type Real struct{}

func (Real) Run(ctx context.Context, c Command) (Result, error) {
	limit := c.Timeout
	if limit == 0 {
		limit = 2 * time.Minute
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	started := time.Now()
	cmd := exec.CommandContext(ctx, c.Name, c.Args...)
	cmd.Stdin = strings.NewReader(c.Stdin)
	cmd.Env = []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", "LANG=C"}
	// A child that keeps the pipe open must not hold the agent for ever.
	cmd.WaitDelay = 5 * time.Second
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	code := cmd.ProcessState.ExitCode()
	slog.Debug("command", "run", c.String(), "code", code, "ms", time.Since(started).Milliseconds())
	if cmd.ProcessState == nil {
		return Result{}, fault.New("missing-tool", "expected the program %s on this machine, found: %v: use an image that has it", c.Name, err)
	}
	if ctx.Err() != nil {
		return Result{}, fault.New("command-timeout", "expected %q to end within %s, found it still running: it was ended", c.String(), limit)
	}
	return Result{Code: code, Stdout: stdout.String(), Stderr: stderr.String()}, nil
}

// Must runs a command that has to succeed.
func (m Machine) Must(ctx context.Context, name string, args ...string) (string, error) {
	return m.MustDo(ctx, Command{Name: name, Args: args})
}

// MustDo is Must for a command with all its settings.
func (m Machine) MustDo(ctx context.Context, c Command) (string, error) {
	result, err := m.Run.Run(ctx, c)
	if err != nil {
		return "", err
	}
	if result.Code != 0 {
		said := strings.TrimSpace(result.Stderr)
		if said == "" {
			said = strings.TrimSpace(result.Stdout)
		}
		return "", fault.New("command-failed", "expected %q to succeed, found exit code %d: %s", c.String(), result.Code, last(said, 600))
	}
	return result.Stdout, nil
}

func last(text string, n int) string {
	if len(text) <= n {
		return text
	}
	return fmt.Sprintf("…%s", text[len(text)-n:])
}
