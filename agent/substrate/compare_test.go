package substrate

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// grow has a development node make blocks, and gives the hash of the last one.
func grow(t *testing.T, port, blocks int) string {
	t.Helper()
	c, err := dial(context.Background(), fmt.Sprintf("ws://127.0.0.1:%d", port))
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	var hash string
	for range blocks {
		if err := c.call(context.Background(), "dev_newBlock", []any{}, &hash); err != nil {
			t.Fatal(err)
		}
	}
	return hash
}

// Each development node is a chain of its own from block 1 on, which it begins with.
func TestCompareOnDevelopmentNodes(t *testing.T) {
	own, other := devNode(t, "--block-time", "manual"), devNode(t, "--block-time", "manual")
	at := func(host string, port int) string { return fmt.Sprintf("ws://%s:%d", host, port) }
	same := []string{at("127.0.0.1", own), at("localhost", own)}
	both := []string{at("127.0.0.1", own), at("127.0.0.1", other)}
	compare := func(endpoints []string) (*Disagreement, error) {
		return Compare(context.Background(), own, endpoints)
	}
	isNoFinding := func(name string, endpoints []string, says string) {
		t.Helper()
		if different, err := compare(endpoints); different != nil || err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: expected no finding that says %q, found %+v %v", name, says, different, err)
		}
	}

	grow(t, own, 1)
	if different, err := compare(same); different != nil || err != nil {
		t.Errorf("expected agreement, found %+v %v", different, err)
	}
	isNoFinding("an endpoint that is behind", both, "has no such block yet")
	isNoFinding("an endpoint that is out", []string{at("127.0.0.1", own), at("127.0.0.1", 1)}, "refused")

	theirs := grow(t, other, 2)
	ours := grow(t, own, 1)
	different, err := compare(both)
	want := Disagreement{Height: 3, Own: ours, Other: theirs, Endpoint: fmt.Sprintf("127.0.0.1:%d", other)}
	if err != nil || different == nil || *different != want {
		t.Errorf("expected %+v, found %+v %v", want, different, err)
	}
	// A finding stays one while another endpoint is out.
	if different, _ := compare(append(both, at("127.0.0.1", 1))); different == nil {
		t.Error("expected a finding, found none")
	}
}
