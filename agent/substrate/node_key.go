package substrate

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"math/big"
	"os"
	"slices"
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
	key, err := readNodeKey(path)
	if err != nil {
		return "", err
	}
	return idOf(key), nil
}

// Prove signs what a peer asks with a node's key, and gives the id that the signature is of.
func Prove(path string, message []byte) (id string, signature []byte, err error) {
	key, err := readNodeKey(path)
	if err != nil {
		return "", nil, err
	}
	return idOf(key), ed25519.Sign(key, message), nil
}

// Proves says whether the signature of a message is by the key of that peer id: the id has the key in it.
func Proves(id string, message, signature []byte) bool {
	raw, ok := fromBase58(id)
	public, isID := bytes.CutPrefix(raw, idPrefix)
	return ok && isID && len(public) == ed25519.PublicKeySize && ed25519.Verify(public, message, signature)
}

func readNodeKey(path string) (ed25519.PrivateKey, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	seed, err := hex.DecodeString(strings.TrimSpace(string(raw)))
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, fault.Permanent("node-key-broken", "expected the seed of a node key in %s, 64 hex digits, found %d bytes of another kind: bring the key back, or remove the file for another identity", path, len(raw))
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// idPrefix begins the identity multihash (0x00) of a key as libp2p's protobuf: type 1 (Ed25519), then 32 bytes.
// Source: libp2p specs, peer-ids/peer-ids.md.
var idPrefix = []byte{0x00, 0x24, 0x08, 0x01, 0x12, 0x20}

func idOf(key ed25519.PrivateKey) string {
	return base58(slices.Concat(idPrefix, key.Public().(ed25519.PublicKey)))
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

// longestBase58 bounds the work on what a stranger sent: an id has 52 characters.
const longestBase58 = 128

func fromBase58(text string) ([]byte, bool) {
	if text == "" || len(text) > longestBase58 {
		return nil, false
	}
	value, radix := new(big.Int), big.NewInt(58)
	zeros, leading := 0, true
	for _, c := range []byte(text) {
		digit := strings.IndexByte(alphabet, c)
		if digit < 0 {
			return nil, false
		}
		if leading = leading && digit == 0; leading {
			zeros++
		}
		value.Add(value.Mul(value, radix), big.NewInt(int64(digit)))
	}
	return append(make([]byte, zeros), value.Bytes()...), true
}
