package pod

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dinfra.dev/agent/release"
	"dinfra.dev/agent/substrate"
)

var quick = pace{unknown: 5 * time.Millisecond, slowest: 20 * time.Millisecond, known: 10 * time.Millisecond}

// node is a pod of a test: an agent on a loopback address of its own, and the volume of its node.
type node struct {
	t    *testing.T
	root string
	name string
	port int
	stop func()
}

func newNode(t *testing.T, name string) *node {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	n := &node{t: t, root: t.TempDir(), name: name, port: listener.Addr().(*net.TCPAddr).Port, stop: func() {}}
	t.Cleanup(func() { n.stop() })
	return n
}

func (n *node) peer(incarnation string) Peer {
	return Peer{Name: n.name, Service: "node", Host: "127.0.0.1", Port: 30333, AgentPort: n.port, Incarnation: incarnation}
}

func (n *node) config(reserved ...Peer) *Config {
	return &Config{Version: 1, Name: n.name, Port: n.port, Services: []Service{{
		Name: "node",
		Peers: &Peers{
			Volume: "data", Command: []string{"/usr/bin/polkadot"}, Reserved: reserved,
			Args: []release.Text{
				{{Literal: "--validator"}}, {{Literal: "--node-key-file"}}, {{NodeKey: true}}, {{Literal: "--reserved-only"}},
				{{List: "reserved", Flag: "--reserved-nodes"}}, {{List: "public", Flag: "--public-addr"}},
			},
		},
	}}}
}

// prepare makes the key; id is what the cluster is told of it.
func (n *node) prepare(c *Config) (id string) {
	n.t.Helper()
	os.MkdirAll(filepath.Join(n.root, "dev"), 0o755)
	if err := prepare(n.t.Context(), c, n.root); err != nil {
		n.t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(n.root, terminationLog))
	if err != nil {
		n.t.Fatal(err)
	}
	var told Identities
	if err := json.Unmarshal(raw, &told); err != nil {
		n.t.Fatal(err)
	}
	return told.PeerIDs["node"]
}

// serve runs the agent until stop, as `pod serve` does but faster.
func (n *node) serve(c *Config) []*meeting {
	n.t.Helper()
	meetings, err := meetingsOf(c, n.root, quick)
	if err != nil {
		n.t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(n.port))
	if err != nil {
		n.t.Fatal(err)
	}
	server := &http.Server{Handler: handler(c, newWatch(nil), n.root, meetings, connections)}
	ctx, cancel := context.WithCancel(n.t.Context())
	ended := make(chan struct{})
	go server.Serve(listener)
	go func() {
		defer close(ended)
		for _, m := range meetings {
			m.run(ctx)
		}
	}()
	n.stop = func() { cancel(); server.Close(); <-ended; n.stop = func() {} }
	return meetings
}

// argv is what the service's container runs, or nothing while it waits.
func (n *node) argv(c *Config, patience time.Duration) []string {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(n.t.Context(), patience)
	defer cancel()
	found, err := await(ctx, n.root, c.Services[0], 5*time.Millisecond)
	if err != nil {
		n.t.Fatal(err)
	}
	return found
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("expected within ten seconds: %s", what)
		}
	}
}

func reserved(id string) []string {
	return []string{"--reserved-nodes", "/dns/127.0.0.1/tcp/30333/p2p/" + id}
}

const (
	long  = 10 * time.Second
	short = 100 * time.Millisecond
)

func TestNodesThatWaitForEachOtherStartOnceBothAreThere(t *testing.T) {
	validator, sentry := newNode(t, "validator"), newNode(t, "sentry-0")
	v, s := validator.config(sentry.peer("a")), sentry.config(validator.peer("b"))
	mine, theirs := validator.prepare(v), sentry.prepare(s)
	meetings := validator.serve(v)
	if found := validator.argv(v, short); found != nil {
		t.Fatalf("expected the validator to wait for its late sentry, found %q", found)
	}
	eventually(t, "a reason that names the sentry", func() bool { return strings.Contains(meetings[0].waits(), "sentry-0 (") })
	sentry.serve(s)
	key := filepath.Join(validator.root, "dinfra/volumes/data/.dinfra/node-key-node")
	want := append([]string{"/usr/bin/polkadot", "--validator", "--node-key-file", key, "--reserved-only"}, reserved(theirs)...)
	if found := validator.argv(v, long); !slices.Equal(found, want) {
		t.Errorf("expected %q, found %q", want, found)
	}
	if found := sentry.argv(s, long); !slices.Equal(found[len(found)-2:], reserved(mine)) {
		t.Errorf("expected the sentry to be told %s, found %q", mine, found)
	}
	if waits := meetings[0].waits(); waits != "" {
		t.Errorf("expected nothing to wait for, found %q", waits)
	}
}

