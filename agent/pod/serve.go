package pod

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"dinfra.dev/agent/verdict"
)

// serve answers until the context ends. Every answer is the verdict that is at hand, so any number of balancers costs nothing.
func serve(ctx context.Context, c *Config, root string) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", ":"+strconv.Itoa(c.Port))
	if err != nil {
		return err
	}
	w := newWatch(c.Services)
	meetings, err := meetingsOf(c, root, usualPace)
	if err != nil {
		return err
	}
	w.waits = waitsOf(meetings)
	server := &http.Server{Handler: handler(c, w, root, meetings, connections), ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute}
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(listener) }()
	go w.run(ctx)
	for _, m := range meetings {
		go m.run(ctx)
	}
	select {
	case err := <-stopped:
		return err
	case <-ctx.Done():
		return server.Close()
	}
}

// handler: /ready and /live are about the whole pod, the rest about one service.
func handler(c *Config, w *watch, root string, meetings []*meeting, count func(port int) (int, error)) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /ready", func(r http.ResponseWriter, _ *http.Request) {
		ok, reason := w.all((*watched).isReady)
		verdict.Write(r, ok, reason)
	})
	mux.HandleFunc("GET /live", func(r http.ResponseWriter, _ *http.Request) {
		ok, reason := w.all((*watched).isAlive)
		verdict.Write(r, ok, reason)
	})
	mux.HandleFunc("GET /services/{name}/{question}", func(r http.ResponseWriter, request *http.Request) {
		ok, reason, known := w.answer(request.PathValue("name"), request.PathValue("question"))
		if !known {
			http.NotFound(r, request)
			return
		}
		verdict.Write(r, ok, reason)
	})
	mux.HandleFunc("GET /services/{name}/identity", func(r http.ResponseWriter, request *http.Request) { prove(c, root, r, request) })
	mux.HandleFunc("GET /metrics", func(r http.ResponseWriter, _ *http.Request) { metrics(r, c, w, meetings, count) })
	return mux
}

// metrics in Prometheus' text format.
func metrics(r http.ResponseWriter, c *Config, w *watch, meetings []*meeting, count func(port int) (int, error)) {
	r.Header().Set("Content-Type", "text/plain; version=0.0.4")
	say := func(format string, args ...any) { fmt.Fprintf(r, format+"\n", args...) }
	flag := map[bool]int{true: 1}
	ready, _ := w.all((*watched).isReady)
	say("# HELP dinfra_pod_ready Whether the pod should get traffic.")
	say("# TYPE dinfra_pod_ready gauge")
	say("dinfra_pod_ready %d", flag[ready])
	for _, question := range []string{"started", "ready", "alive"} {
		say("# HELP dinfra_service_%s The agent's verdict about a service.", question)
		say("# TYPE dinfra_service_%s gauge", question)
		for _, s := range c.Services {
			ok, _, _ := w.answer(s.Name, question)
			say("dinfra_service_%s{service=%q} %d", question, s.Name, flag[ok])
		}
	}
	say("# HELP dinfra_pod_connections Connections of clients.")
	say("# TYPE dinfra_pod_connections gauge")
	for _, port := range c.Clients {
		if found, err := count(port.Port); err == nil {
			say("dinfra_pod_connections{port=%q} %d", port.Name, found)
		}
	}
	if len(meetings) == 0 {
		return
	}
	say("# HELP dinfra_peer_known Whether a peer said its id: its node is started with the ids of all.")
	say("# TYPE dinfra_peer_known gauge")
	each(meetings, func(service, peer string, known, _ bool) {
		say("dinfra_peer_known{service=%q,peer=%q} %d", service, peer, flag[known])
	})
	say("# HELP dinfra_peer_same Whether a peer last answered, with the id that it said first.")
	say("# TYPE dinfra_peer_same gauge")
	each(meetings, func(service, peer string, _, same bool) {
		say("dinfra_peer_same{service=%q,peer=%q} %d", service, peer, flag[same])
	})
}
