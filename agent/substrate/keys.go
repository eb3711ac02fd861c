package substrate

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/system"
)

// Keys is the public part of a node's session keys, and the proof that it has the private one. The operator submits both
// with the owner's account; the private part stays in the node's keystore. The proof is empty where the node is older than
// author_rotateKeysWithOwner: chains of its time ask for none.
type Keys struct {
	Owner string `json:"owner"`
	Keys  string `json:"keys"`
	Proof string `json:"proof"`
}

var ownerPattern = regexp.MustCompile(`^0x[0-9a-f]{2,128}$`)

// SessionKeys has the node make session keys for an owner, once: every call of the node makes new ones, and with keys that
// nobody registered a validator does not validate. The answer is kept beside the keystore, on the node's volume.
func SessionKeys(ctx context.Context, rpcPort int, markFolder, owner string) (Keys, error) {
	if !ownerPattern.MatchString(owner) {
		return Keys{}, fault.Permanent("owner-invalid", "expected the owner's account as 0x and hex digits, found %q", owner)
	}
	path := filepath.Join(markFolder, "session-keys-"+strings.TrimPrefix(owner, "0x")+".json")
	raw, err := os.ReadFile(path)
	if err == nil {
		var known Keys
		err = json.Unmarshal(raw, &known)
		return known, err
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return Keys{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	c, err := dial(ctx, "ws://"+net.JoinHostPort("127.0.0.1", strconv.Itoa(rpcPort)))
	if err != nil {
		return Keys{}, fault.New("keys-refused", "expected the node's JSON-RPC at port %d of the machine, found: %v", rpcPort, err)
	}
	defer c.close()
	var made made
	if err := rotate(ctx, c, owner, &made); err != nil {
		return Keys{}, fault.New("keys-refused", "expected the node to make session keys, found: %v: its RPC must allow unsafe methods on the machine itself", err)
	}
	if !strings.HasPrefix(made.Keys, "0x") || len(made.Keys) < 66 {
		return Keys{}, fault.New("keys-refused", "expected session keys in hex, found %q", made.Keys)
	}
	keys := Keys{Owner: owner, Keys: made.Keys, Proof: made.Proof}
	raw, _ = json.Marshal(keys)
	return keys, system.WriteFile(path, raw, 0o600)
}

type made struct {
	Keys  string `json:"keys"`
	Proof string `json:"proof"`
}

// rotate asks for keys with a proof for the owner, and an older node for keys alone.
func rotate(ctx context.Context, c *client, owner string, into *made) error {
	err := c.call(ctx, "author_rotateKeysWithOwner", []any{owner}, into)
	var refused *refusal
	if errors.As(err, &refused) && refused.code == methodNotFound {
		return c.call(ctx, "author_rotateKeys", nil, &into.Keys)
	}
	return err
}
