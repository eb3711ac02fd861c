// Package pod is the agent beside the services of a Kubernetes pod: it fetches and restores before they start, and answers a kubelet,
// balancers and a Prometheus about them. The pod is made by its cluster; nothing here starts or stops a service.
package pod

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
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
	// Peers of a service with a network key: it starts once it knows the ids of all.
	Peers *Peers `json:"peers"`
}

// Peers are what a service is told of others before it starts, and how it is started then.
type Peers struct {
	// Volume on which its network key is made, and what it learnt of its peers is kept: in the folder .dinfra.
	Volume string `json:"volume"`
	// Command is the program in the image, and what comes before its arguments.
	Command []string `json:"command"`
	// Args may refer to the node-key, and to the list reserved of peers.
	Args []release.Text `json:"args"`
	// Reserved are asked for their ids.
	Reserved []Peer `json:"reserved"`
}

// Peer is another pod's service with a network key.
type Peer struct {
	// Name of its workload.
	Name    string `json:"name"`
	Service string `json:"service"`
	// Host is its name in the cluster's DNS.
	Host string `json:"host"`
	// Port at which its node is reached by its peers.
	Port int `json:"port"`
	// AgentPort is where its agent answers.
	AgentPort int `json:"agentPort"`
	// Incarnation is another one when its volume, and so its key, is another one.
	Incarnation string `json:"incarnation"`
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

var hostName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$`)

func (p *Peers) check(service string) error {
	wrong := func(expected string, found any) error {
		return fault.Permanent("document-invalid", "expected peers of %s with %s, found %v", service, expected, found)
	}
	if !serviceName.MatchString(p.Volume) {
		return wrong("the name of a volume", p.Volume)
	}
	if len(p.Command) == 0 || !filepath.IsAbs(p.Command[0]) {
		return wrong("a command that begins with an absolute path", p.Command)
	}
	if len(p.Reserved) == 0 || len(p.Reserved) > release.MostPeers {
		return wrong(fmt.Sprintf("1 to %d reserved", release.MostPeers), len(p.Reserved))
	}
	names := map[string]bool{}
	for _, peer := range p.Reserved {
		isPort := func(n int) bool { return n >= 1 && n <= 65535 }
		if !hostName.MatchString(peer.Host) || !isPort(peer.Port) || !isPort(peer.AgentPort) || !serviceName.MatchString(peer.Service) {
			return wrong("a host, a service and two ports each", peer)
		}
		if peer.Name == "" || names[peer.Name] {
			return wrong("a name of its own each", peer.Name)
		}
		names[peer.Name] = true
	}
	return nil
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
		if s.Peers != nil {
			if err := s.Peers.check(s.Name); err != nil {
				return nil, err
			}
		}
		for _, p := range []release.Probe{s.Probes.Started, s.Probes.Ready, s.Probes.Alive} {
			if p.Port < 1 || p.PeriodSeconds < 1 || p.TimeoutSeconds < 1 || p.FailureThreshold < 1 {
				return nil, fault.Permanent("document-invalid", "expected probes of %s with a port, a period, a time-out and a threshold, found %+v", s.Name, p)
			}
		}
	}
	return &c, nil
}
