package gateway

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func hashOf(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

func settledWith(t testing.TB, change string) *settled {
	t.Helper()
	text := `{"version":1,"listen":"127.0.0.1:9944","node":"127.0.0.1:9943","readiness":["http://127.0.0.1:9943/health"]` + change + `}`
	c, err := ParseConfig([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestConfigIsRefused(t *testing.T) {
	for text, expected := range map[string]string{
		`{`:                                                    "expected the gateway's configuration in JSON",
		`{"version":1,"limit":{}}`:                             "unknown field",
		`{"version":2}`:                                        "version: expected 1, found 2",
		`{"version":1}`:                                        "expected an address and a port",
		`,"readiness":["ftp://a"]`:                             "readiness[0]: expected an http:// URL",
		`,"limits":{"burst":10}`:                               "limits.burst: expected a whole number from 50, the weight of one call",
		`,"limits":{"connections":-1}`:                         "limits.connections",
		`,"limits":{"weightPerSecond":-1}`:                     "limits.weightPerSecond",
		`,"maxBatch":1001`:                                     "maxBatch: expected a whole number from 1 to 1000",
		`,"pingSeconds":-1`:                                    "pingSeconds",
		`,"trustedProxies":["10.0.0.1"]`:                       "trustedProxies[0]: expected an address range",
		`,"methods":{"allow":["author_rotateKeys"]}`:           "unsafe or of unbounded cost",
		`,"methods":{"allow":["a b"]}`:                         "methods.allow: expected names",
		`,"methods":{"refuse":["sytem_chain"]}`:                "methods.refuse: expected methods that are served",
		`,"keys":[{"name":"a","sha256":"secret"}]`:             "keys[0].sha256: expected the hash",
		`,"keys":[{"name":"","sha256":"` + hashOf("k") + `"}]`: "keys[0].name",
		`,"keyRequired":true`:                                  "nobody could call",
		`,"acme":{"hosts":[]}`:                                 "acme.hosts",
		`,"acme":{"hosts":["rpc.example.org"]}`:                "acme.cache",
		`,"acme":{"hosts":["192.0.2.1"],"cache":"/c"}`:         "acme.hosts",
		`,"acme":{"hosts":["a.example.org"],"cache":"/c","listen":"443"}`: "acme.listen",
	} {
		whole := text
		if strings.HasPrefix(text, ",") {
			whole = `{"version":1,"listen":"127.0.0.1:9944","node":"127.0.0.1:9943"` + text
			if !strings.Contains(text, "readiness") {
				whole += `,"readiness":["http://127.0.0.1/"]`
			}
			whole += "}"
		}
		if _, err := ParseConfig([]byte(whole)); err == nil || !strings.Contains(err.Error(), expected) {
			t.Errorf("%s: expected %q, found %v", text, expected, err)
		}
	}
}

func TestIdentify(t *testing.T) {
	keys := fmt.Sprintf(`,"trustedProxies":["10.0.0.0/24"],"keys":[{"name":"acme","sha256":"%s","limits":{"burst":900}}]`, hashOf("k3y"))
	open, closed := settledWith(t, keys), settledWith(t, keys+`,"keyRequired":true`)
	for _, c := range []struct {
		name, remote, path, authorization, forwarded string
		of                                           *settled
		wanted                                       string
	}{
		{"an address", "198.51.100.7:4000", "/", "", "", open, "198.51.100.7"},
		{"an IPv4 address in IPv6", "[::ffff:198.51.100.7]:4000", "/", "", "", open, "198.51.100.7"},
		{"a network of IPv6", "[2001:db8::1]:4000", "/", "", "", open, "2001:db8::/64"},
		{"nobody is believed who is no proxy", "198.51.100.7:4000", "/", "", "203.0.113.1", open, "198.51.100.7"},
		{"what a proxy says", "10.0.0.5:4000", "/", "", "203.0.113.1", open, "203.0.113.1"},
		{"what was said to a proxy may be forged", "10.0.0.5:4000", "/", "", "1.2.3.4, 203.0.113.1", open, "203.0.113.1"},
		{"through two proxies", "10.0.0.5:4000", "/", "", "203.0.113.1, 10.0.0.6", open, "203.0.113.1"},
		{"a proxy that says nothing", "10.0.0.5:4000", "/", "", "", open, "10.0.0.5"},
		{"a proxy that says no address", "10.0.0.5:4000", "/", "", "me", open, "10.0.0.5"},
		{"a key in the header", "198.51.100.7:4000", "/", "Bearer k3y", "", open, "key acme"},
		{"a key in the path", "198.51.100.7:4000", "/k3y", "", "", closed, "key acme"},
		{"another key", "198.51.100.7:4000", "/k3z", "", "", open, ""},
		{"no key where one is required", "198.51.100.7:4000", "/", "", "", closed, ""},
	} {
		r, _ := http.NewRequest(http.MethodPost, "http://gateway"+c.path, nil)
		r.RemoteAddr = c.remote
		if c.authorization != "" {
			r.Header.Set("Authorization", c.authorization)
		}
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		who, known := c.of.identify(r)
		if who.name != c.wanted || known != (c.wanted != "") {
			t.Errorf("%s: expected %q, found %q %v", c.name, c.wanted, who.name, known)
		}
		if who.name == "key acme" && who.limits.Burst != 900 {
			t.Errorf("%s: expected the key's own burst, found %+v", c.name, who.limits)
		}
	}
}

func TestLimits(t *testing.T) {
	begin := time.Unix(1000, 0)
	all := newCallers()
	limits := Limits{WeightPerSecond: 10, Burst: 50, Connections: 1}
	one := all.get("a", limits, begin)
	uses := func(weight int, at time.Duration, wanted bool) {
		t.Helper()
		if all.use(one, weight, begin.Add(at)) != wanted {
			t.Errorf("expected %v for %d after %s", wanted, weight, at)
		}
	}
	uses(50, 0, true)
	uses(1, 0, false)
	uses(10, time.Second, true)
	uses(20, 2*time.Second, false) // nothing was taken off by it:
	uses(10, 2*time.Second, true)
	if all.get("a", Limits{WeightPerSecond: 1000, Burst: 100, Connections: 1}, begin.Add(2*time.Second)) != one {
		t.Error("expected another limit to be taken on by the same caller")
	}
	uses(100, 3*time.Second, true)
	if !all.connect(one) || all.connect(one) {
		t.Error("expected one connection, and no second")
	}
	all.disconnect(one)
	if !all.connect(one) {
		t.Error("expected a connection that was given back to be had again")
	}
}

func TestCallersAreBounded(t *testing.T) {
	begin := time.Unix(1000, 0)
	all := newCallers()
	all.most = 3
	limits := Limits{WeightPerSecond: 1, Burst: 10, Connections: 5}
	busy, connected := all.get("busy", limits, begin), all.get("connected", limits, begin)
	all.use(busy, 10, begin.Add(50*time.Second))
	all.connect(connected)
	all.get("quiet", limits, begin)
	if all.get("new", limits, begin) != all.get("newer", limits, begin) {
		t.Error("expected those beyond the bound to be one caller")
	}
	later := begin.Add(55 * time.Second)
	if all.get("busy", limits, later) != busy {
		t.Error("expected to find the one again")
	}
	all.get("x", limits, begin.Add(sweepAfter))
	if all.of["quiet"] != nil || all.of["connected"] != connected {
		t.Error("expected the quiet one to be forgotten, and not who is connected")
	}
}
