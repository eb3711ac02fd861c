package gateway

import (
	"context"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"
)

const (
	dialWithin = 5 * time.Second
	// writeWithin: whoever takes nothing for so long is gone, or keeps the node's answers in our memory.
	writeWithin = 30 * time.Second
	// tooManyRefused: who goes on regardless of refusals costs without getting anything.
	tooManyRefused = 1000
)

// session is one client's WebSocket and the one to the node that belongs to it, so that subscriptions and their limits are
// each client's own.
type session struct {
	g            *Gateway
	who          identity
	caller       *caller
	client, node *websocket.Conn
	once         sync.Once
}

// sessions are those that are open.
type sessions struct {
	mutex sync.Mutex
	open  map[*session]struct{}
	// none is closed while there is none.
	none chan struct{}
}

func newSessions() *sessions {
	none := make(chan struct{})
	close(none)
	return &sessions{open: map[*session]struct{}{}, none: none}
}

func (all *sessions) add(s *session) {
	all.mutex.Lock()
	defer all.mutex.Unlock()
	if len(all.open) == 0 {
		all.none = make(chan struct{})
	}
	all.open[s] = struct{}{}
}

func (all *sessions) remove(s *session) {
	all.mutex.Lock()
	defer all.mutex.Unlock()
	delete(all.open, s)
	if len(all.open) == 0 {
		close(all.none)
	}
}

func (all *sessions) now() ([]*session, <-chan struct{}) {
	all.mutex.Lock()
	defer all.mutex.Unlock()
	open := make([]*session, 0, len(all.open))
	for s := range all.open {
		open = append(open, s)
	}
	return open, all.none
}

// sendAway closes those that are open with 1001 (going away), evenly over a time: thousands that come back at one moment
// would take the next node down. It gives a channel that is closed once there is none.
func (all *sessions) sendAway(over time.Duration, reason string) <-chan struct{} {
	open, none := all.now()
	rand.Shuffle(len(open), func(i, k int) { open[i], open[k] = open[k], open[i] })
	for i, s := range open {
		time.AfterFunc(over*time.Duration(i)/time.Duration(len(open)), func() { s.leave(websocket.StatusGoingAway, reason) })
	}
	return none
}

func (g *Gateway) serveWebSocket(w http.ResponseWriter, r *http.Request, who identity) {
	c := g.config.Load()
	caller := g.callers.get(who.name, who.limits, time.Now())
	if !g.callers.connect(caller) {
		http.Error(w, "too many connections of one caller", http.StatusTooManyRequests)
		return
	}
	defer g.callers.disconnect(caller)
	ctx, cancel := context.WithTimeout(r.Context(), dialWithin)
	defer cancel()
	// None of the client's headers: the node believes what a machine of its own says.
	node, _, err := websocket.Dial(ctx, "ws://"+c.Node+"/", &websocket.DialOptions{CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		http.Error(w, "the node does not answer", http.StatusServiceUnavailable)
		return
	}
	defer node.CloseNow()
	// Any page may call a public endpoint; a key is in no cookie.
	client, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true, CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		return
	}
	defer client.CloseNow()
	client.SetReadLimit(int64(c.MaxRequestBytes))
	node.SetReadLimit(int64(c.MaxResponseBytes))
	s := &session{g: g, who: who, caller: caller, client: client, node: node}
	g.sessions.add(s)
	defer g.sessions.remove(s)
	if g.refuses() {
		// It was drained while this one came in.
		s.leave(websocket.StatusGoingAway, "connect again")
		return
	}
	alive, end := context.WithCancel(context.Background())
	var group sync.WaitGroup
	group.Go(func() { s.toClient(); end() })
	group.Go(func() { s.toNode(); end() })
	group.Go(func() { s.ping(alive) })
	group.Wait()
}

// leave ends the session, telling the client why. Only the first reason counts.
func (s *session) leave(code websocket.StatusCode, reason string) {
	s.once.Do(func() {
		s.client.Close(code, reason)
		s.node.CloseNow()
	})
}

func (s *session) toNode() {
	refused := 0
	for {
		_, raw, err := s.client.Read(context.Background())
		if err != nil {
			s.leave(websocket.StatusNormalClosure, "")
			return
		}
		m, reply := s.g.admit(raw, s.caller)
		if reply == nil {
			refused = 0
			if write(s.node, m.forward()) != nil {
				s.leave(websocket.StatusGoingAway, "the node closed the connection")
				return
			}
			continue
		}
		if refused++; refused >= tooManyRefused {
			s.leave(websocket.StatusPolicyViolation, "too many refused calls in a row")
			return
		}
		if write(s.client, reply) != nil {
			s.leave(websocket.StatusNormalClosure, "")
			return
		}
	}
}

func write(to *websocket.Conn, text []byte) error {
	ctx, cancel := context.WithTimeout(context.Background(), writeWithin)
	defer cancel()
	return to.Write(ctx, websocket.MessageText, text)
}

func (s *session) toClient() {
	for {
		kind, reader, err := s.node.Reader(context.Background())
		if err != nil {
			s.leave(websocket.StatusGoingAway, "the node closed the connection")
			return
		}
		if s.pass(kind, reader) != nil {
			s.leave(websocket.StatusGoingAway, "the answer could not be passed on")
			return
		}
	}
}

func (s *session) pass(kind websocket.MessageType, reader io.Reader) error {
	ctx, cancel := context.WithTimeout(context.Background(), writeWithin)
	defer cancel()
	writer, err := s.client.Writer(ctx, kind)
	if err != nil {
		return err
	}
	if _, err := io.Copy(writer, reader); err != nil {
		return err
	}
	return writer.Close()
}

// ping keeps both connections from idling, and finds out who is gone without a word.
func (s *session) ping(ctx context.Context) {
	for {
		every := time.Duration(s.g.config.Load().PingSeconds) * time.Second
		select {
		case <-ctx.Done():
			return
		case <-time.After(every):
		}
		for _, end := range []*websocket.Conn{s.client, s.node} {
			answer, cancel := context.WithTimeout(ctx, every)
			err := end.Ping(answer)
			cancel()
			if err != nil {
				s.leave(websocket.StatusGoingAway, "a ping was not answered")
				return
			}
		}
	}
}
