package logs

import (
	"fmt"
	"net/http"
	"sync"
	"time"
)

// counts are what the machine's agent and an operator ask about.
type counts struct {
	mutex                              sync.Mutex
	sentEntries, droppedEntries, fails int64
	failing                            bool
	// waitsSince is the time of the oldest entry that is being sent; zero where none is.
	waitsSince time.Time
}

func (c *counts) behind(oldest time.Time) { c.set(func() { c.waitsSince = oldest }) }

func (c *counts) sent(entries int) {
	c.set(func() {
		c.sentEntries += int64(entries)
		c.failing, c.waitsSince = false, time.Time{}
	})
}

func (c *counts) dropped(entries int) {
	c.set(func() {
		c.droppedEntries += int64(entries)
		c.failing, c.waitsSince = false, time.Time{}
	})
}

func (c *counts) failed() {
	c.set(func() {
		c.fails++
		c.failing = true
	})
}

func (c *counts) set(change func()) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	change()
}

func (c *counts) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	switch r.URL.Path {
	case "/live":
		fmt.Fprintln(w, "alive")
	case "/ready":
		if c.failing {
			http.Error(w, "logs are not taken", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ready")
	case "/metrics":
		w.Header().Set("Content-Type", "text/plain; version=0.0.4")
		for _, m := range []struct {
			name, kind, help string
			value            float64
		}{
			{"dinfra_logs_sent_entries_total", "counter", "Entries that the receiver took.", float64(c.sentEntries)},
			{"dinfra_logs_dropped_entries_total", "counter", "Entries that were refused for good, or could not be read.", float64(c.droppedEntries)},
			{"dinfra_logs_failures_total", "counter", "Tries that are made again.", float64(c.fails)},
			{"dinfra_logs_behind_seconds", "gauge", "Age of the oldest entry that is being sent.", age(c.waitsSince)},
		} {
			fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n%s %g\n", m.name, m.help, m.name, m.kind, m.name, m.value)
		}
	default:
		http.NotFound(w, r)
	}
}

func age(since time.Time) float64 {
	if since.IsZero() {
		return 0
	}
	return time.Since(since).Seconds()
}
