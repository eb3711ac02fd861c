package gateway

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"testing"

	"github.com/pires/go-proxyproto"
)

// postFrom is a call of a client, through a balancer of connections that says who it is.
func (s *served) postFrom(t *testing.T, client, body string) int {
	t.Helper()
	connection, err := net.Dial("tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	header := proxyproto.HeaderProxyFromAddrs(2, &net.TCPAddr{IP: net.ParseIP(client), Port: 5000}, connection.RemoteAddr())
	if _, err := header.WriteTo(connection); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(connection, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", len(body), body)
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

func TestABalancerOfConnectionsSaysWhoCalls(t *testing.T) {
	s := serve(t, newNode(t), `,"trustedProxies":["127.0.0.0/8"],"limits":{"burst":50,"weightPerSecond":0.001}`, nil)
	// Each has a limit of its own: two calls of weight 20, then no third.
	for _, client := range []string{"198.51.100.7", "2001:db8::7"} {
		for i, wanted := range []int{200, 200, 429} {
			if code := s.postFrom(t, client, rpcCall("state_getMetadata")); code != wanted {
				t.Errorf("call %d of %s: expected %d, found %d", i, client, wanted, code)
			}
		}
	}
	// A proxy that speaks HTTP has no such header.
	if code, _ := s.post(t, rpcCall("system_chain")); code != 200 {
		t.Errorf("expected a call without the header to be answered, found %d", code)
	}
}

func TestOnlyTrustedProxiesSayWhoCalls(t *testing.T) {
	s := serve(t, newNode(t), `,"trustedProxies":["192.0.2.0/24"]`, nil)
	if code := s.postFrom(t, "198.51.100.7", rpcCall("system_chain")); code != http.StatusBadRequest {
		t.Errorf("expected the header of a stranger to be refused, found %d", code)
	}
}