func TestAPodThatStartsAgainInMidExchangeKeepsWhatItLearnt(t *testing.T) {
	validator, first, second := newNode(t, "validator"), newNode(t, "sentry-0"), newNode(t, "sentry-1")
	v := validator.config(first.peer("a"), second.peer("b"))
	back := func(n *node) *Config { return n.config(validator.peer("c")) }
	validator.prepare(v)
	ids := []string{first.prepare(back(first)), second.prepare(back(second))}
	first.serve(back(first))
	meetings := validator.serve(v)
	eventually(t, "one of two known", func() bool { return !strings.Contains(meetings[0].waits(), "sentry-0") })
	validator.stop()
	first.stop()
	if id := validator.prepare(v); id == "" {
		t.Fatal("expected the id of before")
	}
	validator.serve(v)
	if found := validator.argv(v, short); found != nil {
		t.Fatalf("expected it to wait for the other one, found %q", found)
	}
	second.serve(back(second))
	want := slices.Concat(reserved(ids[0]), reserved(ids[1]))
	if found := validator.argv(v, long); !slices.Equal(found[len(found)-4:], want) {
		t.Errorf("expected %q, found %q", want, found)
	}
	validator.stop()
	second.stop()
	if found := validator.argv(v, long); !slices.Equal(found[len(found)-4:], want) {
		t.Errorf("expected a validator to start again while all sentries are away, found %q", found)
	}
}

func TestAPeerWithAnotherKeyIsTakenWithAnotherVolumeAlone(t *testing.T) {
	validator, sentry := newNode(t, "validator"), newNode(t, "sentry-0")
	v, s := validator.config(sentry.peer("a")), sentry.config(validator.peer("b"))
	validator.prepare(v)
	old := sentry.prepare(s)
	sentry.serve(s)
	meetings := validator.serve(v)
	eventually(t, "the sentry known", func() bool { return meetings[0].waits() == "" })
	sentry.stop()
	os.Remove(keyPath(sentry.root, s.Services[0]))
	other := sentry.prepare(s)
	sentry.serve(s)
	eventually(t, "the other key seen", func() bool {
		same := true
		meetings[0].peers(func(_ string, known, is bool) { same = is || !known })
		return !same
	})
	if found := validator.argv(v, long); !slices.Equal(found[len(found)-2:], reserved(old)) {
		t.Errorf("expected the id of before, %s, found %q", old, found)
	}
	validator.stop()
	v = validator.config(sentry.peer("a2"))
	validator.serve(v)
	if found := validator.argv(v, long); !slices.Equal(found[len(found)-2:], reserved(other)) {
		t.Errorf("expected the id of the other volume, %s, found %q", other, found)
	}
}

