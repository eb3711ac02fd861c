package unit

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dinfra.dev/agent/logs"
	"dinfra.dev/agent/release"
)

// A machine that was made by the version before has these units. One byte of difference would end its node, whose vote or
// sync is lost for as long as it takes to come back. testdata/before has the documents of that version's library and
// the units of its agent, at commit 1f37b3d; components/golden has the documents of the present library.
func TestAMachineOfBeforeKeepsItsUnits(t *testing.T) {
	before, err := filepath.Glob("testdata/before/*.json")
	if err != nil || len(before) < 8 {
		t.Fatalf("expected the documents of before, found %v %v", before, err)
	}
	for _, path := range before {
		role := strings.TrimSuffix(filepath.Base(path), ".json")
		for _, from := range []struct{ what, path string }{
			{"the library of before", path},
			{"the present library", "../../components/golden/roles/" + role + ".release.json"},
		} {
			t.Run(role+" by "+from.what, func(t *testing.T) {
				raw, err := os.ReadFile(from.path)
				if err != nil {
					t.Fatal(err)
				}
				doc, err := release.Parse(raw)
				if err != nil {
					t.Fatal(err)
				}
				if doc.Health == nil || doc.Health.Port != 8001 {
					t.Errorf("expected readiness at the port of before, 8001, found %+v", doc.Health)
				}
				for _, s := range doc.Services {
					wanted, err := os.ReadFile("testdata/before/" + role + "." + Name(s.Name))
					if os.IsNotExist(err) {
						// Beside what runs, a new service may come.
						continue
					}
					if err != nil {
						t.Fatal(err)
					}
					found, err := Render(doc, s, "amd64", release.PeerLists{})
					if err != nil {
						t.Fatal(err)
					}
					if found != string(wanted) {
						t.Errorf("expected the unit of before:\n%s\nfound:\n%s", wanted, found)
					}
				}
				if len(doc.Services) == 0 || doc.Services[0].Name != "node" {
					t.Error("expected the node among the services")
				}
			})
		}
	}
}

// What the library says of services beside a node is what this agent reads: none of them may write the node's data.
func TestServicesBesideANode(t *testing.T) {
	raw, err := os.ReadFile("../../components/golden/beside/rpc.release.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := release.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range doc.Services[1:] {
		text, err := Render(doc, s, "amd64", release.PeerLists{})
		if err != nil {
			t.Fatal(err)
		}
		if !s.Auxiliary || !strings.Contains(text, "DynamicUser=yes") || strings.Contains(text, "ReadWritePaths") {
			t.Errorf("expected an auxiliary service that writes nowhere, found\n%s", text)
		}
	}
	if len(doc.Services) != 3 {
		t.Errorf("expected two services beside the node, found %d", len(doc.Services)-1)
	}
}

// What the library says of the service that sends logs is what this agent reads: it has a folder of its own and the journal,
// and writes nowhere else.
func TestTheServiceThatSendsLogs(t *testing.T) {
	raw, err := os.ReadFile("../../components/golden/beside/logs.release.json")
	if err != nil {
		t.Fatal(err)
	}
	var whole map[string]any
	if err := json.Unmarshal(raw, &whole); err != nil {
		t.Fatal(err)
	}
	// The provider seals it to the machine.
	services := whole["services"].([]any)
	services[len(services)-1].(map[string]any)["secrets"] = []any{map[string]any{"name": "secret", "sealed": "AAAA"}}
	if raw, err = json.Marshal(whole); err != nil {
		t.Fatal(err)
	}
	doc, err := release.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	s := doc.Services[len(doc.Services)-1]
	text, err := Render(doc, s, "amd64", release.PeerLists{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		" logs --config /etc/dinfra/services/logs/logs.json --secret /run/credentials/dinfra-logs.service/secret\n", "DynamicUser=yes\n",
		"StateDirectory=dinfra-logs\n", "SupplementaryGroups=systemd-journal\n", "CapabilityBoundingSet=\n", "ProtectSystem=strict\n",
		"LoadCredential=secret:/run/dinfra/secrets/logs/secret\n", "MemoryMax=128M\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("expected %q in\n%s", want, text)
		}
	}
	if !s.Auxiliary || strings.Contains(text, "ReadWritePaths") {
		t.Errorf("expected an auxiliary service that writes nowhere else, found\n%s", text)
	}
	if _, err := logs.ParseConfig([]byte(s.Files[0].Content)); err != nil {
		t.Error(err)
	}
}
