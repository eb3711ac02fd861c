package pod

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The file is what a ValidatorSentry tells the agent of its validator (components/src/on-kubernetes.test.ts).
func TestTheAgentReadsWhatAValidatorIsGiven(t *testing.T) {
	c, err := read("golden/validator.json")
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	os.MkdirAll(filepath.Join(root, "dev"), 0o755)
	if err := prepare(t.Context(), c, root); err != nil {
		t.Fatal(err)
	}
	s, err := withPeers(c, "node")
	if err != nil {
		t.Fatal(err)
	}
	k := known{Version: 1, Peers: map[string]knew{}}
	for i, peer := range s.Peers.Reserved {
		if _, missing := k.lists(s.Peers); len(missing) != len(s.Peers.Reserved)-i {
			t.Errorf("expected %d unknown, found %q", len(s.Peers.Reserved)-i, missing)
		}
		k.Peers[peer.Name] = knew{Incarnation: peer.Incarnation, PeerID: "12D3KooW" + strings.Repeat(string(rune('A'+i)), 44)}
	}
	lists, _ := k.lists(s.Peers)
	argv, err := command("", *s, lists)
	if err != nil {
		t.Fatal(err)
	}
	after := func(flag string) (found []string) {
		for i, word := range argv[:len(argv)-1] {
			if word == flag {
				found = append(found, argv[i+1])
			}
		}
		return found
	}
	if argv[0] != "/usr/bin/polkadot" || !slices.Contains(argv, "--validator") || !slices.Contains(argv, "--reserved-only") {
		t.Errorf("expected the validator's command, found %q", argv)
	}
	if found := after("--node-key-file"); !slices.Equal(found, []string{"/dinfra/volumes/data/.dinfra/node-key-node"}) {
		t.Errorf("expected the key on the volume, found %q", found)
	}
	if found := after("--base-path"); !slices.Equal(found, []string{"/dinfra/volumes/data"}) {
		t.Errorf("expected the volume, found %q", found)
	}
	reserved := after("--reserved-nodes")
	if len(reserved) != 2 || !strings.HasSuffix(reserved[0], strings.Repeat("A", 44)) {
		t.Errorf("expected both sentries by their names, found %q", reserved)
	}
	for _, address := range reserved {
		if !strings.HasPrefix(address, "/dns/") || !strings.Contains(address, ".svc/tcp/30333/p2p/12D3KooW") {
			t.Errorf("expected a name, a port and an id, found %s", address)
		}
	}
}
