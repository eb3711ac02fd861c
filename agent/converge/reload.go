package converge

import (
	"context"
	"log/slog"
	"os"
	"slices"

	"dinfra.dev/agent/release"
	"dinfra.dev/agent/system"
	"dinfra.dev/agent/unit"
)

// reloads says that nothing of a service changed but files that it reads again by itself. Its unit and its secrets are
// taken on by a start alone.
func reloads(s release.Service, files []wantedFile) bool {
	if s.Reload == nil {
		return false
	}
	fixed := slices.DeleteFunc(slices.Clone(files[1:]), func(f wantedFile) bool { return !f.memory })
	return changed(files) && !changed(append(fixed, files[0]))
}

// reloadMark says that a service was not told of its files yet. It is there before the first of them is written, so that an
// agent that ends in between tells it afterwards; a machine that boots starts the service anew, and has no mark.
func (c *Converger) reloadMark(service string) string {
	return c.M.Path(system.RunFolder, "reload-"+service)
}

func (c *Converger) markReload(service string) error {
	if err := system.MkdirAll(c.M.Path(system.RunFolder), 0o755); err != nil {
		return err
	}
	return os.WriteFile(c.reloadMark(service), nil, 0o600)
}

// reload tells the services that are marked.
func (c *Converger) reload(ctx context.Context, doc *release.Document) error {
	for _, s := range doc.Services {
		if _, err := os.Stat(c.reloadMark(s.Name)); err != nil {
			continue
		}
		if s.Reload != nil {
			slog.Info("a service reads its files again", "service", s.Name)
			if err := c.systemctl(ctx, "kill", "--kill-who=main", "--signal="+s.Reload.Signal, unit.Name(s.Name)); err != nil {
				return err
			}
		}
		if err := os.Remove(c.reloadMark(s.Name)); err != nil {
			return err
		}
	}
	return nil
}
