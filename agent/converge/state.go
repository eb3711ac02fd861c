// Package converge brings a machine to its release, level-triggered: each pass looks at what there is and does what is
// missing, so that it goes on after a reboot, a power cut or a failure wherever it stopped.
package converge

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/system"
)

// State is what must survive a reboot. All else is looked at afresh.
type State struct {
	// Desired is the digest of the release that was asked for last; empty for none.
	Desired string `json:"desired"`
	// Running is the digest of the last release that came up.
	Running string `json:"running"`
	// Returned is the release that was tried and given up for the running one.
	Returned *Returned `json:"returned,omitempty"`
	// WasReady says whether the running release was ready when the swap to the desired one began.
	WasReady bool `json:"wasReady"`
	// Swapping is set while the running release gives way to the desired one.
	Swapping bool `json:"swapping"`
}

// Returned says which release was given up, and why.
type Returned struct {
	Digest string       `json:"digest"`
	Fault  *fault.Fault `json:"fault"`
}

func statePath(m system.Machine) string { return m.Path(system.StateFolder, "state.json") }

func documentPath(m system.Machine, digest string) string {
	return m.Path(system.StateFolder, "releases", digest+".json")
}

func readState(m system.Machine) (State, error) {
	var s State
	raw, err := os.ReadFile(statePath(m))
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal(raw, &s)
}

func writeState(m system.Machine, s State) error {
	raw, _ := json.MarshalIndent(s, "", "  ")
	return system.WriteFile(statePath(m), raw, 0o600)
}

func readDocument(m system.Machine, digest string) (*release.Document, error) {
	raw, err := os.ReadFile(documentPath(m, digest))
	if err != nil {
		return nil, err
	}
	return release.Parse(raw)
}

// keepDocuments removes documents that the state does not name any more.
func (c *Converger) keepDocuments() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	folder := c.M.Path(system.StateFolder, "releases")
	entries, _ := os.ReadDir(folder)
	for _, e := range entries {
		if e.Name() != c.state.Desired+".json" && e.Name() != c.state.Running+".json" {
			system.Remove(folder + "/" + e.Name())
		}
	}
}
