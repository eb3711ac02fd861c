package gateway

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/netip"
	"strings"
)

// Key is an API key. The key itself is nowhere here: it is random and long, so its hash tells nothing of it.
type Key struct {
	// Name is what logs and limits call it.
	Name string `json:"name"`
	// SHA256 is the hash of the key's text, 64 hex digits.
	SHA256 string `json:"sha256"`
	// Limits of this key; those of the gateway where a field is 0.
	Limits Limits `json:"limits"`
}

// identity is who asks.
type identity struct {
	name   string
	limits Limits
}

// identify finds out who asks; false when a key is missing or unknown. A key is in the header Authorization (Bearer), or
// the path, since browsers cannot set headers on a WebSocket. It is compared by its hash, so the time that this takes
// tells nothing of the key.
func (c *settled) identify(r *http.Request) (identity, bool) {
	key, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !found {
		key = strings.Trim(r.URL.Path, "/")
	}
	if key != "" {
		sum := sha256.Sum256([]byte(key))
		known, found := c.keys[hex.EncodeToString(sum[:])]
		return known, found
	}
	if c.KeyRequired {
		return identity{}, false
	}
	return identity{addressName(c.clientAddress(r)), c.Limits}, true
}

// clientAddress is the address of who asks: that of the connection, or what a proxy that is trusted says in
// X-Forwarded-For. It is read from its end, each proxy having appended to it; what comes before the first address that is
// no trusted proxy's may be forged.
func (c *settled) clientAddress(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.IPv4Unspecified()
	}
	address := peer.Addr().Unmap()
	said := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(said) - 1; i >= 0 && c.trusts(address); i-- {
		next, err := netip.ParseAddr(strings.TrimSpace(said[i]))
		if err != nil {
			break
		}
		address = next.Unmap()
	}
	return address
}

func (c *settled) trusts(address netip.Addr) bool {
	for _, prefix := range c.trusted {
		if prefix.Contains(address) {
			return true
		}
	}
	return false
}
