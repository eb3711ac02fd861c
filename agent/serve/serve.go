// Package serve is the agent's daemon: it converges the machine, answers operators on a socket, and balancers by HTTP.
package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/user"
	"strconv"
	"strings"
	"time"

	"dinfra.dev/agent/converge"
	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/system"
)

// Run serves until the context ends.
func Run(ctx context.Context, c *converge.Converger) error {
	listener, err := listen(c.M)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler(c), ReadHeaderTimeout: 10 * time.Second}
	go server.Serve(listener)
	defer server.Close()
	health := &health{c: c}
	go health.follow(ctx)
	notifyReady()
	c.Loop(ctx)
	return nil
}

// listen opens the socket for root and the operators' user, and for nobody else.
func listen(m system.Machine) (net.Listener, error) {
	path := m.Path(system.Socket)
	if err := system.MkdirAll(m.Path(system.RunFolder), 0o755); err != nil {
		return nil, err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o660); err != nil {
		return nil, err
	}
	operator, err := user.LookupGroup(system.OperatorUser)
	if err != nil {
		slog.Warn("no operator can talk to the agent", "error", err)
		return listener, nil
	}
	gid, _ := strconv.Atoi(operator.Gid)
	return listener, os.Chown(path, 0, gid)
}

func handler(c *converge.Converger) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /status", func(w http.ResponseWriter, _ *http.Request) { answer(w, c.Status(), nil) })
	mux.HandleFunc("POST /apply", func(w http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(io.LimitReader(r.Body, release.MaxBytes+1))
		if err == nil {
			err = c.Apply(raw)
		}
		answer(w, c.Status(), err)
	})
	for path, leaves := range map[string]bool{"POST /drain": true, "POST /undrain": false} {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			c.Leave(leaves)
			answer(w, c.Status(), nil)
		})
	}
	mux.HandleFunc("POST /remove", func(w http.ResponseWriter, _ *http.Request) {
		err := c.Remove()
		answer(w, c.Status(), err)
	})
	mux.HandleFunc("POST /peers", func(w http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(io.LimitReader(r.Body, release.MaxBytes+1))
		if err == nil {
			err = c.TellPeers(raw)
		}
		answer(w, c.Status(), err)
	})
	mux.HandleFunc("POST /keys", func(w http.ResponseWriter, r *http.Request) {
		owner, err := io.ReadAll(io.LimitReader(r.Body, 1024))
		if err != nil {
			answer(w, nil, err)
			return
		}
		keys, err := c.SessionKeys(r.Context(), strings.TrimSpace(string(owner)))
		answer(w, keys, err)
	})
	return mux
}

func answer(w http.ResponseWriter, value any, err error) {
	w.Header().Set("Content-Type", "application/json")
	if err != nil {
		w.WriteHeader(http.StatusUnprocessableEntity)
		value = map[string]any{"error": fault.Of(err)}
	}
	json.NewEncoder(w).Encode(value)
}

// notifyReady tells systemd that the socket is there (Type=notify).
func notifyReady() {
	path := os.Getenv("NOTIFY_SOCKET")
	if path == "" {
		return
	}
	connection, err := net.Dial("unixgram", path)
	if err != nil {
		slog.Warn("systemd was not told", "error", err)
		return
	}
	defer connection.Close()
	fmt.Fprint(connection, "READY=1")
}
