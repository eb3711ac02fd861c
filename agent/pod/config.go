// Package pod is the agent beside the services of a Kubernetes pod: it fetches and restores before they start, and answers a kubelet,
// balancers and a Prometheus about them. The pod is made by its cluster; nothing here starts or stops a service.
package pod

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/release"
)

// Config is the agent's file, in JSON (`platforms/kubernetes/src/driver/agent.ts`).
type Config struct {
	// Version is that of this file: 1.
	Version int `json:"version"`
	// Name of the workload.
	Name string `json:"name"`
	// Port at which it answers.
	Port     int       `json:"port"`
	Services []Service `json:"services"`
	// Clients are ports whose connections are counted.
	Clients  []Client  `json:"clients"`
	Fetches  []Fetch   `json:"fetches"`
	Restores []Restore `json:"restores"`
}

// Service is a container of the pod.
type Service struct {
	Name string `json:"name"`
	// Auxiliary services leave the pod ready when they are out.
	Auxiliary bool               `json:"auxiliary"`
	Probes    Probes             `json:"probes"`
	Substrate *release.Substrate `json:"substrate"`
}

// Probes are the three questions about a service.
type Probes struct {
	Started release.Probe `json:"started"`
	Ready   release.Probe `json:"ready"`
	Alive   release.Probe `json:"alive"`
}

// Client is a port that clients connect to.
type Client struct {
	Name string `json:"name"`
	Port int    `json:"port"`
}

// Fetch is a file of the catalogue.
type Fetch struct {
	URL string `json:"url"`
	// Digest is sha256: and 64 hex digits.
	Digest string `json:"digest"`
	Path   string `json:"path"`
}

// Restore fills an empty volume from a snapshot.
type Restore struct {
	Volume         string `json:"volume"`
	Folder         string `json:"folder"`
	BaseURL        string `json:"baseUrl"`
	ManifestSHA256 string `json:"manifestSha256"`
}

var serviceName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,62}$`)

func read(file string) (*Config, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return parse(raw)
}

func parse(raw []byte) (*Config, error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	var c Config
	if err := decoder.Decode(&c); err != nil {
		return nil, fault.Permanent("document-invalid", "expected the configuration of a pod's agent, found: %v", err)
	}
	if c.Version != 1 || c.Port < 1 || c.Port > 65535 || len(c.Services) == 0 {
		return nil, fault.Permanent("document-invalid", "expected version 1, a port and a service at least, found version %d, port %d and %d services", c.Version, c.Port, len(c.Services))
	}
	for _, s := range c.Services {
		if !serviceName.MatchString(s.Name) {
			return nil, fault.Permanent("document-invalid", "expected names of lower-case letters, digits and hyphens, found %q", s.Name)
		}
		for _, p := range []release.Probe{s.Probes.Started, s.Probes.Ready, s.Probes.Alive} {
			if p.Port < 1 || p.PeriodSeconds < 1 || p.TimeoutSeconds < 1 || p.FailureThreshold < 1 {
				return nil, fault.Permanent("document-invalid", "expected probes of %s with a port, a period, a time-out and a threshold, found %+v", s.Name, p)
			}
		}
	}
	return &c, nil
}
