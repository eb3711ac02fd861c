package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/pkg/v3/secrets/passphrase"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ args, wrong string }{
		{"up --stack 7.1 --client 127.0.0.1:9 --event-log tcp://127.0.0.1:9 --refresh --keys /k", ""},
		{"destroy --stack 7.1 --client 127.0.0.1:9", ""},
		{"init --stack 7.1", ""},
		{"import --stack 7.1 --file f --keys /k", ""},
		{"", "found nothing"},
		{"preview --stack 7.1 --client 127.0.0.1:9 --refresh", ""},
		{"watch --stack 7.1", `found "watch"`},
		{"up --stack 7.1", "expected --client, found none"},
		{"up --client a:1", "expected --stack, found none"},
		{"destroy --stack 7.1 --client a:1 --refresh", "refresh"},
		{"import --stack 7.1", "expected --file, found none"},
		{"init --stack 7.1 more", `found "more"`},
		{"up --stack 7.1 --client a:1 --event-log /a/file", `found "/a/file"`},
	} {
		_, err := parse(strings.Fields(c.args))
		if (err == nil) != (c.wrong == "") || err != nil && !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("%q: expected an error with %q, found %v", c.args, c.wrong, err)
		}
	}
}

// What Pulumi's own manager encrypts, ours decrypts and the other way round, by the phrase and by the kept key.
func TestSecrets(t *testing.T) {
	t.Setenv("PULUMI_CONFIG_PASSPHRASE", "first")
	salt, pulumis, err := passphrase.NewPassphraseSecretsManager("first")
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := pulumis.Encrypter().EncryptValue(t.Context(), "hush")
	if err != nil {
		t.Fatal(err)
	}
	keys := filepath.Join(t.TempDir(), "keys")
	decrypt := func() (string, error) {
		ours, err := (&passphraseProvider{keys: keys}).ofSalt(salt)
		if err != nil {
			t.Fatal(err)
		}
		if string(ours.State()) != string(pulumis.State()) || ours.Type() != pulumis.Type() {
			t.Errorf("expected the state %s, found %s", pulumis.State(), ours.State())
		}
		return ours.Decrypter().DecryptValue(t.Context(), sealed)
	}
	expect := func(what string) {
		t.Helper()
		if found, err := decrypt(); err != nil || found != "hush" {
			t.Errorf("%s: expected hush, found %q, %v", what, found, err)
		}
	}
	expect("by the phrase")
	files, err := os.ReadDir(keys)
	if err != nil || len(files) != 1 {
		t.Fatalf("expected one key, found %v, %v", files, err)
	}
	file := filepath.Join(keys, files[0].Name())
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("expected mode 600, found %v, %v", info.Mode(), err)
	}
	written, _ := os.ReadFile(file)
	if strings.Contains(string(written), "first") {
		t.Error("the key file holds the passphrase")
	}
	expect("by the kept key")

	for _, broken := range []string{"", "{", `{"key":"c2hvcnQ="}`, strings.Replace(string(written), `"seal":"`, `"seal":"AAAA`, 1)} {
		if err := os.WriteFile(file, []byte(broken), 0o600); err != nil {
			t.Fatal(err)
		}
		expect("with a broken key file")
		if again, _ := os.ReadFile(file); string(again) != string(written) {
			t.Errorf("expected the key to be made again, found %s", again)
		}
	}

	t.Setenv("PULUMI_CONFIG_PASSPHRASE", "second")
	if found, err := decrypt(); err == nil || !strings.Contains(err.Error(), "incorrect passphrase") {
		t.Errorf("expected the kept key to be of no use with another passphrase, found %q, %v", found, err)
	}
	if kept, _ := os.ReadFile(file); string(kept) != string(written) {
		t.Error("a wrong passphrase took the place of the right one's key")
	}
}
