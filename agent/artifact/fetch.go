// Package artifact brings files and archives onto the machine by URL and sha256, into a store named by content.
package artifact

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"dinfra.dev/agent/fault"
)

// attempts is how often a transfer that broke is taken up again.
const attempts = 6

// silence is how long a server may say nothing in the middle of a file; then the transfer is taken up again.
var silence = 60 * time.Second

// Client gives up on a server that says nothing, never on one that is slow.
var Client = &http.Client{Transport: &http.Transport{
	DialContext:           (&net.Dialer{Timeout: 15 * time.Second}).DialContext,
	TLSHandshakeTimeout:   15 * time.Second,
	ResponseHeaderTimeout: 60 * time.Second,
	DisableCompression:    true,
}}

// errFinal marks what another attempt cannot mend.
type errFinal struct{ error }

// Fetch puts the file at path: whole, synced and with this sha256 (any where it is empty), or not at all. A transfer that breaks goes on where
// it stopped. limit is the most bytes that are taken; 0 for any.
func Fetch(ctx context.Context, url, sum, path string, mode os.FileMode, limit int64) error {
	part := path + ".part"
	defer os.Remove(part)
	file, err := os.OpenFile(part, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	digest := sha256.New()
	var last error
	for attempt := range attempts {
		if attempt > 0 {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(time.Duration(1<<attempt) * 500 * time.Millisecond):
			}
		}
		var final errFinal
		if last = transfer(ctx, url, file, digest, limit); last == nil || errors.As(last, &final) {
			break
		}
	}
	if last != nil {
		return unserved(url, last)
	}
	if found := hex.EncodeToString(digest.Sum(nil)); sum != "" && found != sum {
		return fault.Permanent("digest-mismatch", "expected the sha256 %s at %s, found %s: nothing of it was used; correct the digest, or what is served", sum, url, found)
	}
	if err := file.Chmod(mode); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	return nil
}

func unserved(url string, why error) error {
	return fault.New("fetch-failed", "expected %s to be served, found: %v: check the address and that it is reachable from the machine", url, why)
}

// transfer reads on from where the file ends.
func transfer(ctx context.Context, url string, file *os.File, digest hash.Hash, limit int64) error {
	have, err := file.Seek(0, io.SeekCurrent)
	if err != nil {
		return errFinal{err}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return errFinal{err}
	}
	if have > 0 {
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-", have))
	}
	response, err := Client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	switch {
	case response.StatusCode == http.StatusOK:
		// The whole again, where the server knows no ranges.
		if err := restart(file, digest); err != nil {
			return errFinal{err}
		}
		have = 0
	case response.StatusCode == http.StatusPartialContent && have > 0:
	case response.StatusCode >= 500 || response.StatusCode == http.StatusTooManyRequests:
		return fmt.Errorf("HTTP %s", response.Status)
	default:
		return errFinal{fmt.Errorf("HTTP %s", response.Status)}
	}
	heard := time.AfterFunc(silence, cancel)
	defer heard.Stop()
	body := io.Reader(&hearing{response.Body, heard})
	if limit > 0 {
		body = io.LimitReader(body, limit-have+1)
	}
	n, err := io.Copy(io.MultiWriter(file, digest), body)
	if limit > 0 && have+n > limit {
		return errFinal{fmt.Errorf("more than %d bytes", limit)}
	}
	if err != nil && !heard.Stop() {
		return fmt.Errorf("nothing more for %s after %d bytes", silence, have+n)
	}
	return err
}

// hearing puts the end of patience off with all that is read.
type hearing struct {
	from  io.Reader
	timer *time.Timer
}

func (h *hearing) Read(into []byte) (int, error) {
	n, err := h.from.Read(into)
	if n > 0 {
		h.timer.Reset(silence)
	}
	return n, err
}

func restart(file *os.File, digest hash.Hash) error {
	digest.Reset()
	if err := file.Truncate(0); err != nil {
		return err
	}
	_, err := file.Seek(0, io.SeekStart)
	return err
}

// SumOf is the sha256 of a file.
func SumOf(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	digest := sha256.New()
	if _, err := io.Copy(digest, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(digest.Sum(nil)), nil
}
