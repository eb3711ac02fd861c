// Package restore fills a folder of a volume from a snapshot. A power cut at any point leaves either the whole or
// something that is known to be half, and is begun again.
package restore

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"dinfra.dev/agent/artifact"
	"dinfra.dev/agent/disk"
	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/system"
)

const (
	manifestBytes = 256 << 20
	parallel      = 8
)

// Progress is what an observer is told while a restore goes on.
type Progress struct {
	Files int `json:"files"`
	Done  int `json:"done"`
}

// State says what a volume's markers say.
type State int

const (
	// Fresh: nothing is there yet.
	Fresh State = iota
	// Half: a restore began and did not end.
	Half
	// Complete: a restore ended, or the data is the node's own.
	Complete
)

func started(v, folder string) string   { return mark(v, folder, "restore-started") }
func completed(v, folder string) string { return mark(v, folder, "restore-complete") }

// mark has a name made of the folder: a volume may hold several.
func mark(mountPoint, folder, kind string) string {
	return filepath.Join(mountPoint, disk.MarkFolder, kind+"-"+strings.ReplaceAll(folder, "/", "+"))
}

// Look reads the markers. A folder with data and no marker is the node's own, and is never touched.
func Look(mountPoint, folder string) (State, error) {
	if _, err := os.Stat(completed(mountPoint, folder)); err == nil {
		return Complete, nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return Fresh, err
	}
	if _, err := os.Stat(started(mountPoint, folder)); err == nil {
		return Half, nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return Fresh, err
	}
	entries, err := os.ReadDir(filepath.Join(mountPoint, folder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Fresh, err
	}
	if len(entries) > 0 {
		return Complete, nil
	}
	return Fresh, nil
}

type entry struct{ sum, name string }

var entryPattern = regexp.MustCompile(`^([0-9a-f]{64}) [ *]([A-Za-z0-9._/-]+)$`)

// parse reads a manifest in the format of sha256sum.
func parse(manifest []byte) ([]entry, error) {
	var entries []entry
	seen := map[string]bool{}
	lines := bufio.NewScanner(bytes.NewReader(manifest))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if lines.Text() == "" {
			continue
		}
		match := entryPattern.FindStringSubmatch(lines.Text())
		if match == nil || filepath.Clean(match[2]) != match[2] || filepath.IsAbs(match[2]) || strings.HasPrefix(match[2], "..") || seen[match[2]] {
			return nil, fault.Permanent("manifest-invalid", "expected lines of a sha256 and a path inside the snapshot, each once, found %q", lines.Text())
		}
		seen[match[2]] = true
		entries = append(entries, entry{match[1], match[2]})
	}
	if len(entries) == 0 {
		return nil, fault.Permanent("manifest-invalid", "expected a manifest that lists files, found none")
	}
	return entries, lines.Err()
}

// Run restores unless it is done. What a restore that was cut off left is removed first.
func Run(ctx context.Context, m system.Machine, r release.Restore, tell func(Progress)) error {
	mountPoint := m.Path(system.VolumePath(r.Volume))
	if err := replaced(m, r); err != nil {
		return err
	}
	state, err := Look(mountPoint, r.Folder)
	if err != nil || state == Complete {
		return err
	}
	tell(Progress{})
	folder := filepath.Join(mountPoint, r.Folder)
	slog.Info("restoring from a snapshot", "volume", r.Volume, "folder", r.Folder, "again", state == Half)
	if err := system.WriteFile(started(mountPoint, r.Folder), []byte(r.ManifestSHA256+"\n"), 0o600); err != nil {
		return err
	}
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := system.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	base := strings.TrimRight(r.BaseURL, "/")
	path := mark(mountPoint, r.Folder, "restore-manifest")
	if err := artifact.Fetch(ctx, base+"/SHA256SUMS", r.ManifestSHA256, path, 0o600, manifestBytes); err != nil {
		return err
	}
	manifest, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	entries, err := parse(manifest)
	if err != nil {
		return err
	}
	if err := fetchAll(ctx, base, folder, entries, tell); err != nil {
		return err
	}
	if err := hand(ctx, m, mountPoint, r.Folder); err != nil {
		return err
	}
	if err := system.SyncFilesystem(mountPoint); err != nil {
		return err
	}
	// Only now, with all of it on disk, does the marker say so.
	if err := system.WriteFile(completed(mountPoint, r.Folder), []byte(r.ManifestSHA256+"\n"), 0o600); err != nil {
		return err
	}
	if err := system.Remove(started(mountPoint, r.Folder)); err != nil {
		return err
	}
	return system.Remove(path)
}

func fetchAll(ctx context.Context, base, folder string, entries []entry, tell func(Progress)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var (
		group sync.WaitGroup
		lock  sync.Mutex
		first error
		done  int
	)
	tell(Progress{Files: len(entries)})
	work := make(chan entry)
	for range min(parallel, len(entries)) {
		group.Go(func() {
			for e := range work {
				err := fetchOne(ctx, base, folder, e)
				lock.Lock()
				if err != nil && first == nil {
					first = err
					cancel()
				}
				done++
				tell(Progress{Files: len(entries), Done: done})
				lock.Unlock()
			}
		})
	}
	for _, e := range entries {
		if ctx.Err() != nil {
			break
		}
		work <- e
	}
	close(work)
	group.Wait()
	if first == nil {
		first = ctx.Err()
	}
	return first
}

func fetchOne(ctx context.Context, base, folder string, e entry) error {
	at := filepath.Join(folder, filepath.FromSlash(e.name))
	if err := os.MkdirAll(filepath.Dir(at), 0o750); err != nil {
		return err
	}
	return artifact.Fetch(ctx, base+"/"+e.name, e.sum, at, 0o640, 0)
}

// hand gives the folder, and the folders above it in the volume, to the service's user.
func hand(ctx context.Context, m system.Machine, mountPoint, folder string) error {
	owner := system.ServiceUser + ":" + system.ServiceUser
	if _, err := m.Must(ctx, "chown", "--recursive", "--no-dereference", owner, filepath.Join(mountPoint, folder)); err != nil {
		return err
	}
	for at := filepath.Dir(folder); at != "."; at = filepath.Dir(at) {
		if _, err := m.Must(ctx, "chown", owner, filepath.Join(mountPoint, at)); err != nil {
			return err
		}
	}
	return nil
}
