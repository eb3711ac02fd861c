package logs

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

func entriesOf(messages ...string) (entries []Entry) {
	for i, message := range messages {
		entries = append(entries, Entry{
			Cursor: fmt.Sprintf("s=1;i=%d", i), Time: time.UnixMicro(1796062920856921), Unit: "dinfra-node.service", Message: message, Priority: 4, PID: "7",
		})
	}
	return entries
}

func senderTo(r *receiver, change func(*Config)) *sender {
	c := &Config{Version: 1, Node: "n-1", Loki: &Loki{URL: r.URL + "/loki/api/v1/push"}, Labels: map[string]string{"stack": "prod"}, host: "m-1"}
	secret := ""
	if change != nil {
		change(c)
		secret = "s3cret"
	}
	s := newSender(c, secret, &counts{})
	s.atFirst, s.atMost = 10*time.Millisecond, 40*time.Millisecond
	return s
}

func TestWhatAReceiverGets(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*receiver) func(*Config)
		level  string
		header map[string]string
	}{
		"Loki":               {func(*receiver) func(*Config) { return nil }, "warn", map[string]string{"Authorization": "", "X-Scope-Orgid": ""}},
		"Loki with a tenant": {func(*receiver) func(*Config) { return func(c *Config) { c.Loki.Tenant = "ops" } }, "warn", map[string]string{"X-Scope-Orgid": "ops", "Authorization": "Bearer s3cret"}},
		"Loki with a user":   {func(*receiver) func(*Config) { return func(c *Config) { c.User = "u" } }, "warn", map[string]string{"Authorization": "Basic dTpzM2NyZXQ="}},
		"a receiver of OTLP": {func(r *receiver) func(*Config) {
			return func(c *Config) { c.Loki, c.OTLP = nil, &OTLP{r.URL + "/v1/logs"} }
		}, "warning", map[string]string{"Authorization": "Bearer s3cret"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := newReceiver(t)
			s := senderTo(r, c.change(r))
			if !s.send(t.Context(), entriesOf("one", "two")) {
				t.Fatal("expected it to be taken")
			}
			if len(r.took) != 2 {
				t.Fatalf("expected two entries, found %+v", r.took)
			}
			e := r.took[0]
			if e.message != "one" || e.unit != "node" || e.node != "n-1" || e.host != "m-1" || e.level != c.level || e.labels["stack"] != "prod" || e.nanos != "1796062920856921000" {
				t.Errorf("found %+v", e)
			}
			for name, want := range c.header {
				if found := r.headers.Get(name); found != want {
					t.Errorf("%s: expected %q, found %q", name, want, found)
				}
			}
		})
	}
}

func TestAReceiverThatIsBusyIsAskedLater(t *testing.T) {
	r := newReceiver(t)
	var statuses = []int{503, 429, 500, 401, 404, 302}
	r.answers = func(w http.ResponseWriter, _ []taken) int {
		if len(r.tries) > len(statuses) {
			return 0
		}
		w.Header().Set("Location", r.URL+"/loki/api/v1/push")
		return statuses[len(r.tries)-1]
	}
	s := senderTo(r, nil)
	if !s.send(t.Context(), entriesOf("one")) || r.count("one") != 1 || len(r.tries) != 7 {
		t.Errorf("expected it once, after %v, found %d tries", statuses, len(r.tries))
	}
	if s.counts.fails != 6 || s.counts.droppedEntries != 0 || s.counts.sentEntries != 1 || s.counts.failing {
		t.Errorf("found %+v", s.counts)
	}
}

func TestAReceiverSaysWhen(t *testing.T) {
	r := newReceiver(t)
	r.answers = func(w http.ResponseWriter, _ []taken) int {
		if len(r.tries) > 1 {
			return 0
		}
		w.Header().Set("Retry-After", "1")
		return http.StatusTooManyRequests
	}
	if !senderTo(r, nil).send(t.Context(), entriesOf("one")) {
		t.Fatal("expected it to be taken")
	}
	if rested := r.tries[1].Sub(r.tries[0]); rested < time.Second {
		t.Errorf("expected it to be asked after a second, found %v", rested)
	}
}

