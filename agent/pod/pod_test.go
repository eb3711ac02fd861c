package pod

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func config(port int, more string) string {
	probe := fmt.Sprintf(`{"kind":"http","port":%d,"path":"/","method":"","periodSeconds":1,"timeoutSeconds":1,"failureThreshold":2}`, port)
	return fmt.Sprintf(`{"version":1,"name":"node","port":8001,"services":[{"name":"node","auxiliary":false,
		"probes":{"started":%s,"ready":%s,"alive":%s}}],"clients":[{"name":"rpc","port":9944}],"fetches":[],"restores":[]%s}`, probe, probe, probe, more)
}

func TestConfig(t *testing.T) {
	if _, err := parse([]byte(config(9944, ""))); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"an unknown field":  config(9944, `,"shell":"sh"`),
		"a later version":   strings.Replace(config(9944, ""), `"version":1`, `"version":2`, 1),
		"no port":           strings.Replace(config(9944, ""), `"port":8001`, `"port":0`, 1),
		"a name for a path": strings.Replace(config(9944, ""), `"name":"node","auxiliary"`, `"name":"../x","auxiliary"`, 1),
		"a probe of never":  strings.Replace(config(9944, ""), `"periodSeconds":1`, `"periodSeconds":0`, 1),
	} {
		if _, err := parse([]byte(text)); err == nil {
			t.Errorf("%s: expected a refusal, found none", name)
		}
	}
}

// A service whose answers the test decides, by what it is asked for.
func service(t *testing.T) (port int, well *atomic.Bool) {
	well = &atomic.Bool{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if !well.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(server.Close)
	_, number, _ := net.SplitHostPort(strings.TrimPrefix(server.URL, "http://"))
	port, _ = strconv.Atoi(number)
	return port, well
}

func TestVerdicts(t *testing.T) {
	port, well := service(t)
	c, err := parse([]byte(config(port, "")))
	if err != nil {
		t.Fatal(err)
	}
	w := newWatch(c.Services)
	one, ctx := w.services[0], context.Background()
	server := httptest.NewServer(handler(c, w, "", nil, func(int) (int, error) { return 7, nil }))
	t.Cleanup(server.Close)
	status := func(path string) int {
		response, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		return response.StatusCode
	}
	expect := func(when string, started, ready, alive int) {
		t.Helper()
		for question, code := range map[string]int{"/services/node/started": started, "/services/node/ready": ready, "/services/node/alive": alive, "/ready": ready, "/live": alive} {
			if found := status(question); found != code {
				t.Errorf("%s: expected %d from %s, found %d", when, code, question, found)
			}
		}
	}
	round := func() {
		w.askStarted(ctx, one)
		w.askReady(ctx, one)
		w.askAlive(ctx, one)
	}
	round()
	expect("before it answers", 503, 503, 200)
	well.Store(true)
	round()
	expect("after one good answer", 200, 503, 200)
	round()
	expect("after two", 200, 200, 200)
	well.Store(false)
	round()
	expect("after one bad answer", 200, 200, 200)
	round()
	expect("after as many as its threshold", 503, 503, 503)
	well.Store(true)
	round()
	round()
	expect("once its container was started again", 200, 200, 200)
	if found := status("/services/other/ready"); found != 404 {
		t.Errorf("of an unknown service: expected 404, found %d", found)
	}
	response, err := http.Get(server.URL + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	for _, line := range []string{"dinfra_pod_ready 1", `dinfra_service_ready{service="node"} 1`, `dinfra_pod_connections{port="rpc"} 7`} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("expected the line %s, found\n%s", line, text)
		}
	}
}

func TestAServiceThatWasStartedAnewIsNotEnded(t *testing.T) {
	port, well := service(t)
	well.Store(true)
	c, err := parse([]byte(config(port, "")))
	if err != nil {
		t.Fatal(err)
	}
	w := newWatch(c.Services)
	one, ctx := w.services[0], context.Background()
	w.askStarted(ctx, one)
	w.askAlive(ctx, one)
	shut, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	one.service.Probes.Alive.Port = shut.Addr().(*net.TCPAddr).Port
	shut.Close()
	for range 5 {
		one.started = true
		w.askAlive(ctx, one)
		if one.started || !one.isAlive() {
			t.Fatalf("expected it to come up again and not to be ended, found started %v, alive %v", one.started, one.isAlive())
		}
	}
}

