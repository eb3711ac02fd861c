package artifact

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/system"
)

// Folder is where an artifact lies on the machine, unpacked.
func Folder(s release.Source) string {
	kind := s.Unpack
	if kind == "none" {
		kind = "file"
	}
	return system.ArtifactStore + "/" + s.SHA256 + "-" + kind
}

// URLOf puts a path below the base; an address of its own stays.
func URLOf(base, url string) (string, error) {
	if strings.Contains(url, "://") {
		return url, nil
	}
	if base == "" {
		return "", fault.Permanent("no-artifacts-base", "expected a machine with artifacts.baseUrl for the path %s, found none: give a whole URL", url)
	}
	return strings.TrimRight(base, "/") + "/" + strings.TrimLeft(url, "/"), nil
}

// Ensure has the artifact in the store, verified. The folder appears whole or not at all; what is there is complete.
func Ensure(ctx context.Context, m system.Machine, base string, a release.Artifact, arch string) error {
	source, ok := a.Platforms[arch]
	if !ok {
		return NotForMachine(a, arch)
	}
	folder := m.Path(Folder(source))
	if _, err := os.Stat(folder); err == nil {
		return nil
	}
	url, err := URLOf(base, source.URL)
	if err != nil {
		return err
	}
	store := filepath.Dir(folder)
	if err := system.MkdirAll(store, 0o755); err != nil {
		return err
	}
	// A fixed name: what a crash left is found and removed.
	draft := folder + ".new"
	if err := os.RemoveAll(draft); err != nil {
		return err
	}
	if err := os.Mkdir(draft, 0o755); err != nil {
		return err
	}
	defer os.RemoveAll(draft)
	packed := filepath.Join(store, "."+source.SHA256)
	if err := Fetch(ctx, url, source.SHA256, packed, 0o644, 0); err != nil {
		return err
	}
	defer os.Remove(packed)
	if err := unpack(packed, source.Unpack, a.Name, draft); err != nil {
		return err
	}
	// The name that says that it is complete comes after all of it is on disk.
	if err := system.SyncFilesystem(draft); err != nil {
		return err
	}
	if err := os.Rename(draft, folder); err != nil {
		return err
	}
	return system.SyncDir(store)
}

// NotForMachine says that an artifact has no file for the machine's architecture.
func NotForMachine(a release.Artifact, arch string) error {
	var has []string
	for one := range a.Platforms {
		has = append(has, one)
	}
	return fault.Permanent("architecture", "expected the artifact %s %s for %s, found it for %s only: add it to the catalogue entry, or use another machine",
		a.Name, a.Version, arch, strings.Join(has, ", "))
}

// Collect removes what none of the folders in use names.
func Collect(m system.Machine, used map[string]bool) error {
	entries, err := os.ReadDir(m.Path(system.ArtifactStore))
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !used[system.ArtifactStore+"/"+entry.Name()] {
			if err := os.RemoveAll(m.Path(system.ArtifactStore, entry.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}
