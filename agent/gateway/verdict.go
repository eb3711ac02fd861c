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

func areReady(ctx context.Context, client *http.Client, urls []string) bool {
	for _, url := range urls {
		if !isReady(ctx, client, url) {
			return false
		}
	}
	return true
}

func isReady(ctx context.Context, client *http.Client, url string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	response, err := client.Do(request)
	if err != nil {
		return false
	}
	response.Body.Close()
	return response.StatusCode == http.StatusOK
}
