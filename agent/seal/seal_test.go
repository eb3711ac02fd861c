package seal

import (
	"crypto/rand"
	"encoding/base64"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/crypto/nacl/box"

	"dinfra.dev/agent/fault"
)

func sealTo(t *testing.T, public, plain string) string {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(public)
	if err != nil {
		t.Fatal(err)
	}
	out, err := box.SealAnonymous(nil, []byte(plain), (*[32]byte)(raw), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(out)
}

func TestKeyIsMadeOnceAndOpensWhatWasSealedToIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	key, err := Ensure(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("expected a file for root alone, found %v", info.Mode())
	}
	again, err := Ensure(path)
	if err != nil || again.Public() != key.Public() {
		t.Fatalf("expected the same key, found %v", err)
	}
	plain, err := again.Open(sealTo(t, key.Public(), "secret"))
	if err != nil || string(plain) != "secret" {
		t.Fatalf("expected the secret, found %q %v", plain, err)
	}
	other, _ := Ensure(filepath.Join(t.TempDir(), "key"))
	for name, sealed := range map[string]string{"another machine's": sealTo(t, other.Public(), "x"), "no base64": "?", "short": "AA=="} {
		if _, err := key.Open(sealed); err == nil || fault.Of(err).Code != "secret-unreadable" {
			t.Errorf("%s: expected secret-unreadable, found %v", name, err)
		}
	}
}
