package gateway

import (
	"net"
	"net/netip"
	"time"

	"github.com/pires/go-proxyproto"
)

// headerWithin is how long a trusted proxy may take to say for whom it comes.
const headerWithin = 5 * time.Second

// proxied has the connections of trusted proxies bear the address of whom they come for, where they say it by the header of
// the PROXY protocol, version 1 or 2: a balancer of connections has no other way. Whoever is not trusted is not believed,
// and such a header is then no HTTP.
func (g *Gateway) proxied(listener net.Listener) net.Listener {
	return &proxyproto.Listener{
		Listener: listener, ReadHeaderTimeout: headerWithin,
		ConnPolicy: func(options proxyproto.ConnPolicyOptions) (proxyproto.Policy, error) {
			peer, err := netip.ParseAddrPort(options.Upstream.String())
			if err == nil && g.config.Load().trusts(peer.Addr().Unmap()) {
				return proxyproto.USE, nil
			}
			return proxyproto.SKIP, nil
		},
	}
}
