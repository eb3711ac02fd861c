package artifact

import (
	"context"
	"crypto/rand"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"aead.dev/minisign"

	"dinfra.dev/agent/release"
	"dinfra.dev/agent/system"
)

// signer answers a public key as minisign.pub has it, and what makes signature files.
func signer(t *testing.T) (string, func([]byte) []byte) {
	t.Helper()
	public, private, err := minisign.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	text, err := public.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return lines[len(lines)-1], func(content []byte) []byte {
		reader := minisign.NewReader(strings.NewReader(string(content)))
		if _, err := io.Copy(io.Discard, reader); err != nil {
			t.Fatal(err)
		}
		return reader.Sign(private)
	}
}

func TestSignatures(t *testing.T) {
	content := []byte("program")
	key, sign := signer(t)
	_, other := signer(t)
	good := sign(content)
	// One letter of the trusted comment: it is signed too.
	forged := []byte(strings.Replace(string(good), "trusted comment: ", "trusted comment: x", 2))
	cases := []struct {
		name      string
		signature []byte
		code      string
	}{
		{"the key's own", good, ""},
		{"of another key", other(content), "signature-invalid"},
		{"of another file", sign([]byte("another program")), "signature-invalid"},
		{"with another comment", forged, "signature-invalid"},
		{"no signature", []byte("hello"), "signature-invalid"},
		{"a file without end", make([]byte, 5000), "fetch-failed"},
		{"none", nil, "fetch-failed"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			asked := map[string]int{}
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked[r.URL.Path]++
				switch {
				case r.URL.Path == "/thing":
					w.Write(content)
				case c.signature != nil:
					w.Write(c.signature)
				default:
					w.WriteHeader(http.StatusNotFound)
				}
			}))
			defer server.Close()
			m := system.Machine{Root: t.TempDir()}
			source := release.Source{URL: "thing", SHA256: sumOf(content), Unpack: "none", Signature: &release.Signature{PublicKey: key, URL: "thing.minisig"}}
			a := release.Artifact{Name: "thing", Version: "1", Platforms: map[string]release.Source{"amd64": source}}
			ensure := func() string { return codeOf(Ensure(context.Background(), m, server.URL, a, "amd64")) }
			if code := ensure(); code != c.code {
				t.Fatalf("expected code %q, found %q", c.code, code)
			}
			if _, err := os.Stat(m.Path(Folder(source), "thing")); (err == nil) != (c.code == "") {
				t.Errorf("expected the file to be there only where its signature is good, found %v", err)
			}
			if c.code != "" {
				return
			}
			if ensure() != "" || asked["/thing"] != 1 {
				t.Errorf("expected what is there not to be fetched again, found %v", asked)
			}
		})
	}
}

// What lies there from a release without signature is held against it before it is used by one with it.
func TestASignatureThatComesLater(t *testing.T) {
	content := []byte("program")
	key, sign := signer(t)
	signature := sign([]byte("another"))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/thing" {
			w.Write(content)
			return
		}
		w.Write(signature)
	}))
	defer server.Close()
	m := system.Machine{Root: t.TempDir()}
	source := release.Source{URL: "thing", SHA256: sumOf(content), Unpack: "none"}
	ensure := func() string {
		a := release.Artifact{Name: "thing", Version: "1", Platforms: map[string]release.Source{"amd64": source}}
		return codeOf(Ensure(context.Background(), m, server.URL, a, "amd64"))
	}
	if code := ensure(); code != "" {
		t.Fatal(code)
	}
	source.Signature = &release.Signature{PublicKey: key, URL: "thing.minisig"}
	if code := ensure(); code != "signature-invalid" {
		t.Fatalf("expected the wrong signature to be refused, found %q", code)
	}
	signature = sign(content)
	if code := ensure(); code != "" {
		t.Fatalf("expected the right one to be taken, found %q", code)
	}
}