// A peer that lies is never known, whatever it says; each of these is what an honest agent said, but for one thing.
func TestAPeerThatLiesIsNotTaken(t *testing.T) {
	honest, other := newNode(t, "sentry-0"), newNode(t, "sentry-1")
	none := newNode(t, "validator").peer("v")
	c, d := honest.config(none), other.config(none)
	honest.prepare(c)
	id := other.prepare(d)
	truth := func(request *http.Request, c *Config, root string) proof {
		request.SetPathValue("name", "node")
		answer := httptest.NewRecorder()
		prove(c, root, answer, request)
		var p proof
		json.Unmarshal(answer.Body.Bytes(), &p)
		return p
	}
	var first *proof
	for why, lie := range map[string]func(request *http.Request) (int, any){
		"an id whose key it does not have": func(r *http.Request) (int, any) {
			p := truth(r, c, honest.root)
			p.PeerID = id
			return 200, p
		},
		"what another one proved": func(r *http.Request) (int, any) { return 200, truth(r, d, other.root) },
		"another one's proof under its own name": func(r *http.Request) (int, any) {
			p := truth(r, d, other.root)
			p.Name = "sentry-0"
			return 200, p
		},
		"an answer of before": func(r *http.Request) (int, any) {
			if first == nil {
				p := truth(r, c, honest.root)
				p.Signature = strings.Repeat("00", 64)
				first = &p
			}
			return 200, *first
		},
		"an id without a proof": func(r *http.Request) (int, any) { return 200, map[string]string{"peerId": id} },
		"no JSON":               func(*http.Request) (int, any) { return 200, strings.Repeat("x", 1<<16) },
		"an error":              func(r *http.Request) (int, any) { return 503, truth(r, c, honest.root) },
		"another address":       func(*http.Request) (int, any) { return 307, nil },
	} {
		liar := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			code, body := lie(r)
			w.Header().Set("Location", fmt.Sprintf("http://127.0.0.1:%d%s", honest.port, r.URL.RequestURI()))
			w.WriteHeader(code)
			json.NewEncoder(w).Encode(body)
		}))
		honest.serve(c)
		peer := honest.peer("a")
		peer.AgentPort = liar.Listener.Addr().(*net.TCPAddr).Port
		if found, err := ask(t.Context(), peer); err == nil {
			t.Errorf("%s: expected a refusal, found the id %s", why, found)
		}
		honest.stop()
		liar.Close()
	}
	honest.serve(c)
	if _, err := ask(t.Context(), honest.peer("a")); err != nil {
		t.Errorf("expected the truth to be taken, found %v", err)
	}
}

func TestTwoNodesWithOneKeyAreRefused(t *testing.T) {
	validator, first, second := newNode(t, "validator"), newNode(t, "sentry-0"), newNode(t, "sentry-1")
	v := validator.config(first.peer("a"), second.peer("b"))
	back := func(n *node) *Config { return n.config(validator.peer("c")) }
	own := validator.prepare(v)
	copied := func(n *node, from string) {
		c := back(n)
		n.prepare(c)
		raw, _ := os.ReadFile(from)
		os.WriteFile(keyPath(n.root, c.Services[0]), raw, 0o600)
		n.serve(c)
	}
	copied(first, keyPath(validator.root, v.Services[0]))
	second.prepare(back(second))
	second.serve(back(second))
	meetings := validator.serve(v)
	eventually(t, "the second known, and why the first is not", func() bool {
		waits := meetings[0].waits()
		return !strings.Contains(waits, "sentry-1") && strings.Contains(waits, "found that of this node")
	})
	first.stop()
	copied(first, keyPath(second.root, back(second).Services[0]))
	eventually(t, "the same of two sentries", func() bool { return strings.Contains(meetings[0].waits(), "found that of sentry-1") })
	if id, _ := substrate.PeerID(keyPath(validator.root, v.Services[0])); id != own {
		t.Errorf("expected the validator's key as it was, found %s", id)
	}
}

func TestIdentityIsAnsweredToAQuestionAlone(t *testing.T) {
	sentry := newNode(t, "sentry-0")
	c := sentry.config(newNode(t, "validator").peer("v"))
	server := httptest.NewServer(handler(c, newWatch(nil), sentry.root, nil, connections))
	defer server.Close()
	status := func(path string) int {
		response, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		return response.StatusCode
	}
	asked := "/services/node/identity?nonce=" + strings.Repeat("a", 64)
	if found := status(asked); found != 503 {
		t.Errorf("before there is a key: expected 503, found %d", found)
	}
	sentry.prepare(c)
	for path, code := range map[string]int{
		asked: 200, "/services/node/identity": 400, "/services/node/identity?nonce=noise-libp2p-static-key:": 400,
		"/services/other/identity?nonce=" + strings.Repeat("a", 64): 404,
	} {
		if found := status(path); found != code {
			t.Errorf("%s: expected %d, found %d", path, code, found)
		}
	}
}

func TestPrepareLeavesWhatStartsAService(t *testing.T) {
	validator := newNode(t, "validator")
	c := validator.config(newNode(t, "sentry-0").peer("a"))
	first := validator.prepare(c)
	if second := validator.prepare(c); first == "" || first != second {
		t.Errorf("expected one id, found %q and %q", first, second)
	}
	info, err := os.Stat(filepath.Join(validator.root, SharedProgram))
	own, _ := os.Stat("/proc/self/exe")
	if err != nil || info.Size() != own.Size() || info.Mode().Perm()&0o111 == 0 {
		t.Errorf("expected this program to be there and to run, found %v, %v", info, err)
	}
}

