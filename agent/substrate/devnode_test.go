package substrate

import (
	"bufio"
	"context"
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"dinfra.dev/agent/release"
)

// devNode starts the development node, which is a real runtime, and gives its port. It needs a build: npm run build.
func devNode(t *testing.T, args ...string) int {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(root, "chain/client/dist/node/main.js")
	if _, err := os.Stat(program); err != nil {
		t.Fatalf("expected the dev node at %s, found %v: run npm ci and npm run build", program, err)
	}
	command := exec.Command(filepath.Join(root, "node_modules/.bin/node"), append([]string{program, "--port", "0"}, args...)...)
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		command.Process.Kill()
		command.Wait()
	})
	var started struct {
		Endpoint string `json:"endpoint"`
	}
	line, _ := bufio.NewReader(out).ReadBytes('\n')
	if err := json.Unmarshal(line, &started); err != nil {
		t.Fatalf("expected the dev node to say where it listens, found %q", line)
	}
	endpoint, err := url.Parse(started.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	port, _ := strconv.Atoi(endpoint.Port())
	return port
}

func TestARealNodeIsReadyUntilItsChainStandsStill(t *testing.T) {
	port := devNode(t, "--block-time", "manual")
	want := release.Substrate{RPCPort: port, MinPeers: 1, ChainHead: true}
	ctx := context.Background()
	c, err := dial(ctx, "ws://127.0.0.1:"+strconv.Itoa(port))
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	var block string
	if err := c.call(ctx, "dev_newBlock", []any{}, &block); err != nil {
		t.Fatal(err)
	}
	f, err := ask(ctx, "ws://127.0.0.1:"+strconv.Itoa(port), want)
	if err != nil || !f.ChainHead || f.Best.IsZero() || f.BlockTime <= 0 || f.Genesis == "" {
		t.Fatalf("expected all that is asked of a node, found %+v %v", f, err)
	}
	if reasons := Judge(f, want, f.Best.Add(time.Second)); len(reasons) > 0 {
		t.Errorf("expected a node that is ready, found %v", reasons)
	}
	// By the runtime's own block time: ten of them, and a minute at least.
	limit := max(leastAge, bestBlocks*f.BlockTime)
	if reasons := Judge(f, want, f.Best.Add(limit)); len(reasons) > 0 {
		t.Errorf("expected a node that is ready after %s, found %v", limit, reasons)
	}
	if reasons := Judge(f, want, f.Best.Add(limit+time.Second)); len(reasons) != 1 || !strings.Contains(reasons[0], "best block") {
		t.Errorf("expected a best block that is too old, found %v", reasons)
	}
	other := want
	other.Genesis = "0x" + strings.Repeat("00", 32)
	if reasons := Judge(f, other, f.Best); len(reasons) != 1 || !strings.Contains(reasons[0], "genesis") {
		t.Errorf("expected another chain, found %v", reasons)
	}
}

func TestAParachainNodeIsReadyWithItsRelayChainOnly(t *testing.T) {
	port, relay := devNode(t), devNode(t)
	want := release.Substrate{RPCPort: port, RelayRPCPort: relay, MinPeers: 1}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	for err := Ready(ctx, want); err != nil; err = Ready(ctx, want) {
		if ctx.Err() != nil {
			t.Fatalf("expected both to be ready, found %v", err)
		}
		time.Sleep(200 * time.Millisecond)
	}
	// Nobody listens there: a relay chain node that has not come up.
	want.RelayRPCPort = 1
	if err := Ready(ctx, want); err == nil || !strings.Contains(err.Error(), "its relay chain: expected a WebSocket") {
		t.Errorf("expected the relay chain to be what is not ready, found %v", err)
	}
}

func TestARealNodeMakesSessionKeysOnce(t *testing.T) {
	port, folder, owner := devNode(t, "--block-time", "manual"), t.TempDir(), "0x"+strings.Repeat("ab", 32)
	ctx := context.Background()
	keys, err := SessionKeys(ctx, port, folder, owner)
	if err != nil || len(keys.Keys) != 66 || keys.Proof != "" {
		t.Fatalf("expected one public key and no proof, which this node cannot give, found %+v %v", keys, err)
	}
	if again, err := SessionKeys(ctx, port, folder, owner); err != nil || again != keys {
		t.Errorf("expected the same keys, found %+v %v", again, err)
	}
	c, err := dial(ctx, "ws://127.0.0.1:"+strconv.Itoa(port))
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	var has bool
	if err := c.call(ctx, "author_hasSessionKeys", []any{keys.Keys}, &has); err != nil || !has {
		t.Errorf("expected the node to have them, found %v %v", has, err)
	}
}
