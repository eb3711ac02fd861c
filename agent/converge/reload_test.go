package converge

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"dinfra.dev/agent/status"
	"dinfra.dev/agent/system"
	"dinfra.dev/agent/unit"
)

// reloadable is the rig's release as one whose service reads a file again at a signal.
func (r *rig) reloadable(word, content string) []byte {
	var doc map[string]any
	json.Unmarshal(r.release(word), &doc)
	doc["protocol"] = 4
	service := doc["services"].([]any)[0].(map[string]any)
	service["files"] = []any{map[string]any{"name": "a.cfg", "content": content, "mode": "0644"}}
	service["reload"] = map[string]any{"signal": "SIGUSR2"}
	raw, _ := json.Marshal(doc)
	return raw
}

func (r *rig) brings(raw []byte) {
	r.t.Helper()
	before := r.c.Status().Release.Desired
	r.apply(raw)
	r.until("ready", func(s status.Status) bool { return s.Release.Desired != before && isReady(s) })
}

func TestAChangedFileIsReadAgainAndNothingIsStopped(t *testing.T) {
	r := newRig(t)
	r.brings(r.reloadable("good", "one"))
	r.systemd.said()
	r.brings(r.reloadable("good", "two"))
	if said := r.systemd.said(); said != "SIGUSR2" {
		t.Errorf("expected a signal alone, found %q", said)
	}
	content, _ := os.ReadFile(r.m.Path(unit.FilePath("node", "a.cfg")))
	if string(content) != "two" {
		t.Errorf("expected the new file, found %q", content)
	}
	// Another command line is taken on by a start alone.
	r.brings(r.reloadable("better", "three"))
	if said := r.systemd.said(); said != "stop start" {
		t.Errorf("expected a stop and a start, found %q", said)
	}
}

// An agent that ends after it wrote the file and before it gave the signal gives it when it comes back.
func TestASignalThatWasNotGivenIsGivenLater(t *testing.T) {
	r := newRig(t)
	r.brings(r.reloadable("good", "one"))
	r.stop()
	r.systemd.said()
	mark := r.m.Path(system.RunFolder, "reload-node")
	if err := r.c.markReload("node"); err != nil {
		t.Fatal(err)
	}
	r.open()
	r.until("the signal", func(status.Status) bool {
		_, err := os.Stat(mark)
		return os.IsNotExist(err)
	})
	if said := r.systemd.said(); strings.TrimSpace(said) != "SIGUSR2" {
		t.Errorf("expected the signal, found %q", said)
	}
}
