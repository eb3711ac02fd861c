package probe

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"dinfra.dev/agent/release"
)

func TestGate(t *testing.T) {
	cases := []struct{ answers, verdicts string }{
		{"++++", ".ooo"},
		{"+-+-++", ".....o"},
		{"++--+--+---", ".oooooooooc"},
		{"++---++", ".oooc.o"},
	}
	for _, c := range cases {
		gate := Gate{Up: 2, Down: 3}
		var found strings.Builder
		was := false
		for _, answer := range c.answers {
			gate.See(answer == '+')
			switch {
			case gate.Open:
				found.WriteByte('o')
			case was:
				found.WriteByte('c')
			default:
				found.WriteByte('.')
			}
			was = gate.Open
		}
		if found.String() != c.verdicts {
			t.Errorf("%s: expected %s, found %s", c.answers, c.verdicts, found.String())
		}
	}
}

func portOf(t *testing.T, server *httptest.Server) int {
	t.Helper()
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	n, _ := strconv.Atoi(port)
	return n
}

func TestAsk(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/ws", "/dumb":
			connection, err := websocket.Accept(w, r, nil)
			if err != nil {
				return
			}
			_, question, err := connection.Read(r.Context())
			if err != nil {
				return
			}
			answer := `{"jsonrpc":"2.0","id":1,"result":{"peers":1}}`
			if strings.Contains(string(question), "nothing") {
				answer = `{"jsonrpc":"2.0","id":1,"error":{"code":-32601}}`
			}
			if r.URL.Path == "/ws" {
				connection.Write(r.Context(), websocket.MessageText, []byte(answer))
			}
			connection.Read(r.Context())
		case "/moved":
			http.Redirect(w, r, "/missing", http.StatusFound)
		case "/ok":
			fmt.Fprint(w, "ok")
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	port := portOf(t, server)
	dead, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := dead.Addr().(*net.TCPAddr).Port
	dead.Close()
	cases := []struct {
		name  string
		probe release.Probe
		well  bool
	}{
		{"tcp", release.Probe{Kind: "tcp", Port: port}, true},
		{"tcp closed", release.Probe{Kind: "tcp", Port: closed}, false},
		{"http", release.Probe{Kind: "http", Port: port, Path: "/ok"}, true},
		{"http missing", release.Probe{Kind: "http", Port: port, Path: "/x"}, false},
		{"http redirect is an answer", release.Probe{Kind: "http", Port: port, Path: "/moved"}, true},
		{"websocket", release.Probe{Kind: "websocket", Port: port, Path: "/ws"}, true},
		{"websocket with method", release.Probe{Kind: "websocket", Port: port, Path: "/ws", Method: "system_health"}, true},
		{"websocket with an error", release.Probe{Kind: "websocket", Port: port, Path: "/ws", Method: "nothing"}, false},
		{"websocket that is none", release.Probe{Kind: "websocket", Port: port, Path: "/ok"}, false},
		{"websocket that says nothing", release.Probe{Kind: "websocket", Port: port, Path: "/dumb", Method: "system_health"}, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.probe.TimeoutSeconds = 2
			if err := Ask(context.Background(), c.probe); (err == nil) != c.well {
				t.Errorf("expected well=%v, found %v", c.well, err)
			}
		})
	}
}
