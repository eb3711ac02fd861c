package logs

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// maxMessage bounds one message in bytes. Receivers refuse long lines (Loki: 256 KiB).
const maxMessage = 64 << 10

// ownUnit is the one that this runs in: what it says of its failures would otherwise be more to send.
const ownUnit = "dinfra-logs.service"

// Entry is one entry of the journal.
type Entry struct {
	Cursor  string
	Time    time.Time
	Unit    string
	Message string
	// Priority is that of syslog, 0 (emergency) to 7 (debug).
	Priority int
	PID      string
}

// parseEntry reads a line of `journalctl --output=json`.
func parseEntry(line []byte) (Entry, error) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(line, &raw); err != nil {
		return Entry{}, fmt.Errorf("expected an entry of the journal in JSON, found: %w", err)
	}
	e := Entry{Cursor: text(raw["__CURSOR"]), PID: text(raw["_PID"]), Priority: 6}
	if e.Cursor == "" {
		return Entry{}, fmt.Errorf("expected the cursor of an entry, found none")
	}
	micros, err := strconv.ParseInt(text(raw["__REALTIME_TIMESTAMP"]), 10, 64)
	if err != nil {
		return Entry{}, fmt.Errorf("expected the time of an entry, found: %w", err)
	}
	e.Time = time.UnixMicro(micros)
	if p, err := strconv.Atoi(text(raw["PRIORITY"])); err == nil && p >= 0 && p <= 7 {
		e.Priority = p
	}
	e.Unit = unitOf(func(field string) string { return text(raw[field]) })
	e.Message = cut(text(raw["MESSAGE"]))
	return e, nil
}

// unitOf is whose an entry is. journald itself says the unit of a process; what the process says counts where that is not known,
// and what systemd (init.scope) says of another unit is of that one.
func unitOf(field func(string) string) string {
	if unit := field("_SYSTEMD_UNIT"); unit != "" && unit != "init.scope" {
		return unit
	}
	if unit := field("UNIT"); unit != "" {
		return unit
	}
	if name := field("SYSLOG_IDENTIFIER"); strings.HasPrefix(name, "dinfra-") {
		return name + ".service"
	} else if name != "" {
		return name
	}
	return field("_TRANSPORT")
}

// text is a field of the journal: a text, an array of the bytes of one that is not UTF-8, or an array of several values, of
// which the last counts.
func text(raw json.RawMessage) string {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return one
	}
	var octets []int
	if json.Unmarshal(raw, &octets) == nil {
		var b strings.Builder
		for _, octet := range octets {
			b.WriteByte(byte(octet))
		}
		return strings.ToValidUTF8(b.String(), "\uFFFD")
	}
	var many []json.RawMessage
	if json.Unmarshal(raw, &many) == nil && len(many) > 0 {
		return text(many[len(many)-1])
	}
	return ""
}

func cut(message string) string {
	if len(message) <= maxMessage {
		return message
	}
	at := maxMessage
	for at > 0 && !utf8.RuneStart(message[at]) {
		at--
	}
	return message[:at] + "…"
}

// wanted says whether an entry is sent.
func (c *Config) wanted(e Entry) bool {
	if e.Unit == ownUnit {
		return false
	}
	return c.WholeJournal || strings.HasPrefix(e.Unit, "dinfra-") && strings.HasSuffix(e.Unit, ".service")
}

// service is the name of a unit as a release has it, or the unit's own.
func service(unit string) string {
	if name, ok := strings.CutSuffix(unit, ".service"); ok {
		return strings.TrimPrefix(name, "dinfra-")
	}
	return unit
}
