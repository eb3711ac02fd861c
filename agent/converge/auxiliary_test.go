package converge

import (
	"encoding/json"
	"fmt"
	"testing"
)

// withExporter puts a service beside the node, which behaves as its word says.
func (r *rig) withExporter(raw []byte, word string, auxiliary bool) []byte {
	var doc map[string]any
	if err := json.Unmarshal(raw, &doc); err != nil {
		r.t.Fatal(err)
	}
	doc["protocol"] = 3
	doc["services"] = append(doc["services"].([]any), map[string]any{
		"name": "exporter", "command": map[string]any{"artifact": "p", "path": "p"}, "args": []any{fmt.Sprint(r.port), word},
		"probes":    map[string]any{"started": map[string]any{"kind": "tcp", "port": 1, "periodSeconds": 1, "timeoutSeconds": 1, "failureThreshold": 3}},
		"auxiliary": auxiliary,
	})
	out, _ := json.Marshal(doc)
	return out
}

// An exporter that is out, or that ended with the node that it asks, is no reason to take the node from its clients or to
// take its new version back.
func TestAnAuxiliaryServiceDecidesNothing(t *testing.T) {
	r := newRig(t)
	r.apply(r.withExporter(r.release("good"), "dies", true))
	s := r.until("ready", isReady)
	if len(s.Services) != 2 || s.Services[1].Started {
		t.Errorf("expected an exporter that has not come up, found %+v", s.Services)
	}
	if alive, why := r.c.Alive(); !alive {
		t.Errorf("expected the machine to be alive, found %q", why)
	}
	r.apply(r.withExporter(r.release("better"), "dies", true))
	r.until("the new one", isReady)
}

// The same service where the machine is there for it.
func TestAServiceThatIsNotAuxiliaryDecides(t *testing.T) {
	r := newRig(t)
	r.apply(r.release("good"))
	r.until("ready", isReady)
	r.apply(r.withExporter(r.release("good"), "dies", false))
	r.until("the old one back", failedWith("upgrade-returned"))
}
