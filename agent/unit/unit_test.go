package unit

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"dinfra.dev/agent/release"
)

func document() (*release.Document, release.Service) {
	s := release.Service{
		Name:    "node",
		Command: release.Command{Artifact: "polkadot", Path: "polkadot"},
		Args: []release.Text{
			{{Literal: "--base-path"}}, {{Volume: "data"}},
			{{Literal: "--name"}}, {{Literal: `a "b" 100% $HOME`}},
			{{Literal: "--config="}, {File: "node.toml"}}, {{Secret: "key"}},
			{{Artifact: "polkadot", Path: "lib/x.js"}},
		},
		Files:     []release.File{{Name: "node.toml", Mode: "0644"}},
		Secrets:   []release.Secret{{Name: "key"}},
		Volumes:   []string{"data"},
		Sandbox:   "strict",
		Stop:      release.Stop{Signal: "SIGINT", GraceSeconds: 300},
		Resources: release.Resources{CPU: 1500, Memory: 4096},
	}
	doc := &release.Document{
		Name:      "n-1",
		Artifacts: []release.Artifact{{Name: "polkadot", Version: "1", Platforms: map[string]release.Source{"amd64": {SHA256: strings.Repeat("a", 64), Unpack: "tar.gz"}}}},
		Volumes:   []release.Volume{{Name: "data"}},
		Services:  []release.Service{s},
	}
	return doc, s
}

func TestRender(t *testing.T) {
	doc, s := document()
	text, err := Render(doc, s, "amd64", release.PeerLists{})
	if err != nil {
		t.Fatal(err)
	}
	folder := "/opt/dinfra/artifacts/" + strings.Repeat("a", 64) + "-tar.gz"
	for _, want := range []string{
		"ExecStart=" + folder + `/polkadot --base-path /var/lib/dinfra/volumes/data --name "a \"b\" 100%% $$HOME" --config=/etc/dinfra/services/node/node.toml /run/credentials/dinfra-node.service/key ` + folder + "/lib/x.js\n",
		"User=dinfra\n", "MemoryMax=4096M\n", "CPUQuota=150%\n", "KillSignal=SIGINT\n", "TimeoutStopSec=300\n", "RestartSec=120\n",
		"AssertPathIsMountPoint=/var/lib/dinfra/volumes/data\n", "ReadWritePaths=/var/lib/dinfra/volumes/data\n",
		"LoadCredential=key:/run/dinfra/secrets/node/key\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("expected %q in\n%s", want, text)
		}
	}
	if _, err := Render(doc, s, "arm64", release.PeerLists{}); err == nil {
		t.Error("expected an error for an architecture without artifact")
	}
	s.Volumes = nil
	s.Args = nil
	text, _ = Render(doc, s, "amd64", release.PeerLists{})
	if !strings.Contains(text, "DynamicUser=yes\n") || strings.Contains(text, "User=dinfra\n") {
		t.Errorf("expected a user of its own for what has no volume, found\n%s", text)
	}
}

// The real systemd-analyze, offline: the unit is understood, and its exposure is at most what the field aims at. That a
// node runs under it is for the tests that boot a machine.
func TestExposure(t *testing.T) {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("needs systemd-analyze: install the package systemd")
	}
	for kind, most := range map[string]float64{"strict": 2.0, "validator": 2.1} {
		t.Run(kind, func(t *testing.T) {
			doc, s := document()
			s.Sandbox = kind
			text, err := Render(doc, s, "amd64", release.PeerLists{})
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), Name("node"))
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			out, _ := exec.Command("systemd-analyze", "security", "--offline=true", "--no-pager", path).CombinedOutput()
			found := regexp.MustCompile(`Overall exposure level for \S+: ([0-9.]+)`).FindSubmatch(out)
			if found == nil {
				t.Fatalf("expected a verdict, found\n%s", out)
			}
			if level, _ := strconv.ParseFloat(string(found[1]), 64); level > most {
				t.Errorf("expected at most %.1f, found %.1f:\n%s", most, level, out)
			}
		})
	}
}
