package pod

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"dinfra.dev/agent/artifact"
	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/restore"
	"dinfra.dev/agent/substrate"
	"dinfra.dev/agent/system"
)

// prepare does what has to be there before the services start. Every part of it is safe to repeat and to be cut off: the kubelet
// starts it again.
func prepare(ctx context.Context, c *Config, root string) error {
	for _, f := range c.Fetches {
		sum, ok := strings.CutPrefix(f.Digest, "sha256:")
		if !ok || len(sum) != 64 {
			return fault.Permanent("document-invalid", "expected the digest sha256: and 64 hex digits of %s, found %q", f.URL, f.Digest)
		}
		path := filepath.Join(root, f.Path)
		if found, err := artifact.SumOf(path); err == nil && found == sum {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		slog.Info("fetching", "url", f.URL, "path", f.Path)
		if err := artifact.Fetch(ctx, f.URL, sum, path, 0o644, 0); err != nil {
			return err
		}
	}
	if err := identify(c, root); err != nil {
		return err
	}
	machine := system.Machine{Root: root, Run: sameUser{}}
	for _, r := range c.Restores {
		wanted := release.Restore{Volume: r.Volume, Folder: r.Folder, BaseURL: r.BaseURL, ManifestSHA256: r.ManifestSHA256}
		told := -1
		tell := func(p restore.Progress) {
			if percent := p.Done * 100 / max(p.Files, 1); percent/10 != told {
				told = percent / 10
				slog.Info("restoring", "volume", r.Volume, "files", p.Files, "done", p.Done)
			}
		}
		if err := restore.Run(ctx, machine, wanted, tell); err != nil {
			return err
		}
	}
	return nil
}

// terminationLog is what a kubelet reads when a container ended, and shows as its message.
const terminationLog = "/dev/termination-log"

// Identities is the message of the container that prepares: what everybody may know of the keys that were made.
type Identities struct {
	// PeerIDs by service.
	PeerIDs map[string]string `json:"peerIds"`
}

// identify makes the network keys of services with peers, tells their ids to the cluster, and leaves what starts them.
func identify(c *Config, root string) error {
	made := Identities{PeerIDs: map[string]string{}}
	for _, s := range c.Services {
		if s.Peers == nil {
			continue
		}
		id, err := substrate.EnsureNodeKey(keyPath(root, s))
		if err != nil {
			return err
		}
		made.PeerIDs[s.Name] = id
	}
	if len(made.PeerIDs) == 0 {
		return nil
	}
	if err := share(root); err != nil {
		return err
	}
	text, _ := json.Marshal(made)
	if err := os.WriteFile(filepath.Join(root, terminationLog), text, 0o644); err != nil {
		slog.Warn("the ids of this pod are not told to the cluster", "error", err)
	}
	return nil
}

// sameUser stands where a machine's commands are: what is written belongs to the user of the services already, and there is no other
// command to run in a pod.
type sameUser struct{}

func (sameUser) Run(_ context.Context, c system.Command) (system.Result, error) {
	if c.Name == "chown" {
		return system.Result{}, nil
	}
	return system.Result{}, fault.Permanent("command-unknown", "expected no command in a pod, found %s", c)
}
