package logs

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"os/exec"
	"strings"
	"time"
)

// maxLine bounds one entry as journalctl writes it. A longer one is passed over.
const maxLine = 1 << 20

var errTooLong = errors.New("an entry is too long")

// startWith is how far back a machine begins that never sent anything. Receivers refuse what is much older.
const startWith = "--since=-1h"

// follow has the journal's entries from a cursor on put into `into`, which holds it up where nobody takes them. It starts
// journalctl again where that ends, and comes back when the context ends.
func follow(ctx context.Context, journalctl []string, cursor string, into chan<- Entry, passed func()) {
	rest := time.Second
	for ctx.Err() == nil {
		began, before := time.Now(), cursor
		err := once(ctx, journalctl, &cursor, into, passed)
		if ctx.Err() != nil {
			return
		}
		if cursor != before || time.Since(began) > time.Minute {
			rest = time.Second
		}
		slog.Warn("the journal is followed again", "after", rest, "error", err)
		if !sleep(ctx, rest) {
			return
		}
		rest = min(2*rest, time.Minute)
	}
}

func once(ctx context.Context, journalctl []string, cursor *string, into chan<- Entry, passed func()) error {
	// With --follow journalctl shows this boot only, whatever --boot says: what was not sent before a reboot would never be.
	// With --merge it shows every boot.
	args := append(journalctl[1:len(journalctl):len(journalctl)], "--follow", "--merge", "--output=json", "--all", "--quiet", "--lines=all",
		"--output-fields=MESSAGE,PRIORITY,UNIT,_SYSTEMD_UNIT,SYSLOG_IDENTIFIER,_TRANSPORT,_PID")
	if *cursor == "" {
		args = append(args, startWith)
	} else {
		args = append(args, "--after-cursor="+*cursor)
	}
	command := exec.CommandContext(ctx, journalctl[0], args...)
	var said strings.Builder
	command.Stderr = &bounded{to: &said, left: 4096}
	out, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return err
	}
	reading := read(ctx, bufio.NewReaderSize(out, 64<<10), cursor, into, passed)
	if !errors.Is(reading, io.EOF) {
		command.Process.Kill()
	}
	ended := command.Wait()
	if text := strings.TrimSpace(said.String()); text != "" {
		return errors.New(text)
	}
	return errors.Join(reading, ended)
}

func read(ctx context.Context, from *bufio.Reader, cursor *string, into chan<- Entry, passed func()) error {
	for {
		line, err := nextLine(from)
		if errors.Is(err, errTooLong) {
			slog.Warn("an entry of the journal is passed over", "error", err)
			passed()
			continue
		}
		if err != nil {
			return err
		}
		e, err := parseEntry(line)
		if err != nil {
			slog.Warn("an entry of the journal is passed over", "error", err)
			passed()
			continue
		}
		select {
		case into <- e:
			*cursor = e.Cursor
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// nextLine is a line without its end. Of one that is too long nothing is kept.
func nextLine(from *bufio.Reader) ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := from.ReadSlice('\n')
		if long = long || len(line)+len(part) > maxLine; long {
			line = nil
		} else {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil:
			// Half a line is of a process that was ended.
			return nil, err
		case long:
			return nil, errTooLong
		}
		return line, nil
	}
}

// bounded passes so much on, and swallows the rest.
type bounded struct {
	to   io.Writer
	left int
}

func (b *bounded) Write(p []byte) (int, error) {
	part := p[:min(len(p), b.left)]
	b.left -= len(part)
	if _, err := b.to.Write(part); err != nil {
		return 0, err
	}
	return len(p), nil
}

// sleep is false where the context ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}
