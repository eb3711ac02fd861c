package release

import (
	"regexp"
	"slices"
	"strconv"

	"dinfra.dev/agent/fault"
)

// PeerLists is what a node is told of its network once it and its peers have keys.
type PeerLists struct {
	// Reserved are peers that it is always connected to: multiaddrs that end in /p2p/ and the peer's id.
	Reserved []string `json:"reserved"`
	// Public are addresses at which it says that it is reached: multiaddrs without an id.
	Public []string `json:"public"`
}

// List is one of both by its name.
func (p PeerLists) List(name string) []string {
	if name == "public" {
		return p.Public
	}
	return p.Reserved
}

// PeersOrder is what the command peers reads: lists for a service, or that it shall wait again.
type PeersOrder struct {
	Service string `json:"service"`
	PeerLists
	// Withdraw takes the lists away: the service is stopped, and waits for others.
	Withdraw bool `json:"withdraw"`
}

// MostPeers is how long a list may be.
const MostPeers = 256

var (
	addressPattern = regexp.MustCompile(`^/(ip4|ip6|dns|dns4|dns6)/[A-Za-z0-9.:-]{1,255}/(tcp|udp)/([0-9]{1,5})(/(ws|wss|quic-v1))?$`)
	peerPattern    = regexp.MustCompile(`^(/.*)/p2p/[1-9A-HJ-NP-Za-km-z]{46,64}$`)
)

// ParsePeers reads and checks what the command peers was given.
func ParsePeers(raw []byte) (*PeersOrder, error) {
	if len(raw) > MaxBytes {
		return nil, fault.Permanent("peers-invalid", "expected lists of at most %d bytes, found %d", MaxBytes, len(raw))
	}
	var order PeersOrder
	if err := strict(raw, &order); err != nil {
		return nil, fault.Permanent("peers-invalid", "expected lists of peers: %v", fault.Of(err).Message)
	}
	c := &checker{code: "peers-invalid"}
	c.must(namePattern.MatchString(order.Service), "service", "the name of a service", order.Service)
	if order.Withdraw {
		c.must(len(order.Reserved)+len(order.Public) == 0, "withdraw", "no list beside it", order.PeerLists)
		return &order, c.err
	}
	c.must(order.Reserved != nil, "reserved", "a list", order.Reserved)
	for name, list := range map[string][]string{"reserved": order.Reserved, "public": order.Public} {
		c.must(len(list) <= MostPeers, name, "at most "+strconv.Itoa(MostPeers)+" addresses", len(list))
		for i, item := range list {
			at := name + "[" + strconv.Itoa(i) + "]"
			address := item
			if name == "reserved" {
				parts := peerPattern.FindStringSubmatch(item)
				c.must(parts != nil, at, "a multiaddr with a peer id, such as /ip4/10.0.0.4/tcp/30333/p2p/12D3Koo…", item)
				if parts == nil {
					continue
				}
				address = parts[1]
			}
			c.must(isAddress(address), at, "a multiaddr such as /ip4/198.51.100.7/tcp/30333", item)
			c.must(slices.Index(list, item) == i, at, "each address once", item)
		}
	}
	if order.Public == nil {
		order.Public = []string{}
	}
	return &order, c.err
}

func isAddress(text string) bool {
	parts := addressPattern.FindStringSubmatch(text)
	if parts == nil {
		return false
	}
	port, _ := strconv.Atoi(parts[3])
	return port >= 1 && port <= 65535
}
