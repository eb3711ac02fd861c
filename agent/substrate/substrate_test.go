package substrate

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"dinfra.dev/agent/release"
)

func TestJudge(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	good := Facts{Peers: 5, Genesis: "0xaa", Best: ago(6 * time.Second), Finalized: ago(18 * time.Second), BlockTime: 6 * time.Second, ChainHead: true}
	want := release.Substrate{MinPeers: 5, Genesis: "0xaa", ChainHead: true}
	cases := []struct {
		name   string
		change func(*Facts)
		says   string
	}{
		{"well", func(*Facts) {}, ""},
		{"syncing", func(f *Facts) { f.Syncing = true }, "syncing"},
		{"alone", func(f *Facts) { f.Peers = 4 }, "peers"},
		{"alone by design", func(f *Facts) { f.Peers, f.Alone = 0, true }, ""},
		{"another chain", func(f *Facts) { f.Genesis = "0xbb" }, "genesis"},
		{"stalled", func(f *Facts) { f.Best = ago(61 * time.Second) }, "best block"},
		{"slow chain that is well", func(f *Facts) { f.BlockTime = 12 * time.Second; f.Best = ago(119 * time.Second) }, ""},
		{"slow chain that stalled", func(f *Facts) { f.BlockTime = 12 * time.Second; f.Best = ago(121 * time.Second) }, "best block"},
		{"fast chain keeps the floor", func(f *Facts) { f.BlockTime = time.Second; f.Best = ago(59 * time.Second) }, ""},
		{"no finality", func(f *Facts) { f.Finalized = ago(400 * time.Second) }, "finality"},
		{"clock behind", func(f *Facts) { f.Best = now.Add(time.Minute) }, "clock"},
		{"runtime without timestamps", func(f *Facts) { f.Best, f.Finalized = time.Time{}, time.Time{} }, ""},
		{"no chainHead", func(f *Facts) { f.ChainHead = false }, "chainHead"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := good
			c.change(&f)
			found := strings.Join(Judge(f, want, now), "; ")
			if (c.says == "") != (found == "") || !strings.Contains(found, c.says) {
				t.Errorf("expected %q, found %q", c.says, found)
			}
		})
	}
	f := good
	f.Best = ago(31 * time.Second)
	if len(Judge(f, release.Substrate{MaxAgeSeconds: 30}, now)) != 1 {
		t.Error("expected the release's own limit to hold")
	}
}

// lyingNode answers as a node would, but for what the test changes.
type lyingNode struct {
	best    time.Time
	answers map[string]any
	// events are what a follow subscription says.
	events []string
}

func scale(millis int64) string {
	return "0x" + hex.EncodeToString(binary.LittleEndian.AppendUint64(nil, uint64(millis)))
}

func (n *lyingNode) answer(method string, params []any) any {
	if a, told := n.answers[method]; told {
		return a
	}
	switch method {
	case "system_health":
		return map[string]any{"isSyncing": false, "peers": 8, "shouldHavePeers": true}
	case "chain_getBlockHash":
		if len(params) == 1 {
			return "0xgenesis"
		}
		return "0xbest"
	case "chain_getFinalizedHead":
		return "0xfinal"
	case "state_getStorage":
		return scale(n.best.UnixMilli())
	case "state_call":
		if params[0] == "AuraApi_slot_duration" {
			return scale(6000)
		}
		return nil
	case "chainHead_v1_follow":
		return "sub-1"
	}
	return nil
}

func (n *lyingNode) serve(t *testing.T) int {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		connection, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		for {
			_, raw, err := connection.Read(r.Context())
			if err != nil {
				return
			}
			var q struct {
				ID     int    `json:"id"`
				Method string `json:"method"`
				Params []any  `json:"params"`
			}
			json.Unmarshal(raw, &q)
			a := n.answer(q.Method, q.Params)
			if a == "silence" {
				continue
			}
			if q.Method == "chainHead_v1_follow" {
				// As jsonrpsee may: an event before the answer, and events of others.
				n.tell(r.Context(), connection, "other", "newBlock")
			}
			out, _ := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": q.ID, "result": a})
			connection.Write(r.Context(), websocket.MessageText, out)
			if q.Method == "chainHead_v1_follow" {
				for _, event := range n.events {
					n.tell(r.Context(), connection, "sub-1", event)
				}
			}
		}
	}))
	t.Cleanup(server.Close)
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	number, _ := strconv.Atoi(port)
	return number
}

func (n *lyingNode) tell(ctx context.Context, c *websocket.Conn, subscription, event string) {
	out, _ := json.Marshal(map[string]any{
		"jsonrpc": "2.0", "method": "chainHead_v1_followEvent",
		"params": map[string]any{"subscription": subscription, "result": map[string]any{"event": event}},
	})
	c.Write(ctx, websocket.MessageText, out)
}

func TestReady(t *testing.T) {
	well := func() *lyingNode { return &lyingNode{best: time.Now(), events: []string{"initialized"}} }
	cases := []struct {
		name string
		lie  func(*lyingNode)
		says string
	}{
		{"an honest node", func(*lyingNode) {}, ""},
		{"a development chain", func(n *lyingNode) {
			n.answers = map[string]any{"system_health": map[string]any{"isSyncing": false, "peers": 0, "shouldHavePeers": false}}
		}, ""},
		{"a stalled node", func(n *lyingNode) { n.best = time.Now().Add(-2 * time.Minute) }, "best block"},
		{"a node of another chain", func(n *lyingNode) { n.answers = map[string]any{"chain_getBlockHash": "0xother"} }, "genesis"},
		{"a node whose follow stops", func(n *lyingNode) { n.events = []string{"stop"} }, "chainHead"},
		{"a node that answers nothing", func(n *lyingNode) { n.answers = map[string]any{"system_health": "silence"} }, "system_health"},
		{"a node that says nonsense", func(n *lyingNode) { n.answers = map[string]any{"state_getStorage": "0x01"} }, "8 bytes"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			node := well()
			c.lie(node)
			err := Ready(context.Background(), release.Substrate{RPCPort: node.serve(t), Genesis: "0xgenesis", MinPeers: 5, ChainHead: true})
			found := ""
			if err != nil {
				found = err.Error()
			}
			if (c.says == "") != (found == "") || !strings.Contains(found, c.says) {
				t.Errorf("expected %q, found %q", c.says, found)
			}
		})
	}
}
