// Package probe asks a port of this machine one question.
package probe

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/coder/websocket"

	"dinfra.dev/agent/release"
)

// host is where services are asked: the agent runs beside them.
const host = "127.0.0.1"

var client = &http.Client{
	Transport: &http.Transport{DisableKeepAlives: true},
	// A redirect is an answer of the service, not a way to somewhere else.
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// Ask answers nil when the probe's question is answered well within its time.
func Ask(ctx context.Context, p release.Probe) error {
	ctx, cancel := context.WithTimeout(ctx, time.Duration(p.TimeoutSeconds)*time.Second)
	defer cancel()
	address := net.JoinHostPort(host, strconv.Itoa(p.Port))
	switch p.Kind {
	case "tcp":
		connection, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
		if err == nil {
			connection.Close()
		}
		return err
	case "http":
		return get(ctx, "http://"+address+p.Path)
	default:
		return call(ctx, "ws://"+address+p.Path, p.Method)
	}
}

func get(ctx context.Context, url string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	io.Copy(io.Discard, io.LimitReader(response.Body, 1<<20))
	if response.StatusCode >= 400 {
		return fmt.Errorf("expected a status below 400 from %s, found %s", url, response.Status)
	}
	return nil
}

func call(ctx context.Context, url, method string) error {
	connection, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		return err
	}
	defer connection.CloseNow()
	if method == "" {
		return nil
	}
	question, _ := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 1, "method": method, "params": []any{}})
	if err := connection.Write(ctx, websocket.MessageText, question); err != nil {
		return err
	}
	_, raw, err := connection.Read(ctx)
	if err != nil {
		return err
	}
	var answer struct {
		Result json.RawMessage `json:"result"`
		Error  json.RawMessage `json:"error"`
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return fmt.Errorf("expected a JSON-RPC answer to %s, found: %w", method, err)
	}
	if answer.Error != nil || answer.Result == nil {
		return fmt.Errorf("expected a result of %s, found the error %s", method, answer.Error)
	}
	return nil
}
