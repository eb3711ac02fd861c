package gateway

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func testPolicy(t testing.TB) *policy {
	allowed, err := Methods{Allow: []string{"mychain_price"}, Refuse: []string{"author_pendingExtrinsics"}}.allowed()
	if err != nil {
		t.Fatal(err)
	}
	return &policy{allowed, 3}
}

func TestJudge(t *testing.T) {
	call := func(method string) string { return `{"jsonrpc":"2.0","id":1,"method":"` + method + `"}` }
	for _, c := range []struct {
		name, text string
		// codes of the answers, in order; none is forwarded as it is here.
		codes  []int
		weight int
	}{
		{"the new JSON-RPC", call("chainHead_v1_follow"), nil, 5},
		{"an archive's", call("archive_v1_call"), nil, 20},
		{"a legacy read", call("state_getStorage"), nil, 1},
		{"one of the configuration's", call("mychain_price"), nil, 10},
		{"spaces before and between", " \n{ \"id\" : 1 ,\"jsonrpc\": \"2.0\", \"method\":\"system_chain\" , \"params\" : [ ] } ", nil, 1},
		{"params by name", `{"jsonrpc":"2.0","id":"a","method":"system_chain","params":{"a":1}}`, nil, 1},
		{"a notification", `{"jsonrpc":"2.0","method":"system_chain"}`, nil, 1},
		{"an escaped name is the name", `{"jsonrpc":"2.0","id":1,"method":"system_\u0063hain"}`, nil, 1},
		{"a batch is weighed by its calls", "[" + call("state_call") + "," + call("system_chain") + "]", nil, 11},
		{"an unsafe one", call("author_rotateKeys"), []int{codeMethod}, 0},
		{"one that is refused here", call("author_pendingExtrinsics"), []int{codeMethod}, 0},
		{"one that nobody knows", call("system_reboot"), []int{codeMethod}, 0},
		{"capitals", call("System_chain"), []int{codeMethod}, 0},
		{"an unsafe one in a batch", "[" + call("system_chain") + "," + call("author_rotateKeys") + "]", []int{codeInvalid, codeMethod}, 0},
		{"a member given twice", `{"jsonrpc":"2.0","id":1,"method":"system_chain","method":"author_rotateKeys"}`, []int{codeParse}, 0},
		{"a member in capitals", `{"jsonrpc":"2.0","id":1,"method":"system_chain","Method":"author_rotateKeys"}`, []int{codeInvalid}, 0},
		{"more after it", call("system_chain") + call("author_rotateKeys"), []int{codeParse}, 0},
		{"no version", `{"id":1,"method":"system_chain"}`, []int{codeInvalid}, 0},
		{"an id that is an object", `{"jsonrpc":"2.0","id":{},"method":"system_chain"}`, []int{codeInvalid}, 0},
		{"a method that is a number", `{"jsonrpc":"2.0","id":1,"method":1}`, []int{codeInvalid}, 0},
		{"params that are a text", `{"jsonrpc":"2.0","id":1,"method":"system_chain","params":"a"}`, []int{codeInvalid}, 0},
		{"no JSON", "hello", []int{codeParse}, 0},
		{"nothing", "", []int{codeParse}, 0},
		{"half", `{"jsonrpc":`, []int{codeParse}, 0},
		{"half a batch", `[{}`, []int{codeParse}, 0},
		{"a text", `"system_chain"`, []int{codeParse}, 0},
		{"an empty batch", "[]", []int{codeInvalid}, 0},
		{"a batch in a batch", "[[" + call("system_chain") + "]]", []int{codeParse}, 0},
		{"too large a batch", "[" + strings.Repeat(call("system_chain")+",", 3) + call("system_chain") + "]", []int{codeInvalid}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := testPolicy(t).judge([]byte(c.text))
			if m.weight != c.weight {
				t.Errorf("expected the weight %d, found %d", c.weight, m.weight)
			}
			if m.refused() != (c.codes != nil) {
				t.Fatalf("expected the refusals %v, found %+v", c.codes, m.calls)
			}
			if c.codes == nil {
				sameJSON(t, c.text, m.forward())
				return
			}
			if codes := codesOf(t, m.answer(nil)); !slices.Equal(codes, c.codes) {
				t.Errorf("expected the codes %v, found %v", c.codes, codes)
			}
		})
	}
}

