package restore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/system"
)

// asIf answers every command with success: chown to a user that this machine does not have cannot run here. That the
// folder belongs to the service's user is for the tests that boot a machine.
type asIf struct{}

func (asIf) Run(context.Context, system.Command) (system.Result, error) { return system.Result{}, nil }

func sumOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

var files = map[string]string{"CURRENT": "MANIFEST-1\n", "full/000001.sst": "data", "full/000002.sst": "more"}

func manifestOf(files map[string]string) string {
	var out strings.Builder
	for name, content := range files {
		fmt.Fprintf(&out, "%s  %s\n", sumOf(content), name)
	}
	return out.String()
}

type snapshot struct {
	*httptest.Server
	asked  atomic.Int32
	broken atomic.Bool
}

func serve(t *testing.T, manifest string) *snapshot {
	t.Helper()
	s := &snapshot{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "SHA256SUMS" {
			w.Write([]byte(manifest))
			return
		}
		s.asked.Add(1)
		if s.broken.Load() && name == "full/000002.sst" {
			http.NotFound(w, r)
			return
		}
		w.Write([]byte(files[name]))
	}))
	t.Cleanup(s.Close)
	return s
}

func at(t *testing.T) (system.Machine, string) {
	m := system.Machine{Root: t.TempDir(), Run: asIf{}}
	mountPoint := m.Path(system.VolumePath("data"))
	if err := os.MkdirAll(mountPoint, 0o755); err != nil {
		t.Fatal(err)
	}
	return m, mountPoint
}

func quiet(Progress) {}

func put(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestRestore(t *testing.T) {
	const folder = "chains/dev/db"
	manifest := manifestOf(files)
	cases := []struct {
		name   string
		before func(t *testing.T, mountPoint string)
		asks   bool
		keeps  string
	}{
		{"nothing there", func(*testing.T, string) {}, true, ""},
		{"cut off before any file", func(t *testing.T, v string) { put(t, started(v, folder), "x") }, true, ""},
		{"cut off half-way", func(t *testing.T, v string) {
			put(t, started(v, folder), "x")
			put(t, filepath.Join(v, folder, "left-over"), "torn")
		}, true, ""},
		{"cut off after the last marker", func(t *testing.T, v string) {
			put(t, started(v, folder), "x")
			put(t, completed(v, folder), "x")
			put(t, filepath.Join(v, folder, "CURRENT"), "node's")
		}, false, "node's"},
		{"the node's own data", func(t *testing.T, v string) { put(t, filepath.Join(v, folder, "CURRENT"), "node's") }, false, "node's"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m, v := at(t)
			c.before(t, v)
			server := serve(t, manifest)
			r := release.Restore{Volume: "data", Folder: folder, BaseURL: server.URL + "/", ManifestSHA256: sumOf(manifest)}
			for range 2 { // the second run finds nothing to do
				if err := Run(context.Background(), m, r, quiet); err != nil {
					t.Fatal(err)
				}
			}
			if asked := server.asked.Load(); (asked > 0) != c.asks || asked > int32(len(files)) {
				t.Errorf("expected files asked for: %v and each once, found %d", c.asks, asked)
			}
			if c.keeps != "" {
				if found, _ := os.ReadFile(filepath.Join(v, folder, "CURRENT")); string(found) != c.keeps {
					t.Errorf("expected the node's data to stay, found %q", found)
				}
				return
			}
			for name, content := range files {
				if found, _ := os.ReadFile(filepath.Join(v, folder, name)); string(found) != content {
					t.Errorf("expected %q in %s, found %q", content, name, found)
				}
			}
			if _, err := os.Stat(filepath.Join(v, folder, "left-over")); err == nil {
				t.Error("expected what a restore that was cut off left to be gone")
			}
			if state, _ := Look(v, folder); state != Complete {
				t.Errorf("expected the marker, found %v", state)
			}
		})
	}
}

func TestRestoreThatFailsIsHalf(t *testing.T) {
	manifest := manifestOf(files)
	m, v := at(t)
	server := serve(t, manifest)
	server.broken.Store(true)
	r := release.Restore{Volume: "data", Folder: "db", BaseURL: server.URL, ManifestSHA256: sumOf(manifest)}
	if err := Run(context.Background(), m, r, quiet); err == nil {
		t.Fatal("expected an error for a file that is not served")
	}
	if state, _ := Look(v, "db"); state != Half {
		t.Fatalf("expected the volume to be known as half, found %v", state)
	}
	server.broken.Store(false)
	if err := Run(context.Background(), m, r, quiet); err != nil {
		t.Fatal(err)
	}
	if state, _ := Look(v, "db"); state != Complete {
		t.Fatalf("expected it to be complete, found %v", state)
	}
}

func TestManifest(t *testing.T) {
	sum := sumOf("x")
	cases := map[string]string{
		"outside":       sum + "  ../x\n",
		"further out":   sum + "  a/../../x\n",
		"absolute":      sum + "  /x\n",
		"twice":         sum + "  x\n" + sum + "  x\n",
		"short":         "abc  x\n",
		"odd character": sum + "  a b\n",
		"empty":         "\n",
	}
	for name, manifest := range cases {
		t.Run(name, func(t *testing.T) {
			m, _ := at(t)
			server := serve(t, manifest)
			r := release.Restore{Volume: "data", Folder: "db", BaseURL: server.URL, ManifestSHA256: sumOf(manifest)}
			if err := Run(context.Background(), m, r, quiet); err == nil || fault.Of(err).Code != "manifest-invalid" {
				t.Errorf("expected manifest-invalid, found %v", err)
			}
		})
	}
	m, _ := at(t)
	r := release.Restore{Volume: "data", Folder: "db", BaseURL: serve(t, manifestOf(files)).URL, ManifestSHA256: sum}
	if err := Run(context.Background(), m, r, quiet); err == nil || fault.Of(err).Code != "digest-mismatch" {
		t.Errorf("expected digest-mismatch for another manifest, found %v", err)
	}
}
