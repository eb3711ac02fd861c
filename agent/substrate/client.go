package substrate

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/coder/websocket"
)

// client speaks JSON-RPC over one WebSocket, one question at a time.
type client struct {
	connection *websocket.Conn
	id         int
	// heard are notifications that came while an answer was waited for.
	heard []message
}

type message struct {
	ID     *int            `json:"id"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
	Params *struct {
		Subscription string `json:"subscription"`
		Result       struct {
			Event string `json:"event"`
		} `json:"result"`
	} `json:"params"`
}

// methodNotFound is JSON-RPC's own code.
const methodNotFound = -32601

// refusal is an error that the node itself answered.
type refusal struct {
	method  string
	code    int
	message string
}

func (r *refusal) Error() string {
	return fmt.Sprintf("expected a result of %s, found error %d: %s", r.method, r.code, r.message)
}

func dial(ctx context.Context, url string) (*client, error) {
	connection, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		return nil, err
	}
	connection.SetReadLimit(16 << 20)
	return &client{connection: connection}, nil
}

func (c *client) close() { c.connection.CloseNow() }

func (c *client) read(ctx context.Context) (message, error) {
	_, raw, err := c.connection.Read(ctx)
	if err != nil {
		return message{}, err
	}
	var m message
	if err := json.Unmarshal(raw, &m); err != nil {
		return message{}, fmt.Errorf("expected a JSON-RPC message, found: %w", err)
	}
	return m, nil
}

func (c *client) call(ctx context.Context, method string, params []any, into any) error {
	c.id++
	if params == nil {
		params = []any{}
	}
	question, _ := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": c.id, "method": method, "params": params})
	if err := c.connection.Write(ctx, websocket.MessageText, question); err != nil {
		return fmt.Errorf("expected to ask %s, found: %w", method, err)
	}
	for {
		m, err := c.read(ctx)
		if err != nil {
			return fmt.Errorf("expected an answer to %s, found: %w", method, err)
		}
		if m.ID == nil || *m.ID != c.id {
			if m.Params != nil && len(c.heard) < 1000 {
				c.heard = append(c.heard, m)
			}
			continue
		}
		if m.Error != nil {
			return &refusal{method: method, code: m.Error.Code, message: m.Error.Message}
		}
		if err := json.Unmarshal(m.Result, into); err != nil {
			return fmt.Errorf("expected another result of %s, found: %w", method, err)
		}
		return nil
	}
}

// follows opens a chainHead subscription and waits for its first event. A node that is out of subscriptions, or pins
// nothing any more, answers `stop` or nothing at all.
func (c *client) follows(ctx context.Context) error {
	var subscription string
	if err := c.call(ctx, "chainHead_v1_follow", []any{false}, &subscription); err != nil {
		return err
	}
	heard := c.heard
	for {
		for _, m := range heard {
			if m.Params.Subscription == subscription {
				if event := m.Params.Result.Event; event != "initialized" {
					return fmt.Errorf("expected the event initialized first, found %s", event)
				}
				return nil
			}
		}
		m, err := c.read(ctx)
		if err != nil {
			return err
		}
		heard = nil
		if m.Params != nil {
			heard = []message{m}
		}
	}
}
