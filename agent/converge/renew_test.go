package converge

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dinfra.dev/agent/status"
	"dinfra.dev/agent/system"
)

// withAgent has the document ask for another agent, which nobody serves under that digest.
func (r *rig) withAgent(raw []byte) []byte {
	var doc map[string]any
	if err := json.Unmarshal(raw, &doc); err != nil {
		r.t.Fatal(err)
	}
	doc["protocol"] = 3
	doc["agent"] = map[string]any{"amd64": map[string]any{"url": "agent", "sha256": strings.Repeat("a", 64)}}
	out, _ := json.Marshal(doc)
	return out
}

// An agent that cannot be had is said, and keeps no service from its start.
func TestAnAgentThatCannotBeHad(t *testing.T) {
	r := newRig(t)
	current := r.m.Path(system.AgentLink)
	if err := os.MkdirAll(filepath.Dir(current), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(system.AgentFolder+"/before", current); err != nil {
		t.Fatal(err)
	}
	r.apply(r.withAgent(r.release("good")))
	r.until("ready", isReady)
	s := r.until("the reason", func(s status.Status) bool { return s.Renewal != nil && s.Renewal.Failure != nil })
	if s.Renewal.Failure.Code != "digest-mismatch" || s.Renewal.Current != "before" || s.Release.Failure != nil {
		t.Errorf("expected the agent of before, the reason, and a release without a failure, found %+v %+v", s.Renewal, s.Release)
	}
}
