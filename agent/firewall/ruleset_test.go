package firewall

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"dinfra.dev/agent/release"
)

var ports = []release.Port{
	{Name: "p2p", Number: 30333, Protocol: "tcp", Exposure: "world"},
	{Name: "rpc", Number: 9944, Protocol: "tcp", Exposure: "gateway"},
	{Name: "metrics", Number: 9615, Protocol: "tcp", Exposure: "operators"},
	{Name: "sync", Number: 30334, Protocol: "udp", Exposure: "peers"},
}

func TestRuleset(t *testing.T) {
	cases := []struct {
		name    string
		sources release.Sources
		login   []string
		has     []string
		hasNot  []string
	}{
		{
			"nobody named", release.Sources{}, nil,
			[]string{"tcp dport 22 accept", "tcp dport 30333 accept"},
			[]string{"9944", "9615", "30334", "8001"},
		},
		{
			"login from where the machine was made for", release.Sources{}, []string{"192.0.2.0/24"},
			[]string{"ip saddr { 192.0.2.0/24 } tcp dport 22 accept"},
			[]string{"    tcp dport 22 accept"},
		},
		{
			"each to its own", release.Sources{Peers: []string{"10.1.0.0/16"}, Gateway: []string{"10.2.0.0/16", "fd00::/8"}, Operators: []string{"10.3.0.1/32"}}, []string{"192.0.2.0/24"},
			[]string{
				"ip saddr { 10.3.0.1/32 } tcp dport 22 accept", "ip saddr { 10.2.0.0/16 } tcp dport 9944 accept",
				"ip6 saddr { fd00::/8 } tcp dport 9944 accept", "ip saddr { 10.3.0.1/32 } tcp dport 9615 accept",
				"ip saddr { 10.1.0.0/16 } udp dport 30334 accept", "tcp dport 8001 accept",
			},
			[]string{"192.0.2.0"},
		},
		{
			"ranges in others", release.Sources{Gateway: []string{"10.2.3.0/24", "10.2.0.0/16", "10.2.0.0/16"}}, nil,
			[]string{"ip saddr { 10.2.0.0/16 } tcp dport 9944 accept"}, []string{"10.2.3.0"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			text := Ruleset(ports, c.sources, &release.Health{Port: 8001}, c.login)
			for _, want := range c.has {
				if !strings.Contains(text, want) {
					t.Errorf("expected %q in\n%s", want, text)
				}
			}
			for _, not := range c.hasNot {
				if strings.Contains(text, not) {
					t.Errorf("expected no %q in\n%s", not, text)
				}
			}
			parses(t, text)
		})
	}
}

// The real nft reads it, in a network namespace of its own so that this machine's filter is not touched.
func parses(t *testing.T, text string) {
	t.Helper()
	if _, err := exec.LookPath("nft"); err != nil || os.Geteuid() != 0 {
		t.Skip("needs root and nft")
	}
	// Twice: the second time over the first.
	cmd := exec.Command("unshare", "--net", "sh", "-c", `cat >"$0" && nft -f "$0" && nft -f "$0"`, t.TempDir()+"/rules")
	cmd.Stdin = strings.NewReader(text)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("nft: %v\n%s\n%s", err, out, text)
	}
}
