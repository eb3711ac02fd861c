package gateway

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
)

// Codes of refusals, as in JSON-RPC 2.0; the last is that of EIP-1474, which clients know.
const (
	codeParse    = -32700
	codeInvalid  = -32600
	codeMethod   = -32601
	codeInternal = -32603
	codeLimit    = -32005
)

var methodPattern = regexp.MustCompile(`^[A-Za-z0-9_]{1,128}$`)

// policy decides about a message by its text alone.
type policy struct {
	allowed  map[string]int
	maxBatch int
}

// call is one element of a message. Its members are as the client wrote them.
type call struct {
	id     json.RawMessage
	method string
	params json.RawMessage
	// refused is why it is not forwarded; nil when it may be.
	refused *refusal
}

type refusal struct {
	code    int
	message string
}

// message is what was decided about a whole message.
type message struct {
	calls []call
	batch bool
	// weight is the sum over the calls, of what is forwarded.
	weight int
	// limited says that it was refused for its caller's limit.
	limited bool
}

// judge reads a message. A batch goes on whole or not at all: one element that is refused is answered as such, and the
// others are answered that it is the reason. So a client never has to tell an answer of the gateway from one of the node
// inside one batch, and nothing of a batch happened when any of it was refused.
func (p *policy) judge(raw []byte) message {
	trimmed := bytes.TrimLeft(raw, " \t\r\n")
	if len(trimmed) == 0 || trimmed[0] != '[' {
		return p.weigh(message{calls: []call{p.read(raw)}})
	}
	var elements []json.RawMessage
	if err := json.Unmarshal(raw, &elements); err != nil {
		return message{calls: []call{{refused: &refusal{codeParse, "expected JSON, found: " + err.Error()}}}}
	}
	if len(elements) == 0 || len(elements) > p.maxBatch {
		return message{calls: []call{{refused: &refusal{codeInvalid, fmt.Sprintf("expected a batch of 1 to %d calls, found %d", p.maxBatch, len(elements))}}}}
	}
	m := message{batch: true}
	var first *call
	for _, element := range elements {
		c := p.read(element)
		if c.refused != nil && first == nil {
			first = &c
		}
		m.calls = append(m.calls, c)
	}
	if first != nil {
		for i := range m.calls {
			if m.calls[i].refused == nil {
				m.calls[i].refused = &refusal{codeInvalid, "not called, because another call of its batch was refused: " + first.refused.message}
			}
		}
	}
	return p.weigh(m)
}

func (p *policy) weigh(m message) message {
	for _, c := range m.calls {
		if c.refused == nil {
			m.weight += p.allowed[c.method]
		}
	}
	return m
}

// read takes one call apart. What is forwarded is put together anew from these members: two parsers that read one text
// differently (a member given twice, or in capitals) would let a caller name one method to the gateway and another to the
// node.
func (p *policy) read(raw []byte) call {
	members, err := membersOf(raw)
	if err != nil {
		return call{refused: &refusal{codeParse, err.Error()}}
	}
	var c call
	if id, found := members["id"]; found {
		if !isID(id) {
			c.refused = &refusal{codeInvalid, "id: expected a string, a number or null"}
			return c
		}
		c.id = id
	}
	refuse := func(code int, format string, args ...any) call {
		c.refused = &refusal{code, fmt.Sprintf(format, args...)}
		return c
	}
	for name := range members {
		switch name {
		case "jsonrpc", "id", "method", "params":
		default:
			return refuse(codeInvalid, "expected the members jsonrpc, id, method and params, found %q", shortened(name))
		}
	}
	if string(members["jsonrpc"]) != `"2.0"` {
		return refuse(codeInvalid, `jsonrpc: expected "2.0"`)
	}
	if json.Unmarshal(members["method"], &c.method) != nil || !methodPattern.MatchString(c.method) {
		c.method = ""
		return refuse(codeInvalid, "method: expected the name of a method")
	}
	if _, served := p.allowed[c.method]; !served {
		return refuse(codeMethod, "%s is not served here", c.method)
	}
	if params, found := members["params"]; found {
		if len(params) == 0 || params[0] != '[' && params[0] != '{' && string(params) != "null" {
			return refuse(codeInvalid, "params: expected an array or an object")
		}
		c.params = params
	}
	return c
}

// membersOf is an object's members; one that is given twice is an error.
func membersOf(raw []byte) (map[string]json.RawMessage, error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	token, err := decoder.Token()
	if err != nil {
		return nil, fmt.Errorf("expected JSON, found: %w", err)
	}
	if token != json.Delim('{') {
		return nil, errors.New("expected a JSON object, or an array of them")
	}
	members := make(map[string]json.RawMessage, 4)
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, fmt.Errorf("expected JSON, found: %w", err)
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, fmt.Errorf("expected JSON, found: %w", err)
		}
		if _, twice := members[name.(string)]; twice {
			return nil, fmt.Errorf("expected each member once, found %q twice", shortened(name.(string)))
		}
		members[name.(string)] = value
	}
	if _, err := decoder.Token(); err != nil {
		return nil, fmt.Errorf("expected JSON, found: %w", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, errors.New("expected one JSON value, found more after it")
	}
	return members, nil
}

func isID(raw json.RawMessage) bool {
	return len(raw) > 0 && len(raw) <= 256 && raw[0] != '{' && raw[0] != '[' && raw[0] != 't' && raw[0] != 'f'
}

func shortened(text string) string {
	if len(text) > 40 {
		return text[:40] + "…"
	}
	return text
}

// refused says whether any of it is; then nothing is forwarded.
func (m message) refused() bool {
	for _, c := range m.calls {
		if c.refused != nil {
			return true
		}
	}
	return false
}

// forward is the message for the node.
func (m message) forward() []byte {
	var out bytes.Buffer
	if m.batch {
		out.WriteByte('[')
	}
	for i, c := range m.calls {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString(`{"jsonrpc":"2.0"`)
		if c.id != nil {
			out.WriteString(`,"id":`)
			out.Write(c.id)
		}
		// Its characters were looked at: none needs an escape.
		out.WriteString(`,"method":"`)
		out.WriteString(c.method)
		out.WriteByte('"')
		if c.params != nil {
			out.WriteString(`,"params":`)
			out.Write(c.params)
		}
		out.WriteByte('}')
	}
	if m.batch {
		out.WriteByte(']')
	}
	return out.Bytes()
}

func (m message) body() io.Reader { return bytes.NewReader(m.forward()) }

// answer is what the client gets of a message that is not forwarded: `why` for all of it, or each call's own refusal
// where that is nil.
func (m message) answer(why *refusal) []byte {
	type problem struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	}
	type response struct {
		Version string          `json:"jsonrpc"`
		ID      json.RawMessage `json:"id"`
		Error   problem         `json:"error"`
	}
	var answers []response
	for _, c := range m.calls {
		reason := why
		if reason == nil {
			reason = c.refused
		}
		id := c.id
		if id == nil {
			id = json.RawMessage("null")
		}
		answers = append(answers, response{"2.0", id, problem{reason.code, reason.message}})
	}
	var out []byte
	if m.batch {
		out, _ = json.Marshal(answers)
	} else {
		out, _ = json.Marshal(answers[0])
	}
	return out
}
