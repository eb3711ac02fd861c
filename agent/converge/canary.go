package converge

import (
	"context"
	"time"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/system"
	"dinfra.dev/agent/unit"
)

// canary runs each program that knows its version once, without any right, before the running one is stopped. It finds
// what a digest cannot: a binary for another processor, or one that needs libraries that the machine lacks.
func (c *Converger) canary(ctx context.Context, doc *release.Document) error {
	for _, s := range doc.Services {
		if s.Substrate == nil {
			continue
		}
		path, err := unit.CommandPath(doc, s.Command, c.Arch)
		if err != nil {
			return err
		}
		result, err := c.M.Run.Run(ctx, system.Command{
			Name: "systemd-run",
			Args: []string{
				"--wait", "--collect", "--quiet", "--pipe", "--property=DynamicUser=yes", "--property=PrivateNetwork=yes",
				"--property=ProtectSystem=strict", "--property=ProtectHome=yes", "--property=CapabilityBoundingSet=",
				"--property=RuntimeMaxSec=60", c.M.Path(path), "--version",
			},
			Timeout: 2 * time.Minute,
		})
		if err != nil {
			return err
		}
		if result.Code != 0 {
			return fault.New("canary-failed", "expected %s --version to succeed on this machine, found exit code %d: %s: the running version was left alone", path, result.Code, tail(result.Stderr+result.Stdout))
		}
	}
	return nil
}

func tail(text string) string {
	if len(text) > 400 {
		return "…" + text[len(text)-400:]
	}
	return text
}
