package substrate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The ids are those of the keys that polkadot-sdk's own guides and tests use (`polkadot --node-key`).
func TestPeerID(t *testing.T) {
	for seed, want := range map[string]string{
		strings.Repeat("0", 63) + "1":   "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp",
		strings.Repeat("0", 63) + "2\n": "12D3KooWHdiAxVd8uMQR1hGWXccidmfCwLqcMpGwR6QcTP6QRMuD",
	} {
		path := filepath.Join(t.TempDir(), "key")
		os.WriteFile(path, []byte(seed), 0o600)
		if got, err := PeerID(path); got != want || err != nil {
			t.Errorf("%s: expected %s, found %s, %v", seed, want, got, err)
		}
	}
}

func TestNodeKeyIsMadeOnceAndKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), ".dinfra", "key")
	first, err := EnsureNodeKey(path)
	if err != nil || !strings.HasPrefix(first, "12D3KooW") || len(first) != 52 {
		t.Fatalf("expected a peer id, found %q, %v", first, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("expected a key of mode 0600, found %v, %v", info, err)
	}
	if second, err := EnsureNodeKey(path); second != first || err != nil {
		t.Errorf("expected the same id %s, found %s, %v", first, second, err)
	}
	if other, _ := EnsureNodeKey(path + "-2"); other == first {
		t.Errorf("expected another id for another node, found %s twice", other)
	}
}

func TestBrokenNodeKeyIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	os.WriteFile(path, []byte("half of a ke"), 0o600)
	if _, err := EnsureNodeKey(path); err == nil || !strings.Contains(err.Error(), "agent/node-key-broken") {
		t.Errorf("expected node-key-broken, found %v", err)
	}
	if raw, _ := os.ReadFile(path); string(raw) != "half of a ke" {
		t.Errorf("expected the file as it was, found %q", raw)
	}
}

func TestOnlyTheKeyOfAnIdProvesIt(t *testing.T) {
	folder := t.TempDir()
	mine, theirs := filepath.Join(folder, "mine"), filepath.Join(folder, "theirs")
	id, _ := EnsureNodeKey(mine)
	other, _ := EnsureNodeKey(theirs)
	proven, signature, err := Prove(mine, []byte("a question"))
	if err != nil || proven != id {
		t.Fatalf("expected a proof of %s, found one of %s, %v", id, proven, err)
	}
	if !Proves(id, []byte("a question"), signature) {
		t.Error("expected the key's own proof to hold")
	}
	for why, holds := range map[string]bool{
		"of another id":        Proves(other, []byte("a question"), signature),
		"of another question":  Proves(id, []byte("another question"), signature),
		"without a signature":  Proves(id, []byte("a question"), nil),
		"of no id":             Proves("", []byte("a question"), signature),
		"of what is no base58": Proves("0"+id[1:], []byte("a question"), signature),
		"of a shorter key":     Proves(id[:len(id)-1], []byte("a question"), signature),
		"of a long text":       Proves(strings.Repeat("2", 1<<20), []byte("a question"), signature),
	} {
		if holds {
			t.Errorf("%s: expected no proof, found one", why)
		}
	}
}
