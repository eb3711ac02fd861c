package logs

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"dinfra.dev/agent/system"
)

// cursors are kept in one file of a few hundred bytes.
type cursorFile string

const maxCursor = 1024

var cursorPattern = regexp.MustCompile(`^[A-Za-z0-9]+=[A-Za-z0-9;=_-]+$`)

func cursorIn(folder string) cursorFile { return cursorFile(filepath.Join(folder, "cursor")) }

// read is the cursor of the last entry that was taken; empty where there is none, or none that journalctl would read.
func (f cursorFile) read() (string, error) {
	raw, err := os.ReadFile(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	cursor := strings.TrimSpace(string(raw))
	if len(cursor) > maxCursor || !cursorPattern.MatchString(cursor) {
		slog.Warn("the cursor on disk is damaged: the last hour is sent again")
		return "", nil
	}
	return cursor, nil
}

// keep survives a power cut, or the cursor of before does.
func (f cursorFile) keep(cursor string) error {
	return system.WriteFile(string(f), []byte(cursor+"\n"), 0o600)
}