func sameJSON(t *testing.T, wanted string, found []byte) {
	t.Helper()
	var a, b any
	if json.Unmarshal([]byte(wanted), &a) != nil || json.Unmarshal(found, &b) != nil {
		t.Fatalf("expected JSON, found %s", found)
	}
	first, _ := json.Marshal(a)
	second, _ := json.Marshal(b)
	if !bytes.Equal(first, second) {
		t.Errorf("expected %s, found %s", first, second)
	}
}

type answered struct {
	ID    any `json:"id"`
	Error struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
}

func codesOf(t *testing.T, raw []byte) (codes []int) {
	t.Helper()
	var many []answered
	if json.Unmarshal(raw, &many) != nil {
		many = make([]answered, 1)
		if err := json.Unmarshal(raw, &many[0]); err != nil {
			t.Fatalf("expected an answer, found %s", raw)
		}
	}
	for _, one := range many {
		codes = append(codes, one.Error.Code)
	}
	return codes
}

func TestAnswersBearTheIDs(t *testing.T) {
	m := testPolicy(t).judge([]byte(`[{"jsonrpc":"2.0","id":"a","method":"system_chain"},{"jsonrpc":"2.0","id":7,"method":"dev_x"}]`))
	var answers []answered
	if err := json.Unmarshal(m.answer(nil), &answers); err != nil || len(answers) != 2 {
		t.Fatalf("expected two answers, found %s", m.answer(nil))
	}
	if answers[0].ID != "a" || answers[1].ID != 7.0 || !strings.Contains(answers[1].Error.Message, "dev_x is not served here") {
		t.Errorf("found %+v", answers)
	}
}

// What is listed is never unsafe, whatever the configuration says.
func TestNeverIsNever(t *testing.T) {
	for method := range weights {
		if isNever(method) {
			t.Errorf("%s is both served and never served", method)
		}
	}
	for _, method := range append(slices.Clone(never), "dev_newBlock", "offchain_localStorageGet", "mixnet_registerMixnode") {
		if _, err := (Methods{Allow: []string{method}}).allowed(); err == nil {
			t.Errorf("expected %s to be refused", method)
		}
	}
	if _, err := (Methods{Refuse: []string{"no_such"}}).allowed(); err == nil {
		t.Error("expected a refusal of what is not served to be an error: it is misspelt")
	}
}

// Whatever text a caller sends: what is forwarded is JSON whose methods, as any parser reads them, are all served.
func FuzzJudge(f *testing.F) {
	for _, seed := range []string{
		`{"jsonrpc":"2.0","id":1,"method":"system_chain","params":[]}`, `[{"jsonrpc":"2.0","id":1,"method":"state_call"}]`,
		`{"jsonrpc":"2.0","id":1,"method":"system_chain","method":"author_rotateKeys"}`, `[]`, `{}`, `[[]]`, "\xff", "{\"\\u006dethod\":1}",
	} {
		f.Add([]byte(seed))
	}
	p := testPolicy(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := p.judge(raw)
		if m.refused() {
			if !json.Valid(m.answer(nil)) {
				t.Fatalf("expected JSON, found %s", m.answer(nil))
			}
			return
		}
		text := m.forward()
		if !json.Valid(text) {
			t.Fatalf("expected JSON, found %s", text)
		}
		elements := []json.RawMessage{text}
		if m.batch {
			if err := json.Unmarshal(text, &elements); err != nil {
				t.Fatal(err)
			}
		}
		total := 0
		for _, element := range elements {
			// Of two members of one name some parsers take the first and some the last: there are none.
			if strings.Count(string(element), `"method"`) != 1 && bytes.Count(element, []byte(`{"jsonrpc":"2.0"`)) != 1 {
				t.Fatalf("expected one method, found %s", element)
			}
			var c struct{ Method string }
			if err := json.Unmarshal(element, &c); err != nil {
				t.Fatal(err)
			}
			weight, served := p.allowed[c.Method]
			if !served {
				t.Fatalf("%s is forwarded and not served", c.Method)
			}
			total += weight
		}
		if total != m.weight {
			t.Fatalf("expected the weight %d, found %d", total, m.weight)
		}
	})
}
