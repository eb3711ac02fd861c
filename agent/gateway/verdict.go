package gateway

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"

	"dinfra.dev/agent/probe"
)

// verdict is whether the node should get traffic, asked in the background: whoever wants to know gets the one at hand, so
// any number of balancers costs the node nothing.
type verdict struct {
	ready atomic.Bool
	gate  probe.Gate
}

const (
	// askEvery and answerWithin bound how long a node that stands still keeps its clients: three seconds.
	askEvery     = 500 * time.Millisecond
	answerWithin = time.Second
	fall         = 2
)

// follow asks until the context ends. `lost` is called when the node stops being ready.
func (v *verdict) follow(ctx context.Context, urls func() []string, lost func()) {
	v.gate = probe.Gate{Up: 1, Down: fall}
	client := &http.Client{Timeout: answerWithin, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for ctx.Err() == nil {
		if v.gate.See(areReady(ctx, client, urls())) {
			v.ready.Store(v.gate.Open)
			if !v.gate.Open {
				lost()
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(askEvery):
		}
	}
}

// areReady is whether one at least says so, and nobody the contrary. A node older than the path at which it is asked answers
// that there is none: it does not stand still, and the agent has said the rest.
func areReady(ctx context.Context, client *http.Client, urls []string) bool {
	said := false
	for _, url := range urls {
		switch answer(ctx, client, url) {
		case http.StatusOK:
			said = true
		case http.StatusNotFound, http.StatusMethodNotAllowed:
		default:
			return false
		}
	}
	return said
}

// answer is the status of an answer; 0 for none.
func answer(ctx context.Context, client *http.Client, url string) int {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0
	}
	response, err := client.Do(request)
	if err != nil {
		return 0
	}
	response.Body.Close()
	return response.StatusCode
}
