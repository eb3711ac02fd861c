// Package status is what the agent answers about the machine and its release. It crosses the boundary to the provider.
package status

import (
	"time"

	"dinfra.dev/agent/disk"
	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/restore"
)

// Condition is one of booted, restored, started and ready: four questions that are never the same.
type Condition struct {
	Status bool      `json:"status"`
	Reason string    `json:"reason"`
	Since  time.Time `json:"since"`
}

// Set changes the condition; Since moves only with the status.
func (c *Condition) Set(ok bool, reason string) {
	if c.Since.IsZero() || c.Status != ok {
		c.Since = time.Now().UTC()
	}
	c.Status, c.Reason = ok, reason
}

// Conditions of a machine.
type Conditions struct {
	Booted   Condition `json:"booted"`
	Restored Condition `json:"restored"`
	Started  Condition `json:"started"`
	Ready    Condition `json:"ready"`
}

// Release says what is wanted and what runs, by digest of the document.
type Release struct {
	Name    string `json:"name"`
	Desired string `json:"desired"`
	Running string `json:"running"`
	// Phase is what the agent does now: idle, disks, artifacts, restore, drain, swap, watch, return, remove.
	Phase   string            `json:"phase"`
	Failure *fault.Fault      `json:"failure"`
	Restore *restore.Progress `json:"restore"`
}

// Service is one unit.
type Service struct {
	Name    string `json:"name"`
	State   string `json:"state"`
	Started bool   `json:"started"`
	Ready   bool   `json:"ready"`
	Alive   bool   `json:"alive"`
	Reason  string `json:"reason"`
}

// Volume is one data disk.
type Volume struct {
	Name    string            `json:"name"`
	Mounted bool              `json:"mounted"`
	Fixed   map[string]string `json:"fixed"`
	disk.Usage
}

// Node is a service that has a network key and peers of its own.
type Node struct {
	Service string `json:"service"`
	// PeerID is empty until its key was made.
	PeerID string `json:"peerId"`
	// Peers is what it was told; null while it waits for that.
	Peers *release.PeerLists `json:"peers"`
	// Settled says that its unit is that of these peers, and that nothing is being changed.
	Settled bool `json:"settled"`
}

// Machine is what the agent knows of where it runs.
type Machine struct {
	Name         string `json:"name"`
	ID           string `json:"id"`
	BootID       string `json:"bootId"`
	Architecture string `json:"architecture"`
	SealingKey   string `json:"sealingKey"`
}

// Renewal is about the agent itself.
type Renewal struct {
	// Current is the sha256 of the agent that the machine starts.
	Current string `json:"current"`
	// Failure is why another one could not be had, or was given up.
	Failure *fault.Fault `json:"failure"`
}

// Status is the whole answer.
type Status struct {
	Protocol   int        `json:"protocol"`
	Protocols  []int      `json:"protocols"`
	Agent      string     `json:"agent"`
	Machine    Machine    `json:"machine"`
	Release    Release    `json:"release"`
	Conditions Conditions `json:"conditions"`
	Services   []Service  `json:"services"`
	Volumes    []Volume   `json:"volumes"`
	Nodes      []Node     `json:"nodes"`
	Renewal    *Renewal   `json:"renewal"`
}
