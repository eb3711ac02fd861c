package logs

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestParseEntry(t *testing.T) {
	head := `{"__CURSOR":"s=1;i=2","__REALTIME_TIMESTAMP":"1796062920856921",`
	for name, c := range map[string]struct {
		line string
		want Entry
	}{
		"a service's":               {`"MESSAGE":"hi","PRIORITY":"3","_SYSTEMD_UNIT":"dinfra-node.service","_PID":"7"}`, Entry{Unit: "dinfra-node.service", Message: "hi", Priority: 3, PID: "7"}},
		"systemd's about a service": {`"MESSAGE":"Started","_SYSTEMD_UNIT":"init.scope","UNIT":"dinfra-node.service","_PID":"1"}`, Entry{Unit: "dinfra-node.service", Message: "Started", Priority: 6, PID: "1"}},
		"who claims to be another":  {`"MESSAGE":"x","_SYSTEMD_UNIT":"ssh.service","UNIT":"dinfra-node.service"}`, Entry{Unit: "ssh.service", Message: "x", Priority: 6}},
		"one that is over":          {`"MESSAGE":"x","SYSLOG_IDENTIFIER":"dinfra-node"}`, Entry{Unit: "dinfra-node.service", Message: "x", Priority: 6}},
		"the kernel's":              {`"MESSAGE":"oom","PRIORITY":"4","SYSLOG_IDENTIFIER":"kernel","_TRANSPORT":"kernel"}`, Entry{Unit: "kernel", Message: "oom", Priority: 4}},
		"bytes that are no text":    {`"MESSAGE":[104,105,255],"UNIT":"u"}`, Entry{Unit: "u", Message: "hi\uFFFD", Priority: 6}},
		"a field twice":             {`"MESSAGE":["a","b"],"PRIORITY":"9","UNIT":"u"}`, Entry{Unit: "u", Message: "b", Priority: 6}},
		"nothing said":              {`"MESSAGE":null,"UNIT":"u"}`, Entry{Unit: "u", Priority: 6}},
	} {
		t.Run(name, func(t *testing.T) {
			c.want.Cursor, c.want.Time = "s=1;i=2", time.UnixMicro(1796062920856921)
			if found, err := parseEntry([]byte(head + c.line)); err != nil || found != c.want {
				t.Errorf("expected %+v, found %+v %v", c.want, found, err)
			}
		})
	}
	for _, line := range []string{"", "-- Boot 1 --", `{"MESSAGE":"x"}`, `{"__CURSOR":"s=1","MESSAGE":"x"}`} {
		if found, err := parseEntry([]byte(line)); err == nil {
			t.Errorf("expected an error for %q, found %+v", line, found)
		}
	}
}

func TestALongMessageIsCut(t *testing.T) {
	for _, unit := range []string{"a", "é", "€"} {
		found := cut(strings.Repeat(unit, maxMessage+1))
		if len(found) > maxMessage+len("…") || !utf8.ValidString(found) || !strings.HasSuffix(found, "…") {
			t.Errorf("expected a text of %d bytes at most, found %d, %q", maxMessage, len(found), found[len(found)-9:])
		}
	}
	if found := cut("short"); found != "short" {
		t.Errorf("expected it as it is, found %q", found)
	}
}

func TestALineIsBounded(t *testing.T) {
	from := bufio.NewReaderSize(strings.NewReader("one\n"+strings.Repeat("x", maxLine+1)+"\ntwo\nhalf"), 4096)
	for _, want := range []struct {
		line string
		err  error
	}{{"one\n", nil}, {"", errTooLong}, {"two\n", nil}, {"", io.EOF}} {
		if line, err := nextLine(from); string(line) != want.line || !errors.Is(err, want.err) {
			t.Errorf("expected %q %v, found %q %v", want.line, want.err, line, err)
		}
	}
}

func TestWhatIsWanted(t *testing.T) {
	for unit, want := range map[string][2]bool{
		"dinfra-node.service": {true, true}, "dinfra-agent.service": {true, true}, "ssh.service": {false, true}, "kernel": {false, true},
		"dinfra-x.scope": {false, true}, ownUnit: {false, false},
	} {
		for i, c := range []Config{{}, {WholeJournal: true}} {
			if found := c.wanted(Entry{Unit: unit}); found != want[i] {
				t.Errorf("%s: expected %v, found %v", unit, want[i], found)
			}
		}
	}
}