func TestWhatIsRefusedForGoodIsDropped(t *testing.T) {
	r := newReceiver(t)
	r.answers = func(http.ResponseWriter, []taken) int { return http.StatusBadRequest }
	s := senderTo(r, nil)
	if !s.send(t.Context(), entriesOf("too", "old")) || len(r.tries) != 1 || s.counts.droppedEntries != 2 {
		t.Errorf("expected one try, and two entries to be dropped, found %d and %d", len(r.tries), s.counts.droppedEntries)
	}
}

func TestABatchThatIsTooLargeIsHalved(t *testing.T) {
	r := newReceiver(t)
	r.answers = func(_ http.ResponseWriter, entries []taken) int {
		if len(entries) > 3 || len(entries) == 1 && strings.HasPrefix(entries[0].message, "huge") {
			return http.StatusRequestEntityTooLarge
		}
		for _, e := range entries {
			if e.message == "huge" && len(entries) > 1 {
				return http.StatusRequestEntityTooLarge
			}
		}
		return 0
	}
	s := senderTo(r, nil)
	if !s.send(t.Context(), entriesOf("a", "b", "c", "huge", "d", "e", "f", "g", "h")) {
		t.Fatal("expected it to be done")
	}
	if got := strings.Join(r.messages(""), " "); got != "a b c d e f g h" || s.counts.droppedEntries != 1 || s.counts.sentEntries != 8 {
		t.Errorf("expected all but one, in order, found %q, %+v", got, s.counts)
	}
}

func TestAPartialSuccessIsCounted(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"partialSuccess":{"rejectedLogRecords":"1","errorMessage":"too old"}}`)
	}))
	defer server.Close()
	s := newSender(&Config{OTLP: &OTLP{server.URL + "/v1/logs"}}, "", &counts{})
	if !s.send(t.Context(), entriesOf("one", "two")) || s.counts.droppedEntries != 1 {
		t.Errorf("expected one to be counted as dropped, found %+v", s.counts)
	}
}

func TestTheEndIsNotHeldUp(t *testing.T) {
	s := newSender(&Config{Loki: &Loki{URL: "http://" + freeAddress(t) + "/x"}}, "", &counts{})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	began := time.Now()
	if s.send(ctx, entriesOf("one")) || time.Since(began) > 5*time.Second {
		t.Errorf("expected it to end with its context, found %v", time.Since(began))
	}
	for path, want := range map[string]int{"/live": 200, "/ready": 503, "/metrics": 200, "/other": 404} {
		w := httptest.NewRecorder()
		s.counts.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != want {
			t.Errorf("%s: expected %d, found %d", path, want, w.Code)
		}
		if path == "/metrics" && !strings.Contains(w.Body.String(), "dinfra_logs_failures_total 1\n") {
			t.Errorf("expected the failure to be counted, found\n%s", w.Body)
		}
	}
}

func TestAReceiverIsKnownByItsAuthority(t *testing.T) {
	r := &receiver{}
	r.Server = httptest.NewTLSServer(r)
	t.Cleanup(r.Close)
	its := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: r.Certificate().Raw}))
	other, err := os.ReadFile("testdata/another-authority.pem")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		authority string
		known     bool
	}{"its own": {its, true}, "those of the machine": {"", false}, "another": {string(other), false}, "both": {string(other) + its, true}} {
		t.Run(name, func(t *testing.T) {
			raw, _ := json.Marshal(Config{Version: 1, Listen: "127.0.0.1:1", Node: "n", Loki: &Loki{URL: r.URL + "/loki/api/v1/push"}, CertificateAuthority: c.authority})
			config, err := ParseConfig(raw)
			if err != nil {
				t.Fatal(err)
			}
			err = newSender(config, "", &counts{}).post(t.Context(), entriesOf("one"))
			var unknown *tls.CertificateVerificationError
			if c.known != (err == nil) || !c.known && !errors.As(err, &unknown) {
				t.Errorf("found %v", err)
			}
		})
	}
}
