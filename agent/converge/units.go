package converge

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"dinfra.dev/agent/release"
	"dinfra.dev/agent/system"
	"dinfra.dev/agent/unit"
)

// wantedFile is a file that a service needs before it starts.
type wantedFile struct {
	path    string
	content []byte
	mode    fs.FileMode
	// memory says that it lies in memory only: that it is missing after a boot is no change.
	memory bool
}

// files are all files of a service: its unit, its configuration and its opened secrets.
func (c *Converger) files(doc *release.Document, s release.Service) ([]wantedFile, error) {
	peers, _, err := c.peersOf(s)
	if err != nil {
		return nil, err
	}
	text, err := unit.Render(doc, s, c.Arch, peers)
	if err != nil {
		return nil, err
	}
	files := []wantedFile{{c.M.Path(system.UnitFolder, unit.Name(s.Name)), []byte(text), 0o644, false}}
	for _, f := range s.Files {
		mode, _ := strconv.ParseUint(f.Mode, 8, 32)
		files = append(files, wantedFile{c.M.Path(unit.FilePath(s.Name, f.Name)), []byte(f.Content), fs.FileMode(mode), false})
	}
	for _, f := range s.Secrets {
		plain, err := c.Key.Open(f.Sealed)
		if err != nil {
			return nil, err
		}
		files = append(files, wantedFile{c.M.Path(unit.SecretPath(s.Name, f.Name)), plain, 0o400, true})
	}
	return files, nil
}

// changed says whether what is on the machine differs from what the service needs.
func changed(files []wantedFile) bool {
	return slices.ContainsFunc(files, func(f wantedFile) bool {
		info, err := os.Stat(f.path)
		if f.memory && os.IsNotExist(err) {
			return false
		}
		if err != nil || info.Mode().Perm() != f.mode {
			return true
		}
		found, err := os.ReadFile(f.path)
		return err != nil || string(found) != string(f.content)
	})
}

func write(files []wantedFile) error {
	for _, f := range files {
		if _, err := system.Ensure(f.path, f.content, f.mode); err != nil {
			return err
		}
	}
	return nil
}

// strangers are units that this release has not, or not yet: those of an earlier one, and what waits for its peers.
func (c *Converger) strangers(doc *release.Document) []string {
	wanted := map[string]bool{}
	for _, s := range doc.Services {
		wanted[unit.Name(s.Name)] = !c.waits(s)
	}
	var found []string
	paths, _ := filepath.Glob(c.M.Path(system.UnitFolder, "dinfra-*.service"))
	for _, path := range paths {
		name := filepath.Base(path)
		if !wanted[name] && !slices.Contains(ownUnits, name) {
			found = append(found, name)
		}
	}
	return found
}

// ownUnits are those of the machine itself, which no release touches.
var ownUnits = func() (units []string) {
	for _, name := range release.Reserved {
		units = append(units, unit.Name(name))
	}
	return units
}()

func (c *Converger) systemctl(ctx context.Context, args ...string) error {
	_, err := c.M.MustDo(ctx, system.Command{Name: "systemctl", Args: args, Timeout: time.Hour})
	return err
}

// running is what systemd says of a unit.
type running struct {
	active     string
	sub        string
	restarts   int
	invocation string
	result     string
}

func (c *Converger) look(ctx context.Context, name string) (running, error) {
	out, err := c.M.Must(ctx, "systemctl", "show", "--property=ActiveState,SubState,NRestarts,InvocationID,Result", name)
	if err != nil {
		return running{}, err
	}
	values := map[string]string{}
	for _, line := range strings.Split(out, "\n") {
		key, value, _ := strings.Cut(line, "=")
		values[key] = value
	}
	restarts, _ := strconv.Atoi(values["NRestarts"])
	return running{values["ActiveState"], values["SubState"], restarts, values["InvocationID"], values["Result"]}, nil
}

func (r running) String() string {
	return fmt.Sprintf("%s (%s), result %s, restarted %d times", r.active, r.sub, r.result, r.restarts)
}

// removeUnit stops a unit and takes away all that belongs to it.
func (c *Converger) removeUnit(ctx context.Context, name string) error {
	slog.Info("removing a service", "unit", name)
	if err := c.systemctl(ctx, "stop", name); err != nil {
		return err
	}
	if err := system.Remove(c.M.Path(system.UnitFolder, name)); err != nil {
		return err
	}
	service := strings.TrimSuffix(strings.TrimPrefix(name, "dinfra-"), ".service")
	for _, folder := range []string{system.ServiceFiles, system.SecretsFolder} {
		if err := os.RemoveAll(c.M.Path(folder, service)); err != nil {
			return err
		}
	}
	return nil
}
