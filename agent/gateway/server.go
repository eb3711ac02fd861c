// Package gateway stands before a Substrate node's JSON-RPC: who calls is known by a key or an address, calls are held
// against a list of methods and a caller's limits one by one, and clients are sent away before the node goes. What is
// decided is in policy.go, limits.go and caller.go; this file and session.go carry it out.
package gateway

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// Gateway is one that serves.
type Gateway struct {
	config   atomic.Pointer[settled]
	callers  *callers
	sessions *sessions
	verdict  verdict
	draining atomic.Bool
	http     *http.Client
}

// New is a gateway that does not serve yet.
func New(c *settled) *Gateway {
	g := &Gateway{callers: newCallers(), sessions: newSessions(), http: &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 1024, IdleConnTimeout: time.Minute, DisableCompression: true, ResponseHeaderTimeout: time.Minute},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	g.config.Store(c)
	return g
}

// Reload takes another configuration on; nobody is cut off. What it listens on cannot change so.
func (g *Gateway) Reload(c *settled) error {
	if !g.config.Load().listensAlike(c) {
		return errors.New("expected listen, node and acme as they were, found others: the gateway has to be started anew for them")
	}
	g.config.Store(c)
	return nil
}

// lostWithin: the clients of a node that stands still do not wait for a drain.
const lostWithin = time.Second

// Serve serves on a listener until the context ends, and then sends its clients away.
func (g *Gateway) Serve(ctx context.Context, listener net.Listener, security *tls.Config) error {
	asking, stop := context.WithCancel(context.Background())
	defer stop()
	go g.verdict.follow(asking, func() []string { return g.config.Load().Readiness }, func() {
		slog.Warn("the node is not ready; its clients are sent away")
		g.sessions.sendAway(lostWithin, "the node is not ready: connect again")
	})
	listener = g.proxied(listener)
	if security != nil {
		listener = tls.NewListener(listener, security)
	}
	server := &http.Server{
		Handler: g, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 16 << 10, ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelDebug),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	// New clients are refused, and the balancer told, while those that are here are sent away.
	g.draining.Store(true)
	over := time.Duration(g.config.Load().DrainSeconds) * time.Second
	slog.Info("draining", "seconds", over.Seconds())
	none := g.sessions.sendAway(over, "the gateway ends: connect again")
	select {
	case <-none:
	case <-time.After(over + 6*time.Second): // a client that does not answer a close is given five
	}
	finish, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return server.Shutdown(finish)
}

// refuses says whether new clients should go elsewhere.
func (g *Gateway) refuses() bool { return g.draining.Load() || !g.verdict.ready.Load() }

func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	upgrade := r.Header.Get("Upgrade") != ""
	if r.Method == http.MethodGet && !upgrade {
		g.tell(w, r)
		return
	}
	w.Header().Set("Access-Control-Allow-Origin", "*")
	if r.Method == http.MethodOptions {
		w.Header().Set("Access-Control-Allow-Methods", "POST")
		w.Header().Set("Access-Control-Allow-Headers", "content-type, authorization")
		w.Header().Set("Access-Control-Max-Age", "86400")
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if !upgrade && r.Method != http.MethodPost {
		w.Header().Set("Allow", "POST, GET, OPTIONS")
		http.Error(w, "expected JSON-RPC by POST or WebSocket", http.StatusMethodNotAllowed)
		return
	}
	who, known := g.config.Load().identify(r)
	if !known {
		w.Header().Set("WWW-Authenticate", "Bearer")
		http.Error(w, "expected an API key, in the header Authorization (Bearer) or as the path", http.StatusUnauthorized)
		return
	}
	// A balancer takes this for nothing done, and asks another.
	if g.refuses() {
		w.Header().Set("Retry-After", "1")
		http.Error(w, "the node is not ready", http.StatusServiceUnavailable)
		return
	}
	if upgrade {
		g.serveWebSocket(w, r, who)
		return
	}
	g.servePost(w, r, who)
}

// tell answers about the gateway and its node, without a look at who asks.
func (g *Gateway) tell(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	switch r.URL.Path {
	case "/live":
		fmt.Fprintln(w, "alive")
	case "/ready", "/health", "/health/readiness":
		if g.refuses() {
			http.Error(w, "not ready", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ready")
	default:
		http.Error(w, "expected JSON-RPC by POST or WebSocket", http.StatusNotFound)
	}
}

func (g *Gateway) servePost(w http.ResponseWriter, r *http.Request, who identity) {
	c := g.config.Load()
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, int64(c.MaxRequestBytes)))
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			http.Error(w, fmt.Sprintf("expected at most %d bytes", c.MaxRequestBytes), http.StatusRequestEntityTooLarge)
		}
		return
	}
	w.Header().Set("Content-Type", "application/json")
	m, reply := g.admit(raw, g.callers.get(who.name, who.limits, time.Now()))
	if reply != nil {
		if m.limited {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
		}
		w.Write(reply)
		return
	}
	if err := g.ask(r.Context(), w, c, m); err != nil {
		slog.Debug("a call was not answered", "error", err)
		w.WriteHeader(http.StatusBadGateway)
		w.Write(m.answer(&refusal{codeInternal, "the node does not answer"}))
	}
}

// ask passes a message to the node and its answer back. An error is given only while nothing was answered yet.
func (g *Gateway) ask(ctx context.Context, w http.ResponseWriter, c *settled, m message) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+c.Node+"/", m.body())
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := g.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.ContentLength > int64(c.MaxResponseBytes) {
		return fmt.Errorf("expected an answer of at most %d bytes, found %d", c.MaxResponseBytes, response.ContentLength)
	}
	w.WriteHeader(response.StatusCode)
	copied, err := io.Copy(w, io.LimitReader(response.Body, int64(c.MaxResponseBytes)+1))
	if err != nil || copied > int64(c.MaxResponseBytes) {
		// Half an answer must not look like a whole one.
		panic(http.ErrAbortHandler)
	}
	return nil
}

// admit decides about a message: the reply is nil when it is to be forwarded. What is refused costs as much as a cheap
// call, or refusals would be free.
func (g *Gateway) admit(raw []byte, of *caller) (message, []byte) {
	m := g.config.Load().policy.judge(raw)
	if !g.callers.use(of, max(m.weight, len(m.calls)), time.Now()) {
		m.limited = true
		return m, m.answer(&refusal{codeLimit, "the limit of this caller is used up: ask more slowly"})
	}
	if m.refused() {
		return m, m.answer(nil)
	}
	return m, nil
}
