package converge

import (
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"os"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/status"
	"dinfra.dev/agent/substrate"
	"dinfra.dev/agent/system"
	"dinfra.dev/agent/unit"
)

// A service with peers does not run before it was told them: a validator that opened its network port earlier would speak
// with whoever finds it. Its lists lie on the machine, not on the volume: on another machine they are told anew.

func (c *Converger) peersFolder() string { return c.M.Path(system.StateFolder, "peers") }

func (c *Converger) peersPath(service string) string {
	return c.peersFolder() + "/" + service + ".json"
}

// peersOf gives the lists of a service, and whether it was told any.
func (c *Converger) peersOf(s release.Service) (release.PeerLists, bool, error) {
	var lists release.PeerLists
	if s.Peers == nil {
		return lists, false, nil
	}
	raw, err := os.ReadFile(c.peersPath(s.Name))
	if errors.Is(err, fs.ErrNotExist) {
		return lists, false, nil
	}
	if err != nil {
		return lists, false, err
	}
	return lists, true, json.Unmarshal(raw, &lists)
}

// waits says that a service has peers and was not told them. One whose lists cannot be read waits, too: a pass tells why.
func (c *Converger) waits(s release.Service) bool {
	if s.Peers == nil {
		return false
	}
	_, told, err := c.peersOf(s)
	return !told || err != nil
}

// TellPeers keeps the lists of a service of the desired release, or takes them away. What follows is done by Loop.
func (c *Converger) TellPeers(raw []byte) error {
	order, err := release.ParsePeers(raw)
	if err != nil {
		return err
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if err := c.hasPeers(order.Service); err != nil {
		return err
	}
	path := c.peersPath(order.Service)
	if order.Withdraw {
		err = system.Remove(path)
	} else {
		text, _ := json.Marshal(order.PeerLists)
		_, err = system.Ensure(path, text, 0o600)
	}
	if err != nil {
		return err
	}
	slog.Info("told its peers", "service", order.Service, "reserved", len(order.Reserved), "withdrawn", order.Withdraw)
	c.failure = nil
	c.wake()
	return nil
}

func (c *Converger) hasPeers(service string) error {
	refusal := fault.Permanent("service-unknown", "expected a service of the release that has peers, found %q", service)
	if c.state.Desired == "" {
		return refusal
	}
	doc, err := readDocument(c.M, c.state.Desired)
	if err != nil {
		return err
	}
	for _, s := range doc.Services {
		if s.Name == service && s.Peers != nil {
			return nil
		}
	}
	return refusal
}

// identify makes the network keys, before anything uses them.
func (c *Converger) identify(doc *release.Document) error {
	for _, s := range doc.Services {
		if s.Peers == nil {
			continue
		}
		if _, err := substrate.EnsureNodeKey(c.M.Path(unit.NodeKeyPath(s))); err != nil {
			return err
		}
	}
	return nil
}

// forgetPeers: a release that comes later is told its own.
func (c *Converger) forgetPeers() error { return os.RemoveAll(c.peersFolder()) }

// nodes are the services of the desired release that have peers.
func (c *Converger) nodes() []status.Node {
	out := []status.Node{}
	c.mutex.Lock()
	desired := c.state.Desired
	c.mutex.Unlock()
	if desired == "" {
		return out
	}
	doc, err := readDocument(c.M, desired)
	if err != nil {
		return out
	}
	for _, s := range doc.Services {
		if s.Peers != nil {
			out = append(out, c.node(doc, s))
		}
	}
	return out
}

func (c *Converger) node(doc *release.Document, s release.Service) status.Node {
	out := status.Node{Service: s.Name}
	if id, err := substrate.PeerID(c.M.Path(unit.NodeKeyPath(s))); err == nil {
		out.PeerID = id
	}
	if lists, told, err := c.peersOf(s); told && err == nil {
		out.Peers = &lists
	}
	if files, err := c.files(doc, s); err == nil {
		out.Settled = out.Peers != nil && !changed(files) && !c.changing()
	}
	return out
}
