package pod

import (
	"context"
	"encoding/json"
	"io"
	"path/filepath"
	"strings"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/substrate"
)

// keys has a node make session keys for the owner's account that it reads, once, and answers their public part and the proof. The
// private part stays in the keystore on the node's volume, which the agent's container does not have.
func keys(ctx context.Context, c *Config, root, name string, in io.Reader, out io.Writer) error {
	s, err := withPeers(c, name)
	if err != nil {
		return err
	}
	if s.Substrate == nil {
		return fault.Permanent("service-unknown", "expected a Substrate node, found %q", name)
	}
	owner, err := io.ReadAll(io.LimitReader(in, 1024))
	if err != nil {
		return err
	}
	made, err := substrate.SessionKeys(ctx, s.Substrate.RPCPort, filepath.Dir(keyPath(root, *s)), strings.TrimSpace(string(owner)))
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(made)
}
