package converge

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/release"
)

const (
	peer  = "/ip4/10.0.0.4/tcp/30333/p2p/12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp"
	other = "/dns4/a.example/tcp/30333/ws/p2p/12D3KooWHdiAxVd8uMQR1hGWXccidmfCwLqcMpGwR6QcTP6QRMuD"
)

// withPeers is the rig's release as one of a node that has peers. Its volume is a folder here: the rig has no disks.
func (r *rig) withPeers() (string, *release.Document) {
	r.t.Helper()
	var doc map[string]any
	json.Unmarshal(r.release("good"), &doc)
	doc["protocol"] = 3
	doc["volumes"] = []any{map[string]any{"name": "data", "device": "/dev/disk/by-id/none"}}
	node := doc["services"].([]any)[0].(map[string]any)
	node["volumes"] = []any{"data"}
	node["peers"] = map[string]any{"volume": "data"}
	list := func(name, flag string) []any {
		return []any{map[string]any{"ref": "peers", "list": name, "flag": flag}}
	}
	node["args"] = []any{fmt.Sprint(r.port), "good", []any{map[string]any{"ref": "node-key"}}, list("reserved", "--reserved-nodes"), list("public", "--public-addr"), "--last"}
	raw, _ := json.Marshal(doc)
	r.apply(raw)
	parsed, err := release.Parse(raw)
	if err != nil {
		r.t.Fatal(err)
	}
	return release.Digest(raw), parsed
}

func TestServiceWithPeersWaitsUntilItIsToldThem(t *testing.T) {
	r := newRig(t)
	r.stop()
	digest, doc := r.withPeers()
	pass := func() {
		t.Helper()
		if err := r.c.identify(doc); err != nil {
			t.Fatal(err)
		}
		if err := r.c.services(context.Background(), r.c.state, digest, doc); err != nil {
			t.Fatal(err)
		}
	}
	pass()
	held := r.c.Status()
	if r.unit() != "" || r.systemd.said() != "" || held.Release.Running != "" || held.Conditions.Started.Status {
		t.Fatalf("expected nothing to run, found %q, %+v", r.unit(), held)
	}
	if len(held.Nodes) != 1 || !strings.HasPrefix(held.Nodes[0].PeerID, "12D3KooW") || held.Nodes[0].Peers != nil {
		t.Fatalf("expected a peer id and no peers, found %+v", held.Nodes)
	}
	tell := func(raw string) {
		t.Helper()
		if err := r.c.TellPeers([]byte(raw)); err != nil {
			t.Fatal(err)
		}
	}
	tell(`{"service":"node","reserved":["` + peer + `"]}`)
	pass()
	if want := "good /run/credentials/dinfra-node.service/node-key --reserved-nodes " + peer + " --last\n"; !strings.Contains(r.unit(), want) {
		t.Errorf("expected %q in %s", want, r.unit())
	}
	if !strings.Contains(r.unit(), "LoadCredential=node-key:/var/lib/dinfra/volumes/data/.dinfra/node-key-node\n") {
		t.Errorf("expected the key as a credential, found %s", r.unit())
	}
	told := r.c.Status()
	if r.systemd.said() != "start" || told.Release.Running != digest || held.Nodes[0].Settled || told.Nodes[0].PeerID != held.Nodes[0].PeerID {
		t.Errorf("expected it to run under the same id, found %+v", told)
	}
	// The same once more changes nothing; others are another command line.
	tell(`{"service":"node","reserved":["` + peer + `"],"public":[]}`)
	pass()
	if said := r.systemd.said(); said != "" {
		t.Errorf("expected nothing, found %q", said)
	}
	r.c.enter("idle")
	if node := r.c.Status().Nodes[0]; !node.Settled {
		t.Errorf("expected it settled, found %+v", node)
	}
	tell(`{"service":"node","reserved":["` + peer + `","` + other + `"],"public":["/ip4/198.51.100.7/tcp/30333"]}`)
	if node := r.c.Status().Nodes[0]; node.Settled || len(node.Peers.Reserved) != 2 {
		t.Errorf("expected two peers that its unit does not have yet, found %+v", node)
	}
	pass()
	if want := "--reserved-nodes " + other + " --public-addr /ip4/198.51.100.7/tcp/30333 --last\n"; r.systemd.said() != "stop start" || !strings.Contains(r.unit(), want) {
		t.Errorf("expected a restart with %q, found %s", want, r.unit())
	}
	tell(`{"service":"node","withdraw":true}`)
	pass()
	if said := r.systemd.said(); said != "stop" || r.unit() != "" {
		t.Errorf("expected it stopped, found %q, %s", said, r.unit())
	}
}

func TestPeersAreRefused(t *testing.T) {
	r := newRig(t)
	r.stop()
	one := func(reserved string) string { return `{"service":"node","reserved":["` + reserved + `"]}` }
	if err := r.c.TellPeers([]byte(one(peer))); err == nil || fault.Of(err).Code != "service-unknown" {
		t.Errorf("expected nobody to be told before a release, found %v", err)
	}
	r.withPeers()
	for _, c := range []struct{ raw, says string }{
		{`{"service":"other","reserved":[]}`, "service-unknown"},
		{`{"service":"node"}`, "reserved: expected a list"},
		{`{"service":"node","reserved":[],"surprise":1}`, "surprise"},
		{`{"service":"node","reserved":[],"withdraw":true,"public":["/ip4/1.2.3.4/tcp/1"]}`, "no list beside it"},
		{one("/ip4/10.0.0.4/tcp/30333"), "with a peer id"},
		{one("/ip4/10.0.0.4/tcp/0/p2p/12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp"), "a multiaddr"},
		{one(peer + " --rpc-external"), "with a peer id"},
		{one(peer + `","` + peer), "each address once"},
		{`{"service":"node","reserved":[],"public":["` + peer + `"]}`, "public[0]"},
	} {
		err := r.c.TellPeers([]byte(c.raw))
		if err == nil || !fault.Of(err).Permanent || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: expected a permanent error that says %q, found %v", c.raw, c.says, err)
		}
	}
	if node := r.c.Status().Nodes[0]; node.Peers != nil {
		t.Errorf("expected no peers, found %+v", node.Peers)
	}
}