func TestServeEndsWithItsContext(t *testing.T) {
	port, well := service(t)
	well.Store(true)
	c, err := parse([]byte(config(port, "")))
	if err != nil {
		t.Fatal(err)
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c.Port = free.Addr().(*net.TCPAddr).Port
	free.Close()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, c, "") }()
	deadline := time.Now().Add(10 * time.Second)
	for {
		response, err := http.Get(fmt.Sprintf("http://127.0.0.1:%d/services/node/started", c.Port))
		if err == nil {
			response.Body.Close()
			if response.StatusCode == 200 {
				break
			}
		}
		if time.Now().After(deadline) {
			t.Fatalf("expected it to answer within ten seconds, found %v", err)
		}
		time.Sleep(50 * time.Millisecond)
	}
	cancel()
	if err := <-ended; err != nil && err != http.ErrServerClosed {
		t.Fatal(err)
	}
}

func TestConnections(t *testing.T) {
	table := `  sl  local_address rem_address   st tx_queue
   0: 00000000:26D8 00000000:0000 0A 00000000:00000000
   1: 0502000A:26D8 0102000A:D431 01 00000000:00000000
   2: 0502000A:26D8 0102000A:D432 06 00000000:00000000
   3: 0100007F:26D8 0100007F:D433 01 00000000:00000000
   4: 0502000A:258F 0102000A:D434 01 00000000:00000000
   5: 0000000000000000FFFF00000502000A:26D8 0000000000000000FFFF00000102000A:D435 01 0
   6: 0000000000000000FFFF00000100007F:26D8 0000000000000000FFFF00000100007F:D436 01 0
`
	found, err := connectionsIn(strings.NewReader(table), 9944)
	if err != nil || found != 2 {
		t.Fatalf("expected 2 connections of clients, found %d, %v", found, err)
	}
}

func TestPrepare(t *testing.T) {
	file := []byte(`{"name":"dev"}`)
	sum := sha256.Sum256(file)
	var asked atomic.Int32
	database := sha256.Sum256([]byte("db"))
	manifest := hex.EncodeToString(database[:]) + "  000001.sst\n"
	manifestSum := sha256.Sum256([]byte(manifest))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		switch r.URL.Path {
		case "/chain.json":
			w.Write(file)
		case "/snapshot/SHA256SUMS":
			fmt.Fprint(w, manifest)
		case "/snapshot/000001.sst":
			fmt.Fprint(w, "db")
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	root := t.TempDir()
	volume := filepath.Join(root, "var/lib/dinfra/volumes/data")
	if err := os.MkdirAll(volume, 0o755); err != nil {
		t.Fatal(err)
	}
	c := &Config{
		Fetches:  []Fetch{{URL: server.URL + "/chain.json", Digest: "sha256:" + hex.EncodeToString(sum[:]), Path: "/dinfra/assets/node/chain-spec"}},
		Restores: []Restore{{Volume: "data", Folder: "chains/dev/db", BaseURL: server.URL + "/snapshot", ManifestSHA256: hex.EncodeToString(manifestSum[:])}},
	}
	for range 2 {
		if err := prepare(context.Background(), c, root); err != nil {
			t.Fatal(err)
		}
	}
	for path, expected := range map[string]string{"dinfra/assets/node/chain-spec": string(file), "var/lib/dinfra/volumes/data/chains/dev/db/000001.sst": "db"} {
		if found, err := os.ReadFile(filepath.Join(root, path)); err != nil || string(found) != expected {
			t.Errorf("expected %q at %s, found %q, %v", expected, path, found, err)
		}
	}
	if found := asked.Load(); found != 3 {
		t.Errorf("expected three requests, and none the second time, found %d", found)
	}
	c.Fetches[0].Digest = "sha256:" + strings.Repeat("0", 64)
	if err := prepare(context.Background(), c, root); err == nil {
		t.Error("expected another file to be refused")
	}
}
