package artifact

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/system"
)

func sumOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

type member struct {
	name, content, link string
	kind                byte
}

func tarOf(t *testing.T, members ...member) []byte {
	t.Helper()
	var out bytes.Buffer
	writer := tar.NewWriter(&out)
	for _, m := range members {
		header := &tar.Header{Name: m.name, Typeflag: m.kind, Linkname: m.link, Mode: 0o755, Size: int64(len(m.content))}
		if err := writer.WriteHeader(header); err != nil {
			t.Fatal(err)
		}
		if _, err := writer.Write([]byte(m.content)); err != nil {
			t.Fatal(err)
		}
	}
	writer.Close()
	return out.Bytes()
}

func gzipped(content []byte) []byte {
	var out bytes.Buffer
	writer := gzip.NewWriter(&out)
	writer.Write(content)
	writer.Close()
	return out.Bytes()
}

func zstandard(content []byte) []byte {
	writer, _ := zstd.NewWriter(nil)
	return writer.EncodeAll(content, nil)
}

func codeOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.Of(err).Code
}

func served(t *testing.T, content []byte) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write(content) }))
	t.Cleanup(server.Close)
	return server.URL
}

func TestEnsureUnpacks(t *testing.T) {
	tree := tarOf(t, member{name: "./bin/node", content: "#!/bin/sh\n", kind: tar.TypeReg}, member{name: "node", link: "bin/node", kind: tar.TypeSymlink})
	cases := []struct {
		unpack  string
		content []byte
		path    string
		holds   string
	}{
		{"none", []byte("program"), "thing", "program"},
		{"gz", gzipped([]byte("program")), "thing", "program"},
		{"zst", zstandard([]byte("program")), "thing", "program"},
		{"tar.gz", gzipped(tree), "bin/node", "#!/bin/sh\n"},
		{"tar.zst", zstandard(tree), "node", "#!/bin/sh\n"},
	}
	for _, c := range cases {
		t.Run(c.unpack, func(t *testing.T) {
			m := system.Machine{Root: t.TempDir()}
			source := release.Source{URL: "thing", SHA256: sumOf(c.content), Unpack: c.unpack}
			a := release.Artifact{Name: "thing", Version: "1", Platforms: map[string]release.Source{"amd64": source}}
			base := served(t, c.content)
			if err := Ensure(context.Background(), m, base, a, "amd64"); err != nil {
				t.Fatal(err)
			}
			found, err := os.ReadFile(m.Path(Folder(source), c.path))
			if err != nil || string(found) != c.holds {
				t.Fatalf("expected %q, found %q %v", c.holds, found, err)
			}
			if info, _ := os.Stat(m.Path(Folder(source), c.path)); info.Mode().Perm()&0o111 == 0 {
				t.Error("expected a file that may be run")
			}
			left, _ := os.ReadDir(m.Path(system.ArtifactStore))
			if len(left) != 1 {
				t.Errorf("expected the artifact alone in the store, found %v", left)
			}
			if err := Ensure(context.Background(), m, "http://127.0.0.1:1", a, "amd64"); err != nil {
				t.Errorf("expected what is there not to be fetched again, found %v", err)
			}
		})
	}
}

func TestEnsureRefuses(t *testing.T) {
	evil := func(m ...member) []byte { return gzipped(tarOf(t, m...)) }
	cases := []struct {
		name    string
		content []byte
		sum     string
		arch    string
		code    string
	}{
		{"another digest", []byte("x"), sumOf([]byte("y")), "amd64", "digest-mismatch"},
		{"another architecture", []byte("x"), sumOf([]byte("x")), "arm64", "architecture"},
		{"no archive", []byte("x"), "", "amd64", "unpack-failed"},
		{"a member outside", evil(member{name: "../../evil", content: "x", kind: tar.TypeReg}), "", "amd64", "unpack-failed"},
		{"an absolute member", evil(member{name: "/evil", content: "x", kind: tar.TypeReg}), "", "amd64", "unpack-failed"},
		{"through a link", evil(member{name: "out", link: "../..", kind: tar.TypeSymlink}, member{name: "out/evil", content: "x", kind: tar.TypeReg}), "", "amd64", "unpack-failed"},
		{"a device", evil(member{name: "null", kind: tar.TypeChar}), "", "amd64", "unpack-failed"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := system.Machine{Root: t.TempDir()}
			sum := c.sum
			if sum == "" {
				sum = sumOf(c.content)
			}
			a := release.Artifact{Name: "thing", Version: "1", Platforms: map[string]release.Source{"amd64": {URL: "thing", SHA256: sum, Unpack: "tar.gz"}}}
			err := Ensure(context.Background(), m, served(t, c.content), a, c.arch)
			if codeOf(err) != c.code {
				t.Errorf("expected code %q, found %v", c.code, err)
			}
			filepath.WalkDir(m.Root, func(at string, entry os.DirEntry, _ error) error {
				if !entry.IsDir() {
					t.Errorf("expected nothing left behind, found %s", at)
				}
				return nil
			})
		})
	}
}

// The server drops the connection half-way, and the rest is asked for by range.
func TestFetchGoesOnWhereItStopped(t *testing.T) {
	content := bytes.Repeat([]byte("0123456789"), 100_000)
	var ranges []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ranges = append(ranges, r.Header.Get("Range"))
		if len(ranges) == 1 {
			w.Header().Set("Content-Length", strconv.Itoa(len(content)))
			w.Write(content[:len(content)/2])
			panic(http.ErrAbortHandler)
		}
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
	}))
	defer server.Close()
	path := filepath.Join(t.TempDir(), "file")
	if err := Fetch(context.Background(), server.URL, sumOf(content), path, 0o644, 0); err != nil {
		t.Fatal(err)
	}
	if len(ranges) != 2 || ranges[1] == "" {
		t.Errorf("expected a second request for the rest, found %v", ranges)
	}
	if sum, _ := SumOf(path); sum != sumOf(content) {
		t.Error("expected the whole content")
	}
}

// The server keeps the connection open and says nothing more.
func TestFetchGivesUpOnSilence(t *testing.T) {
	silence = 300 * time.Millisecond
	defer func() { silence = 60 * time.Second }()
	content := bytes.Repeat([]byte("0123456789"), 100_000)
	var ranges []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ranges = append(ranges, r.Header.Get("Range"))
		if len(ranges) == 1 {
			w.Header().Set("Content-Length", strconv.Itoa(len(content)))
			w.Write(content[:len(content)/2])
			w.(http.Flusher).Flush()
			<-r.Context().Done()
			return
		}
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
	}))
	defer server.Close()
	path := filepath.Join(t.TempDir(), "file")
	if err := Fetch(context.Background(), server.URL, sumOf(content), path, 0o644, 0); err != nil {
		t.Fatal(err)
	}
	if len(ranges) != 2 || ranges[1] == "" {
		t.Errorf("expected a second request for the rest, found %v", ranges)
	}
}
