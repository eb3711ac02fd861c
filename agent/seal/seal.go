// Package seal opens what was sealed to this machine. The key is made at first boot, never leaves the machine and is on no
// data disk.
package seal

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"

	"golang.org/x/crypto/curve25519"
	"golang.org/x/crypto/nacl/box"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/system"
)

// Key is the machine's X25519 pair.
type Key struct{ public, private [32]byte }

// Public is the key to which secrets are sealed, in base64.
func (k Key) Public() string { return base64.StdEncoding.EncodeToString(k.public[:]) }

// Ensure reads the key, or makes it.
func Ensure(path string) (Key, error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		_, private, err := box.GenerateKey(rand.Reader)
		if err != nil {
			return Key{}, err
		}
		if err := system.WriteFile(path, private[:], 0o600); err != nil {
			return Key{}, err
		}
		raw = private[:]
	} else if err != nil {
		return Key{}, err
	}
	if len(raw) != 32 {
		return Key{}, fault.Permanent("sealing-key", "expected 32 bytes in %s, found %d: remove the file; secrets must then be sealed anew", path, len(raw))
	}
	var key Key
	copy(key.private[:], raw)
	public, err := curve25519.X25519(key.private[:], curve25519.Basepoint)
	if err != nil {
		return Key{}, err
	}
	copy(key.public[:], public)
	return key, nil
}

// Open opens a sealed box in base64.
func (k Key) Open(sealed string) ([]byte, error) {
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return nil, fault.Permanent("secret-unreadable", "expected a sealed secret in base64, found: %v", err)
	}
	plain, ok := box.OpenAnonymous(nil, raw, &k.public, &k.private)
	if !ok {
		return nil, fault.Permanent("secret-unreadable", "expected a secret sealed to this machine's key %s, found one for another key: seal it anew", k.Public())
	}
	return plain, nil
}
