package gateway

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

// Config is the gateway's file, in JSON. What it leaves out has the default that Settle gives it.
type Config struct {
	// Version is that of this file: 1.
	Version int `json:"version"`
	// Listen is the address and port for clients.
	Listen string `json:"listen"`
	// Node is the address and port of the node's JSON-RPC.
	Node string `json:"node"`
	// Readiness are URLs that all answer 200 while the node should get traffic: the machine's agent, and the node.
	Readiness []string `json:"readiness"`
	// TrustedProxies are the address ranges of those whose X-Forwarded-For is believed.
	TrustedProxies []string `json:"trustedProxies"`
	Methods        Methods  `json:"methods"`
	// Keys are the API keys; KeyRequired refuses who has none.
	Keys        []Key `json:"keys"`
	KeyRequired bool  `json:"keyRequired"`
	// Limits of a caller without a key.
	Limits Limits `json:"limits"`
	// MaxBatch is how many calls a message may have.
	MaxBatch int `json:"maxBatch"`
	// MaxRequestBytes and MaxResponseBytes bound one message of a client and of the node.
	MaxRequestBytes  int `json:"maxRequestBytes"`
	MaxResponseBytes int `json:"maxResponseBytes"`
	// PingSeconds is the time between two pings to a WebSocket: what idles is otherwise closed by balancers on the way.
	PingSeconds int `json:"pingSeconds"`
	// DrainSeconds is over how long the clients are sent away when the gateway ends or its node is drained.
	DrainSeconds int `json:"drainSeconds"`
	// TLS by ACME; none where the gateway is given a certificate, or is behind one that has it.
	ACME *ACME `json:"acme"`
}

// settled is a configuration that was checked, with what follows from it.
type settled struct {
	Config
	policy  *policy
	trusted []netip.Prefix
	keys    map[string]identity
}

// defaults are the limits of substrate-based networks' public endpoints: a message costs 1 to 50. 200 clients behind one
// address may connect again at once, each with a weight of 50.
var defaults = Config{
	Limits: Limits{WeightPerSecond: 100, Burst: 10_000, Connections: 200}, MaxBatch: 10, MaxRequestBytes: 1 << 20,
	MaxResponseBytes: 15 << 20, PingSeconds: 25, DrainSeconds: 10,
}

var (
	namePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$`)
	hashPattern = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// ParseConfig reads and checks a configuration.
func ParseConfig(raw []byte) (*settled, error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	var c Config
	if err := decoder.Decode(&c); err != nil {
		return nil, fmt.Errorf("expected the gateway's configuration in JSON, found: %w", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, fmt.Errorf("expected one JSON value, found more after it")
	}
	if c.Version != 1 {
		return nil, fmt.Errorf("version: expected 1, found %d: use an agent of the version that wrote it", c.Version)
	}
	for at, address := range map[string]string{"listen": c.Listen, "node": c.Node} {
		if _, err := netip.ParseAddrPort(address); err != nil {
			if host, port, err := net.SplitHostPort(address); at == "listen" || err != nil || host == "" || port == "" {
				return nil, fmt.Errorf("%s: expected an address and a port, found %q", at, address)
			}
		}
	}
	for i, text := range c.Readiness {
		if u, err := url.Parse(text); err != nil || u.Scheme != "http" || u.Host == "" {
			return nil, fmt.Errorf("readiness[%d]: expected an http:// URL, found %q", i, text)
		}
	}
	if len(c.Readiness) == 0 {
		return nil, fmt.Errorf("readiness: expected one http:// URL at least, found none")
	}
	c.Limits = c.Limits.or(defaults.Limits)
	for field, def := range map[*int]int{
		&c.MaxBatch: defaults.MaxBatch, &c.MaxRequestBytes: defaults.MaxRequestBytes, &c.PingSeconds: defaults.PingSeconds,
		&c.MaxResponseBytes: defaults.MaxResponseBytes, &c.DrainSeconds: defaults.DrainSeconds,
	} {
		if *field == 0 {
			*field = def
		}
	}
	return c.settle()
}

func (l Limits) or(other Limits) Limits {
	if l.WeightPerSecond == 0 {
		l.WeightPerSecond = other.WeightPerSecond
	}
	if l.Burst == 0 {
		l.Burst = other.Burst
	}
	if l.Connections == 0 {
		l.Connections = other.Connections
	}
	return l
}

func (c Config) settle() (*settled, error) {
	for _, n := range []struct {
		at               string
		value, min, most int
	}{
		{"maxBatch", c.MaxBatch, 1, 1000}, {"maxRequestBytes", c.MaxRequestBytes, 1024, 64 << 20},
		{"maxResponseBytes", c.MaxResponseBytes, 1024, 256 << 20}, {"pingSeconds", c.PingSeconds, 1, 3600},
		{"drainSeconds", c.DrainSeconds, 1, 3600},
	} {
		if n.value < n.min || n.value > n.most {
			return nil, fmt.Errorf("%s: expected a whole number from %d to %d, found %d", n.at, n.min, n.most, n.value)
		}
	}
	allowed, err := c.Methods.allowed()
	if err != nil {
		return nil, err
	}
	heaviest := 0
	for _, weight := range allowed {
		heaviest = max(heaviest, weight)
	}
	if err := c.Limits.check("limits", heaviest); err != nil {
		return nil, err
	}
	s := &settled{Config: c, policy: &policy{allowed, c.MaxBatch}, keys: map[string]identity{}}
	for i, text := range c.TrustedProxies {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("trustedProxies[%d]: expected an address range such as 10.0.0.0/24, found %q", i, text)
		}
		s.trusted = append(s.trusted, prefix)
	}
	names := map[string]bool{}
	for i, key := range c.Keys {
		at := fmt.Sprintf("keys[%d]", i)
		if !namePattern.MatchString(key.Name) || names[key.Name] {
			return nil, fmt.Errorf("%s.name: expected a name of its own of letters, digits, . _ @ -, found %q", at, key.Name)
		}
		if _, twice := s.keys[key.SHA256]; twice || !hashPattern.MatchString(key.SHA256) {
			return nil, fmt.Errorf("%s.sha256: expected the hash of a key of its own, 64 hex digits, found %q", at, key.SHA256)
		}
		limits := key.Limits.or(c.Limits)
		if err := limits.check(at+".limits", heaviest); err != nil {
			return nil, err
		}
		names[key.Name] = true
		s.keys[key.SHA256] = identity{"key " + key.Name, limits}
	}
	if c.KeyRequired && len(c.Keys) == 0 {
		return nil, fmt.Errorf("keys: expected one at least where keyRequired is true, found none: nobody could call")
	}
	if c.ACME != nil {
		if err := c.ACME.check(); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (l Limits) check(at string, heaviest int) error {
	if !(l.WeightPerSecond > 0 && l.WeightPerSecond <= 1e6) {
		return fmt.Errorf("%s.weightPerSecond: expected a number above 0 and at most 1000000, found %v", at, l.WeightPerSecond)
	}
	if l.Burst < heaviest || l.Burst > 10_000_000 {
		return fmt.Errorf("%s.burst: expected a whole number from %d, the weight of one call, to 10000000, found %d", at, heaviest, l.Burst)
	}
	if l.Connections < 1 || l.Connections > 1_000_000 {
		return fmt.Errorf("%s.connections: expected a whole number from 1 to 1000000, found %d", at, l.Connections)
	}
	return nil
}

// listensAlike says whether a configuration can take another's place while it is served.
func (s *settled) listensAlike(other *settled) bool {
	return s.Listen == other.Listen && strings.EqualFold(s.Node, other.Node) && s.ACME.same(other.ACME)
}
