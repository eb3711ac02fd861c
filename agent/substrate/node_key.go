package substrate

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"math/big"
	"os"
	"strings"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/system"
)

// EnsureNodeKey makes the network key of a node unless it is there, and gives the peer id that follows from it. The file has
// the seed of an Ed25519 key in hex, as --node-key-file takes it.
func EnsureNodeKey(path string) (string, error) {
	id, err := PeerID(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return id, err
	}
	seed := make([]byte, ed25519.SeedSize)
	rand.Read(seed)
	if err := system.WriteFile(path, []byte(hex.EncodeToString(seed)), 0o600); err != nil {
		return "", err
	}
	return PeerID(path)
}

// PeerID reads a node's key and gives its peer id. A key that is broken is never replaced: its peers know the old id.
func PeerID(path string) (string, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	seed, err := hex.DecodeString(strings.TrimSpace(string(raw)))
	if err != nil || len(seed) != ed25519.SeedSize {
		return "", fault.Permanent("node-key-broken", "expected the seed of a node key in %s, 64 hex digits, found %d bytes of another kind: bring the key back, or remove the file for another identity", path, len(raw))
	}
	public := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	// The identity multihash (0x00) of the key as libp2p's protobuf: type 1 (Ed25519), then 32 bytes.
	// Source: libp2p specs, peer-ids/peer-ids.md.
	return base58(append([]byte{0x00, 0x24, 0x08, 0x01, 0x12, 0x20}, public...)), nil
}

const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// base58 is Bitcoin's: a leading zero byte is a leading 1.
func base58(raw []byte) string {
	var digits []byte
	rest, mod := new(big.Int).SetBytes(raw), new(big.Int)
	for radix := big.NewInt(58); rest.Sign() > 0; {
		rest.DivMod(rest, radix, mod)
		digits = append(digits, alphabet[mod.Int64()])
	}
	for _, b := range raw {
		if b != 0 {
			break
		}
		digits = append(digits, alphabet[0])
	}
	for i, j := 0, len(digits)-1; i < j; i, j = i+1, j-1 {
		digits[i], digits[j] = digits[j], digits[i]
	}
	return string(digits)
}
