// Package firewall renders the machine's own packet filter: nothing comes in that no port's exposure names. It keeps
// strangers apart who share a network, whatever the platform's firewall does.
package firewall

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"dinfra.dev/agent/release"
)

// SSHPort is where operators log in.
const SSHPort = 22

// Ruleset is a file for nft that replaces the table as a whole, in one transaction. loginSources are the ranges that may
// log in; none stands for everywhere, since only keys open the door.
func Ruleset(ports []release.Port, sources release.Sources, health *release.Health, loginSources []string) string {
	var rules []string
	add := func(protocol string, number int, from []string) {
		rules = append(rules, accept(protocol, number, from)...)
	}
	operators := sources.Operators
	if len(operators) == 0 {
		operators = loginSources
	}
	if len(operators) == 0 {
		rules = append(rules, fmt.Sprintf("tcp dport %d accept", SSHPort))
	} else {
		add("tcp", SSHPort, operators)
	}
	for _, p := range ports {
		switch p.Exposure {
		case "world":
			rules = append(rules, fmt.Sprintf("%s dport %d accept", p.Protocol, p.Number))
		case "peers":
			add(p.Protocol, p.Number, sources.Peers)
		case "gateway":
			add(p.Protocol, p.Number, sources.Gateway)
		case "operators":
			add(p.Protocol, p.Number, sources.Operators)
		}
	}
	if health != nil {
		add("tcp", health.Port, slices.Concat(sources.Gateway, sources.Operators))
	}
	slices.Sort(rules)
	rules = slices.Compact(rules)
	return fmt.Sprintf(template, strings.Join(rules, "\n    "))
}

func accept(protocol string, number int, from []string) []string {
	var v4, v6 []string
	for _, prefix := range outermost(from) {
		if prefix.Addr().Is4() {
			v4 = append(v4, prefix.String())
		} else {
			v6 = append(v6, prefix.String())
		}
	}
	var rules []string
	for family, list := range map[string][]string{"ip": v4, "ip6": v6} {
		if len(list) > 0 {
			rules = append(rules, fmt.Sprintf("%s saddr { %s } %s dport %d accept", family, strings.Join(list, ", "), protocol, number))
		}
	}
	return rules
}

// outermost leaves out ranges that lie in others: nft refuses a set whose intervals overlap.
func outermost(cidrs []string) []netip.Prefix {
	var prefixes []netip.Prefix
	for _, cidr := range cidrs {
		prefixes = append(prefixes, netip.MustParsePrefix(cidr))
	}
	slices.SortFunc(prefixes, func(a, b netip.Prefix) int {
		if c := a.Bits() - b.Bits(); c != 0 {
			return c
		}
		return a.Addr().Compare(b.Addr())
	})
	var outer []netip.Prefix
	for _, p := range prefixes {
		if !slices.ContainsFunc(outer, func(o netip.Prefix) bool { return o.Overlaps(p) }) {
			outer = append(outer, p)
		}
	}
	return outer
}

// The table is declared before it is deleted, so that deleting it never fails. What runs here has no business with the
// cloud's metadata service; cloud-init runs as root. Nothing is forwarded, since a node is no router. ICMP by number: a small image has no /etc/protocols.
const template = `# Written by dinfra-agent from the machine's release. Changes here are undone.
table inet dinfra
delete table inet dinfra
table inet dinfra {
  chain input {
    type filter hook input priority filter; policy drop;
    ct state established,related accept
    ct state invalid drop
    iif lo accept
    meta l4proto { 1, 58 } accept
    udp sport 67 udp dport 68 accept
    udp sport 547 udp dport 546 accept
    %s
  }
  chain forward {
    type filter hook forward priority filter; policy drop;
  }
  chain output {
    type filter hook output priority filter; policy accept;
    meta skuid != 0 ip daddr 169.254.169.254 drop
  }
}
`
