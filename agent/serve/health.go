package serve

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"dinfra.dev/agent/converge"
	"dinfra.dev/agent/verdict"
)

// health serves /ready and /live on the port that the release names. Both answer from a verdict that is at hand, so
// any number of balancers costs nothing.
type health struct {
	c      *converge.Converger
	port   int
	server *http.Server
}

// follow keeps the port that of the release.
func (h *health) follow(ctx context.Context) {
	for ctx.Err() == nil {
		if port := h.c.HealthPort(); port != h.port || h.server == nil && port != 0 {
			h.move(port)
		}
		select {
		case <-ctx.Done():
		case <-time.After(2 * time.Second):
		}
	}
	h.move(0)
}

func (h *health) move(port int) {
	if h.server != nil {
		h.server.Close()
		h.server = nil
	}
	h.port = port
	if port == 0 {
		return
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /ready", told(h.c.Serving))
	mux.HandleFunc("GET /live", told(h.c.Alive))
	server := &http.Server{Addr: fmt.Sprintf(":%d", port), Handler: mux, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute}
	h.server = server
	go func() {
		if err := server.ListenAndServe(); err != http.ErrServerClosed {
			slog.Error("readiness is not served", "port", port, "error", err)
		}
	}()
}

func told(ask func() (bool, string)) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		ok, reason := ask()
		verdict.Write(w, ok, reason)
	}
}
