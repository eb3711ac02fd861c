package pod

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/substrate"
)

// meeting asks the peers of one service who they are. What it learnt it keeps; what a peer says later does not change that: another
// id comes with another volume, which an update makes and which has another incarnation.
type meeting struct {
	service Service
	own     string
	path    string
	pace    pace
	mutex   sync.Mutex
	known   known
	reasons map[string]string
}

// pace is how long it waits between two questions to one peer.
type pace struct {
	// unknown while the service waits for the answer: doubled after each that failed, up to slowest.
	unknown, slowest time.Duration
	// known once it was answered: only to tell of a peer that is another one.
	known time.Duration
}

var usualPace = pace{unknown: time.Second, slowest: 15 * time.Second, known: time.Minute}

func newMeeting(root string, s Service, p pace) (*meeting, error) {
	own, err := substrate.PeerID(keyPath(root, s))
	if err != nil {
		return nil, err
	}
	path := knownPath(root, s)
	k, err := readKnown(path)
	if err != nil {
		return nil, err
	}
	m := &meeting{service: s, own: own, path: path, pace: p, known: k, reasons: map[string]string{}}
	return m, nil
}

// run asks until the context ends.
func (m *meeting) run(ctx context.Context) {
	var group sync.WaitGroup
	for _, peer := range m.service.Peers.Reserved {
		group.Go(func() { m.askOften(ctx, peer) })
	}
	group.Wait()
}

func (m *meeting) askOften(ctx context.Context, peer Peer) {
	wait := m.pace.unknown
	for ctx.Err() == nil {
		id, err := ask(ctx, peer)
		if ctx.Err() != nil {
			return
		}
		if m.learn(peer, id, err) {
			wait = m.pace.known
		} else {
			wait = min(2*wait, m.pace.slowest)
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait + rand.N(wait/4+1)):
		}
	}
}

// learn takes an answer, and says whether the peer is known.
func (m *meeting) learn(peer Peer, id string, err error) bool {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	was, isKnown := m.known.idOf(peer)
	if err == nil {
		err = m.refuses(peer, id)
	}
	switch {
	case err != nil:
	case isKnown && was != id:
		err = fault.New("peer-changed", "expected %s, as it said first, found the id %s: its key is another one. If its volume was lost, replace the claim by an update, else find out who answers there", was, id)
	case !isKnown:
		m.known.Peers[peer.Name] = knew{Incarnation: peer.Incarnation, PeerID: id}
		if err = m.known.write(m.path); err != nil {
			// What is not kept is not known: the service would start with it now, and without it the next time.
			delete(m.known.Peers, peer.Name)
			break
		}
		slog.Info("a peer said who it is", "service", m.service.Name, "peer", peer.Name, "id", id)
		isKnown = true
	}
	reason := ""
	if err != nil {
		reason = fault.Of(err).Message
	}
	if reason != m.reasons[peer.Name] && reason != "" {
		slog.Warn("a peer is not as expected", "service", m.service.Name, "peer", peer.Name, "reason", reason)
	}
	m.reasons[peer.Name] = reason
	return isKnown
}

// refuses an id that another node has: two nodes with one key would take each other's connections.
func (m *meeting) refuses(peer Peer, id string) error {
	if id == m.own {
		return fault.New("peer-same-key", "expected a key of its own, found that of this node")
	}
	for _, other := range m.service.Peers.Reserved {
		if known, ok := m.known.idOf(other); ok && other.Name != peer.Name && known == id {
			return fault.New("peer-same-key", "expected a key of its own, found that of %s", other.Name)
		}
	}
	return nil
}

// waits is why the service does not start yet; empty once all peers are known.
func (m *meeting) waits() string {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	_, missing := m.known.lists(m.service.Peers)
	if len(missing) == 0 {
		return ""
	}
	var reasons []string
	for _, name := range missing {
		why := m.reasons[name]
		if why == "" {
			why = "not asked yet"
		}
		reasons = append(reasons, fmt.Sprintf("%s (%s)", name, why))
	}
	return "it waits for the ids of its peers: " + strings.Join(reasons, ", ")
}

// peers says of each peer whether it is known, and whether it last answered as it is known.
func (m *meeting) peers(say func(name string, known, same bool)) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	for _, peer := range m.service.Peers.Reserved {
		_, isKnown := m.known.idOf(peer)
		say(peer.Name, isKnown, isKnown && m.reasons[peer.Name] == "")
	}
}

// meetingsOf are those of all services that have peers.
func meetingsOf(c *Config, root string, p pace) ([]*meeting, error) {
	var all []*meeting
	for _, s := range c.Services {
		if s.Peers == nil {
			continue
		}
		m, err := newMeeting(root, s, p)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

// waitsOf says of a service why it does not start yet.
func waitsOf(meetings []*meeting) func(service string) string {
	return func(service string) string {
		for _, m := range meetings {
			if m.service.Name == service {
				return m.waits()
			}
		}
		return ""
	}
}

func each(meetings []*meeting, say func(service, peer string, known, same bool)) {
	for _, m := range meetings {
		m.peers(func(peer string, known, same bool) { say(m.service.Name, peer, known, same) })
	}
}
