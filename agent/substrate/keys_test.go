package substrate

import (
	"context"
	"strings"
	"testing"

	"dinfra.dev/agent/fault"
)

func TestSessionKeysAreMadeOnce(t *testing.T) {
	first := "0x" + strings.Repeat("11", 32)
	node := &lyingNode{answers: map[string]any{"author_rotateKeysWithOwner": map[string]any{"keys": first, "proof": "0xaa"}}}
	port, folder, owner := node.serve(t), t.TempDir(), "0x"+strings.Repeat("ab", 32)
	keys, err := SessionKeys(context.Background(), port, folder, owner)
	if err != nil || keys.Keys != first || keys.Proof != "0xaa" || keys.Owner != owner {
		t.Fatalf("expected keys and proof, found %+v %v", keys, err)
	}
	node.answers["author_rotateKeysWithOwner"] = map[string]any{"keys": "0x" + strings.Repeat("22", 32), "proof": "0xbb"}
	if again, err := SessionKeys(context.Background(), port, folder, owner); err != nil || again != keys {
		t.Errorf("expected the keys that are registered to stay, found %+v %v", again, err)
	}
	if other, err := SessionKeys(context.Background(), port, folder, "0x"+strings.Repeat("cd", 32)); err != nil || other.Keys == first {
		t.Errorf("expected keys of another owner's own, found %+v %v", other, err)
	}
	node.answers["author_rotateKeysWithOwner"] = "nonsense"
	for name, owner := range map[string]string{"keys-refused": "0xef", "owner-invalid": "../../x"} {
		if _, err := SessionKeys(context.Background(), port, folder, owner); err == nil || fault.Of(err).Code != name {
			t.Errorf("expected %s, found %v", name, err)
		}
	}
}
