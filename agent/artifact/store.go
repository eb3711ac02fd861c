package artifact

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/signature"
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
	_, missing := os.Stat(folder)
	if missing == nil && isSigned(folder, source.Signature) {
		return nil
	}
	store := filepath.Dir(folder)
	if err := system.MkdirAll(store, 0o755); err != nil {
		return err
	}
	packed := filepath.Join(store, "."+source.SHA256)
	defer os.Remove(packed)
	if err := FetchSigned(ctx, base, source, packed, 0o644); err != nil {
		return err
	}
	if missing == nil {
		// Unpacked before anybody asked for a signature: it was of the same digest.
		return rememberSigned(folder, source.Signature)
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
	if err := unpack(packed, source.Unpack, a.Name, draft); err != nil {
		return err
	}
	if err := rememberSigned(draft, source.Signature); err != nil {
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

// FetchSigned puts what the source names at a path, held against its digest and its signature.
func FetchSigned(ctx context.Context, base string, source release.Source, path string, mode os.FileMode) error {
	url, err := URLOf(base, source.URL)
	if err != nil {
		return err
	}
	if source.Signature == nil {
		return Fetch(ctx, url, source.SHA256, path, mode, 0)
	}
	where, err := URLOf(base, source.Signature.URL)
	if err != nil {
		return err
	}
	// The name by which others find it comes after the signature was good.
	draft, detached := path+".unsigned", path+".minisig"
	defer os.Remove(draft)
	defer os.Remove(detached)
	if err := Fetch(ctx, url, source.SHA256, draft, mode, 0); err != nil {
		return err
	}
	if err := Fetch(ctx, where, "", detached, 0o644, signature.MaxBytes); err != nil {
		return err
	}
	if err := signature.Verify(draft, detached, source.Signature.PublicKey); err != nil {
		return err
	}
	return os.Rename(draft, path)
}

// signedMark lies in the folder of an artifact whose signature by that key was good.
func signedMark(folder string, s *release.Signature) string {
	sum := sha256.Sum256([]byte(s.PublicKey))
	return filepath.Join(folder, ".signed-"+hex.EncodeToString(sum[:8]))
}

func isSigned(folder string, s *release.Signature) bool {
	if s == nil {
		return true
	}
	_, err := os.Stat(signedMark(folder, s))
	return err == nil
}

func rememberSigned(folder string, s *release.Signature) error {
	if s == nil {
		return nil
	}
	return system.WriteFile(signedMark(folder, s), nil, 0o644)
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
