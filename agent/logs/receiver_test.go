package logs

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// receiver is shaped as Loki and as a receiver of OTLP are: it keeps what it took.
type receiver struct {
	*httptest.Server
	mutex   sync.Mutex
	took    []taken
	tries   []time.Time
	headers http.Header
	// answers decides about a request; 0 takes it.
	answers func(w http.ResponseWriter, entries []taken) int
}

// taken is an entry as a receiver has it.
type taken struct {
	message, unit, node, host, level string
	labels                           map[string]string
	nanos                            string
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{}
	r.Server = httptest.NewServer(r)
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.tries, r.headers = append(r.tries, time.Now()), request.Header.Clone()
	unpacked, err := gzip.NewReader(request.Body)
	if err != nil {
		http.Error(w, "expected gzip", http.StatusBadRequest)
		return
	}
	raw, _ := io.ReadAll(unpacked)
	var entries []taken
	switch {
	case request.Method == http.MethodPost && request.URL.Path == "/loki/api/v1/push":
		entries = ofLoki(raw)
	case request.Method == http.MethodPost && request.URL.Path == "/v1/logs":
		entries = ofOTLP(raw)
	}
	if entries == nil || request.Header.Get("Content-Type") != "application/json" {
		http.Error(w, "expected logs", http.StatusBadRequest)
		return
	}
	if r.answers != nil {
		if status := r.answers(w, entries); status != 0 {
			w.WriteHeader(status)
			return
		}
	}
	r.took = append(r.took, entries...)
	if request.URL.Path == "/v1/logs" {
		io.WriteString(w, `{}`)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func ofLoki(raw []byte) (entries []taken) {
	var push struct {
		Streams []struct {
			Stream map[string]string
			Values [][2]string
		}
	}
	if json.Unmarshal(raw, &push) != nil {
		return nil
	}
	for _, s := range push.Streams {
		for _, v := range s.Values {
			entries = append(entries, taken{v[1], s.Stream["unit"], s.Stream["node"], s.Stream["host"], s.Stream["level"], s.Stream, v[0]})
		}
	}
	return entries
}

func ofOTLP(raw []byte) (entries []taken) {
	type attributes []struct {
		Key   string
		Value struct{ StringValue string }
	}
	var all struct {
		ResourceLogs []struct {
			Resource  struct{ Attributes attributes }
			ScopeLogs []struct {
				LogRecords []struct {
					TimeUnixNano, SeverityText string
					SeverityNumber             int
					Body                       struct{ StringValue string }
					Attributes                 attributes
				}
			}
		}
	}
	if json.Unmarshal(raw, &all) != nil {
		return nil
	}
	for _, r := range all.ResourceLogs {
		of := map[string]string{}
		for _, a := range r.Resource.Attributes {
			of[a.Key] = a.Value.StringValue
		}
		for _, s := range r.ScopeLogs {
			for _, l := range s.LogRecords {
				entries = append(entries, taken{l.Body.StringValue, of["service.name"], of["service.instance.id"], of["host.name"], l.SeverityText, of, l.TimeUnixNano})
			}
		}
	}
	return entries
}

func (r *receiver) answer(with func(w http.ResponseWriter, entries []taken) int) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.answers = with
}

func (r *receiver) tried() []time.Time {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return slices.Clone(r.tries)
}

// messages are those that it took and that begin so, each once, in the order in which they came first.
func (r *receiver) messages(prefix string) []string {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	seen := map[string]bool{}
	var all []string
	for _, e := range r.took {
		if strings.HasPrefix(e.message, prefix) && !seen[e.message] {
			seen[e.message] = true
			all = append(all, e.message)
		}
	}
	return all
}

func (r *receiver) count(prefix string) (n int) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for _, e := range r.took {
		if strings.HasPrefix(e.message, prefix) {
			n++
		}
	}
	return n
}

// until fails where it takes longer than 30 seconds.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("expected %s within 30 seconds", what)
		}
	}
}

func freeAddress(t *testing.T) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}
