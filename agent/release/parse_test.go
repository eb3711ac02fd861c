package release

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dinfra.dev/agent/fault"
)

const examples = "../../schemas/machine/examples"

func example(t *testing.T, name string) map[string]any {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(examples, name))
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// The examples are those that the schema is tested with, so that both agree on what is right.
func TestExamples(t *testing.T) {
	paths, _ := filepath.Glob(filepath.Join(examples, "*.json"))
	if len(paths) < 2 {
		t.Fatalf("expected examples in %s, found %v", examples, paths)
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Parse(raw); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func at(doc any, path ...any) any {
	for _, key := range path {
		switch k := key.(type) {
		case string:
			doc = doc.(map[string]any)[k]
		case int:
			doc = doc.([]any)[k]
		}
	}
	return doc
}

func TestRefusals(t *testing.T) {
	cases := []struct {
		name   string
		change func(map[string]any)
		says   string
	}{
		{"unknown field", func(d map[string]any) { d["surprise"] = 1 }, "surprise"},
		{"later protocol", func(d map[string]any) { d["protocol"] = 99 }, "99"},
		{"a field of the next protocol", func(d map[string]any) {
			at(d, "services", 0, "substrate").(map[string]any)["relayRpcPort"] = 9945
		}, "nothing before protocol 2"},
		{"peers before their protocol", func(d map[string]any) {
			at(d, "services", 0).(map[string]any)["peers"] = map[string]any{"volume": "data"}
		}, "nothing before protocol 3"},
		{"a state before its protocol", func(d map[string]any) {
			at(d, "services", 0).(map[string]any)["state"] = true
		}, "nothing before protocol 6"},
		{"the journal before its protocol", func(d map[string]any) {
			at(d, "services", 0).(map[string]any)["journal"] = true
		}, "nothing before protocol 6"},
		{"ports below 1024 for what has volumes", func(d map[string]any) {
			d["protocol"] = 6
			at(d, "services", 0).(map[string]any)["privilegedPorts"] = true
		}, "nothing of a service with volumes"},
		{"peers of no volume", func(d map[string]any) {
			d["protocol"] = 3
			at(d, "services", 0).(map[string]any)["peers"] = map[string]any{"volume": "x"}
		}, "peers.volume"},
		{"a list of peers without peers", func(d map[string]any) {
			at(d, "services", 0).(map[string]any)["args"] = []any{[]any{map[string]any{"ref": "peers", "list": "reserved", "flag": "--x"}}}
		}, "a service has none"},
		{"a list of peers in a word", func(d map[string]any) {
			d["protocol"] = 3
			at(d, "services", 0).(map[string]any)["peers"] = map[string]any{"volume": "data"}
			at(d, "services", 0).(map[string]any)["args"] = []any{[]any{"--x=", map[string]any{"ref": "peers", "list": "reserved", "flag": "--x"}}}
		}, "the whole of an argument"},
		{"another list", func(d map[string]any) {
			d["protocol"] = 3
			at(d, "services", 0).(map[string]any)["peers"] = map[string]any{"volume": "data"}
			at(d, "services", 0).(map[string]any)["args"] = []any{[]any{map[string]any{"ref": "peers", "list": "all", "flag": "--x"}}}
		}, "reserved, public"},
		{"name with a path", func(d map[string]any) { d["name"] = "../x" }, "name"},
		{"device by number", func(d map[string]any) { at(d, "volumes", 0).(map[string]any)["device"] = "/dev/nvme1n1" }, "stays"},
		{"device with dots", func(d map[string]any) { at(d, "volumes", 0).(map[string]any)["device"] = "/dev/disk/../sda" }, "device"},
		{"restore outside", func(d map[string]any) { at(d, "restores", 0).(map[string]any)["folder"] = "../x" }, "folder"},
		{"restore of all", func(d map[string]any) { at(d, "restores", 0).(map[string]any)["folder"] = "." }, "folder"},
		{"restore of no volume", func(d map[string]any) { at(d, "restores", 0).(map[string]any)["volume"] = "x" }, "volume"},
		{"the agent's name", func(d map[string]any) { at(d, "services", 0).(map[string]any)["name"] = "agent" }, "agent"},
		{"command outside", func(d map[string]any) { at(d, "services", 0, "command").(map[string]any)["path"] = "/bin/sh" }, "command.path"},
		{"command of no artifact", func(d map[string]any) { at(d, "services", 0, "command").(map[string]any)["artifact"] = "x" }, "command.artifact"},
		{"argument with a line", func(d map[string]any) { at(d, "services", 0).(map[string]any)["args"] = []any{"a\nb"} }, "line breaks"},
		{"reference to nothing", func(d map[string]any) {
			at(d, "services", 0).(map[string]any)["args"] = []any{[]any{map[string]any{"ref": "volume", "volume": "other"}}}
		}, "volume"},
		{"reference without a name", func(d map[string]any) {
			at(d, "services", 0).(map[string]any)["args"] = []any{[]any{map[string]any{"ref": "secret", "volume": "data"}}}
		}, "reference"},
		{"digest", func(d map[string]any) { at(d, "artifacts", 0, "platforms", "amd64").(map[string]any)["sha256"] = "abc" }, "sha256"},
		{"architecture", func(d map[string]any) {
			at(d, "artifacts", 0).(map[string]any)["platforms"] = map[string]any{"mips": map[string]any{}}
		}, "amd64"},
		{"range with host bits", func(d map[string]any) { at(d, "sources").(map[string]any)["gateway"] = []any{"10.0.0.1/8"} }, "range"},
		{"port twice", func(d map[string]any) {
			d["ports"] = append(d["ports"].([]any), map[string]any{"name": "again", "number": 30333, "protocol": "tcp", "exposure": "world"})
		}, "port of its own"},
		{"exposure", func(d map[string]any) { at(d, "ports", 0).(map[string]any)["exposure"] = "all" }, "exposure"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			doc := example(t, "rpc-node.json")
			c.change(doc)
			raw, _ := json.Marshal(doc)
			_, err := Parse(raw)
			if err == nil || !fault.Of(err).Permanent || !strings.Contains(err.Error(), c.says) {
				t.Errorf("expected a permanent error that says %q, found %v", c.says, err)
			}
		})
	}
	for _, raw := range []string{"", "[]", "null", "{}", `{"protocol":1} {}`} {
		if _, err := Parse([]byte(raw)); err == nil {
			t.Errorf("expected %q to be refused", raw)
		}
	}
}

// A provider of the version before sends documents of its protocol; one of this version, with what is new.
func TestBothProtocolsAreRead(t *testing.T) {
	for protocol, port := range map[int]int{1: 0, 2: 9945} {
		doc := example(t, "rpc-node.json")
		doc["protocol"] = protocol
		if port > 0 {
			at(doc, "services", 0, "substrate").(map[string]any)["relayRpcPort"] = port
		}
		raw, _ := json.Marshal(doc)
		parsed, err := Parse(raw)
		if err != nil {
			t.Fatalf("protocol %d: %v", protocol, err)
		}
		if found := parsed.Services[0].Substrate.RelayRPCPort; found != port {
			t.Errorf("protocol %d: expected the relay chain's port %d, found %d", protocol, port, found)
		}
	}
}