func TestBrokenMemoryIsNotForgotten(t *testing.T) {
	validator := newNode(t, "validator")
	c := validator.config(newNode(t, "sentry-0").peer("a"))
	validator.prepare(c)
	path := knownPath(validator.root, c.Services[0])
	os.WriteFile(path, []byte("half"), 0o600)
	if _, err := meetingsOf(c, validator.root, quick); err == nil || !strings.Contains(err.Error(), "agent/peers-broken") {
		t.Errorf("expected peers-broken, found %v", err)
	}
	if _, err := await(t.Context(), validator.root, c.Services[0], time.Millisecond); err == nil {
		t.Error("expected the service not to start, found that it would")
	}
}

func TestConfigOfPeers(t *testing.T) {
	with := func(change func(*Peers)) []byte {
		c := newNode(t, "validator").config(newNode(t, "sentry-0").peer("a"))
		change(c.Services[0].Peers)
		raw := `{"volume":%q,"command":["%s"],"args":["--validator",[{"ref":"node-key"}],[{"ref":"peers","list":"reserved","flag":"--reserved-nodes"}]],"reserved":%s}`
		list, _ := json.Marshal(c.Services[0].Peers.Reserved)
		p := c.Services[0].Peers
		peers := fmt.Sprintf(raw, p.Volume, strings.Join(p.Command, ""), list)
		return []byte(strings.Replace(config(9944, ""), `"auxiliary":false,`, `"auxiliary":false,"peers":`+peers+`,`, 1))
	}
	c, err := parse(with(func(*Peers) {}))
	if err != nil {
		t.Fatal(err)
	}
	if args := c.Services[0].Peers.Args; len(args) != 3 || !args[1][0].NodeKey || args[2][0].List != "reserved" {
		t.Errorf("expected three arguments with two references, found %+v", args)
	}
	for why, change := range map[string]func(*Peers){
		"a volume for a path":   func(p *Peers) { p.Volume = "../data" },
		"a relative command":    func(p *Peers) { p.Command = []string{"polkadot"} },
		"no peer":               func(p *Peers) { p.Reserved = []Peer{} },
		"one peer twice":        func(p *Peers) { p.Reserved = append(p.Reserved, p.Reserved...) },
		"a host for an address": func(p *Peers) { p.Reserved[0].Host = "a/tcp/1/p2p/x" },
		"no port":               func(p *Peers) { p.Reserved[0].AgentPort = 0 },
	} {
		if _, err := parse(with(change)); err == nil {
			t.Errorf("%s: expected a refusal, found none", why)
		}
	}
}

func TestKeysAreMadeOfANodeWithPeersAlone(t *testing.T) {
	validator := newNode(t, "validator")
	c := validator.config(newNode(t, "sentry-0").peer("a"))
	validator.prepare(c)
	ask := func(service string) error {
		return keys(t.Context(), c, validator.root, service, strings.NewReader("0xab\n"), os.Stdout)
	}
	for service, expected := range map[string]string{"other": "agent/service-unknown", "node": "found \"node\""} {
		if err := ask(service); err == nil || !strings.Contains(err.Error(), expected) {
			t.Errorf("%s: expected %s, found %v", service, expected, err)
		}
	}
	// Asked before the node has come up, nothing is made and nothing is kept.
	c.Services[0].Substrate = &release.Substrate{RPCPort: newNode(t, "shut").port}
	if err := ask("node"); err == nil || !strings.Contains(err.Error(), "agent/keys-refused") {
		t.Errorf("expected keys-refused, found %v", err)
	}
	// What was made is answered again, and no other keys are.
	kept := filepath.Join(filepath.Dir(keyPath(validator.root, c.Services[0])), "session-keys-ab.json")
	os.WriteFile(kept, []byte(`{"owner":"0xab","keys":"0x01","proof":"0x02"}`), 0o600)
	if err := ask("node"); err != nil {
		t.Errorf("expected the keys of before, found %v", err)
	}
}
