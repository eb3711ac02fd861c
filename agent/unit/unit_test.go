package unit

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
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

func TestRights(t *testing.T) {
	doc, s := document()
	s.Volumes, s.Args = nil, nil
	plain, err := Render(doc, s, "amd64", release.PeerLists{})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change        func(*release.Service)
		gained, taken []string
	}{
		"a folder of its own": {func(s *release.Service) { s.State = true }, []string{"StateDirectory=dinfra-node", "StateDirectoryMode=0700"}, nil},
		"the journal":         {func(s *release.Service) { s.Journal = true }, []string{"SupplementaryGroups=systemd-journal"}, nil},
		"ports below 1024": {func(s *release.Service) { s.PrivilegedPorts = true },
			[]string{"CapabilityBoundingSet=CAP_NET_BIND_SERVICE", "AmbientCapabilities=CAP_NET_BIND_SERVICE", "PrivateUsers=no"},
			[]string{"CapabilityBoundingSet=", "AmbientCapabilities=", "PrivateUsers=yes"}},
	} {
		t.Run(name, func(t *testing.T) {
			with := s
			c.change(&with)
			text, err := Render(doc, with, "amd64", release.PeerLists{})
			if err != nil {
				t.Fatal(err)
			}
			was, is := strings.Split(plain, "\n"), strings.Split(text, "\n")
			gained := slices.DeleteFunc(slices.Clone(is), func(l string) bool { return slices.Contains(was, l) })
			taken := slices.DeleteFunc(slices.Clone(was), func(l string) bool { return slices.Contains(is, l) })
			if !slices.Equal(gained, c.gained) || !slices.Equal(taken, c.taken) {
				t.Errorf("expected %v more and %v less, found %v and %v", c.gained, c.taken, gained, taken)
			}
		})
	}
}

// The real systemd-analyze, offline: the unit is understood, and its exposure is at most what the field aims at. That a
// node runs under it is for the tests that boot a machine.
func TestExposure(t *testing.T) {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("needs systemd-analyze: install the package systemd")
	}
	for kind, most := range map[string]float64{"strict": 2.0, "validator": 2.1, "privileged ports": 2.2, "journal": 2.0} {
		t.Run(kind, func(t *testing.T) {
			doc, s := document()
			switch kind {
			case "privileged ports":
				s.Volumes, s.Args, s.PrivilegedPorts, s.State = nil, nil, true, true
			case "journal":
				s.Volumes, s.Args, s.Journal, s.State = nil, nil, true, true
			default:
				s.Sandbox = kind
			}
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
