package logs

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

const (
	// A batch has so many entries at most, and so many bytes of messages but for its last entry, and waits so long for more.
	batchEntries = 1000
	batchBytes   = 512 << 10
	linger       = time.Second
	// queued entries are read ahead; journalctl waits where nobody takes them.
	queued = 64
)

// Run is the command `logs`: it sends until the context ends.
func Run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("logs", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	file := flags.String("config", "", "")
	secretFile := flags.String("secret", "", "")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 || *file == "" {
		return fmt.Errorf("expected logs --config FILE [--secret FILE], found %q", args)
	}
	raw, err := os.ReadFile(*file)
	if err != nil {
		return err
	}
	config, err := ParseConfig(raw)
	if err != nil {
		return fmt.Errorf("%s: %w", *file, err)
	}
	if config.host, err = os.Hostname(); err != nil {
		return err
	}
	secret, err := readSecret(*secretFile)
	if err != nil {
		return err
	}
	folder := os.Getenv("STATE_DIRECTORY")
	if folder == "" {
		return fmt.Errorf("expected STATE_DIRECTORY, the folder in which the place in the journal is kept, found none")
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", config.Listen)
	if err != nil {
		return err
	}
	counted := &counts{}
	server := &http.Server{Handler: counted, ReadHeaderTimeout: 10 * time.Second}
	go server.Serve(listener)
	defer server.Close()
	slog.Info("sending the journal", "to", config.url())
	return ship(ctx, newSender(config, secret, counted), cursorIn(folder), []string{"journalctl"})
}

func readSecret(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	secret := strings.TrimRight(string(raw), "\r\n")
	if secret == "" || strings.ContainsAny(secret, "\r\n\x00") {
		// A header has one line.
		return "", fmt.Errorf("expected a secret of one line in %s, found none, or more", file)
	}
	return secret, nil
}

// ship sends batch after batch, and remembers each one once it was taken. A restart between both sends that batch twice, and
// loses none.
func ship(ctx context.Context, s *sender, at cursorFile, journalctl []string) error {
	cursor, err := at.read()
	if err != nil {
		return err
	}
	entries := make(chan Entry, queued)
	go follow(ctx, journalctl, cursor, entries, func() { s.counts.dropped(1) })
	for {
		batch, last, ok := collect(ctx, s.config, entries)
		if !ok {
			return nil
		}
		if len(batch) > 0 && !s.send(ctx, batch) {
			return nil
		}
		// Of what is not sent, too: else a restart would read all of it again.
		if err := at.keep(last); err != nil {
			return err
		}
	}
}

// collect waits for an entry, and for what comes right after it. `last` is the cursor of the last one, also of one that is not
// sent. It is not ok where the context ended.
func collect(ctx context.Context, c *Config, from <-chan Entry) (batch []Entry, last string, ok bool) {
	var over <-chan time.Time
	bytes := 0
	for len(batch) < batchEntries && bytes < batchBytes {
		select {
		case <-ctx.Done():
			return nil, "", false
		case <-over:
			return batch, last, true
		case e := <-from:
			last = e.Cursor
			if over == nil {
				over = time.After(linger)
			}
			if c.wanted(e) {
				batch = append(batch, e)
				bytes += len(e.Message)
			}
		}
	}
	return batch, last, true
}
