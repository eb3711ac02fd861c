package logs

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// sender posts batches.
type sender struct {
	config *Config
	http   *http.Client
	// authorization is the value of that header; none where it is empty.
	authorization string
	counts        *counts
	// atFirst is how long it rests after the first failure; each one more doubles that, up to atMost.
	atFirst, atMost time.Duration
}

// mostAsked bounds how long a receiver may have it wait (Retry-After).
const mostAsked = 5 * time.Minute

func newSender(c *Config, secret string, counted *counts) *sender {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: c.authorities}
	s := &sender{config: c, counts: counted, atFirst: time.Second, atMost: time.Minute, http: &http.Client{
		Timeout:   30 * time.Second,
		Transport: transport,
		// Whoever answers with another address does not get the secret.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	if secret != "" && c.User != "" {
		request := &http.Request{Header: http.Header{}}
		request.SetBasicAuth(c.User, secret)
		s.authorization = request.Header.Get("Authorization")
	} else if secret != "" {
		s.authorization = "Bearer " + secret
	}
	return s
}

// refused is an answer that another try of the same does not change.
type refused struct {
	status int
	says   string
}

func (r *refused) Error() string { return fmt.Sprintf("answered %d: %s", r.status, r.says) }

// busy is an answer that another try may change.
type busy struct {
	status int
	says   string
	after  time.Duration
}

func (b *busy) Error() string { return fmt.Sprintf("answered %d: %s", b.status, b.says) }

// send comes back when every entry was taken, or refused for good. It is false where the context ended first.
func (s *sender) send(ctx context.Context, entries []Entry) bool {
	rest := s.atFirst
	for tried := 0; ; tried++ {
		s.counts.behind(entries[0].Time)
		err := s.post(ctx, entries)
		if ctx.Err() != nil {
			return false
		}
		var no *refused
		switch {
		case err == nil:
			if tried > 0 {
				slog.Info("logs are taken again", "after", tried)
			}
			s.counts.sent(len(entries))
			return true
		case errors.As(err, &no) && no.status == http.StatusRequestEntityTooLarge && len(entries) > 1:
			half := len(entries) / 2
			return s.send(ctx, entries[:half]) && s.send(ctx, entries[half:])
		case errors.As(err, &no):
			// Too old, too long, or a label too many: Loki took the others of the batch, and takes these never.
			slog.Warn("logs were refused, and are not sent again", "entries", len(entries), "error", err)
			s.counts.dropped(len(entries))
			return true
		}
		s.counts.failed()
		wait := rest/2 + rand.N(rest/2+1)
		var later *busy
		if errors.As(err, &later) && later.after > 0 {
			wait = min(later.after, mostAsked)
		}
		// Once, and not at each try: this goes into the journal, too.
		if tried == 0 {
			slog.Warn("logs are not taken; they wait in the journal", "error", err)
		}
		if !sleep(ctx, wait) {
			return false
		}
		rest = min(2*rest, s.atMost)
	}
}

func (s *sender) post(ctx context.Context, entries []Entry) error {
	encode := s.config.otlp
	if s.config.Loki != nil {
		encode = s.config.loki
	}
	plain, err := encode(entries)
	if err != nil {
		return &refused{0, err.Error()}
	}
	var body bytes.Buffer
	packer := gzip.NewWriter(&body)
	packer.Write(plain)
	if err := packer.Close(); err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.config.url(), &body)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Content-Encoding", "gzip")
	request.Header.Set("User-Agent", "dinfra-agent")
	if s.config.Loki != nil && s.config.Loki.Tenant != "" {
		request.Header.Set("X-Scope-OrgID", s.config.Loki.Tenant)
	}
	if s.authorization != "" {
		request.Header.Set("Authorization", s.authorization)
	}
	response, err := s.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, _ := io.ReadAll(io.LimitReader(response.Body, 64<<10))
	says := strings.TrimSpace(string(answer[:min(len(answer), 300)]))
	switch status := response.StatusCode; {
	case status >= 200 && status < 300:
		s.partly(answer)
		return nil
	case status == http.StatusBadRequest || status == http.StatusRequestEntityTooLarge || status == http.StatusUnprocessableEntity:
		return &refused{status, says}
	default:
		// Also who is not known, or asks at the wrong place: that is mended at the other end, and nothing is lost by waiting.
		return &busy{status, says, retryAfter(response.Header.Get("Retry-After"), time.Now())}
	}
}

// partly counts what a receiver of OTLP refused of what it took.
func (s *sender) partly(answer []byte) {
	var said struct {
		PartialSuccess struct {
			Rejected json.Number `json:"rejectedLogRecords"`
			Message  string      `json:"errorMessage"`
		} `json:"partialSuccess"`
	}
	if s.config.OTLP == nil || json.Unmarshal(answer, &said) != nil {
		return
	}
	if rejected, err := said.PartialSuccess.Rejected.Int64(); err == nil && rejected > 0 {
		slog.Warn("logs were refused, and are not sent again", "entries", rejected, "error", said.PartialSuccess.Message)
		s.counts.dropped(int(rejected))
	}
}

// retryAfter is what a receiver asks for, in seconds or as a date; 0 where it asks for nothing that is understood.
func retryAfter(header string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(header); err == nil && seconds > 0 && seconds < 1<<20 {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(header); err == nil && at.After(now) {
		return at.Sub(now)
	}
	return 0
}
