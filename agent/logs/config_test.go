package logs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestConfigs(t *testing.T) {
	head := `{"version":1,"listen":"127.0.0.1:8003","node":"n"`
	for _, good := range []string{
		`,"loki":{"url":"https://l.example/loki/api/v1/push","tenant":"t"},"labels":{"stack":"prod"},"user":"u"}`,
		`,"otlp":{"url":"http://10.0.0.1:4318/v1/logs"},"wholeJournal":true}`,
	} {
		if _, err := ParseConfig([]byte(head + good)); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for bad, says := range map[string]string{
		`}`: "one of loki and otlp",
		`,"loki":{"url":"https://l/x"},"otlp":{"url":"https://o/x"}}`: "one of loki and otlp",
		`,"loki":{"url":"ftp://l/x"}}`:                                "url:",
		`,"loki":{"url":"https://u:p@l/x"}}`:                          "without a user",
		`,"loki":{"url":"https://l"}}`:                                "with a path",
		`,"loki":{"url":"https://l/x"},"labels":{"unit":"x"}}`:        "labels:",
		`,"loki":{"url":"https://l/x"},"labels":{"a-b":"x"}}`:         "labels:",
		`,"loki":{"url":"https://l/x"},"certificateAuthority":"x"}`:   "certificateAuthority:",
		`,"loki":{"url":"https://l/x"},"more":1}`:                     "more",
		`,"loki":{"url":"https://l/x"}} {}`:                           "one JSON value",
	} {
		if _, err := ParseConfig([]byte(head + bad)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: expected %q, found %v", bad, says, err)
		}
	}
}

func TestACursorOutlivesDamage(t *testing.T) {
	at := cursorIn(t.TempDir())
	if found, err := at.read(); found != "" || err != nil {
		t.Errorf("expected none at first, found %q %v", found, err)
	}
	cursor := "s=4795feea74ed474ab48fa97325d708ef;i=158;b=369f847ad7cd42638eb6a8ed144e2e23;m=86796d8b;t=661827c551956;x=433fca7602b5fc14"
	for range 2 {
		if err := at.keep(cursor); err != nil {
			t.Fatal(err)
		}
		if found, err := at.read(); found != cursor || err != nil {
			t.Errorf("expected the one that was kept, found %q %v", found, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(string(at)), "*")); len(left) != 1 {
		t.Errorf("expected one file, found %v", left)
	}
	for _, damage := range []string{"", "\x00\x00\x00", "--file=/etc/shadow", strings.Repeat("s=1;", 1000)} {
		if err := os.WriteFile(string(at), []byte(damage), 0o600); err != nil {
			t.Fatal(err)
		}
		if found, err := at.read(); found != "" || err != nil {
			t.Errorf("expected none of %q, found %q %v", damage, found, err)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	for header, want := range map[string]time.Duration{
		"": 0, "7": 7 * time.Second, "-1": 0, "soon": 0, "99999999999999999999": 0,
		"Mon, 30 Nov 2026 12:00:30 GMT": 30 * time.Second, "Mon, 30 Nov 2026 11:00:00 GMT": 0,
	} {
		if found := retryAfter(header, now); found != want {
			t.Errorf("%q: expected %v, found %v", header, want, found)
		}
	}
}

func TestASecretIsOneLine(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	for content, want := range map[string]string{"s3cret\n": "s3cret", "s3cret": "s3cret", "": "", "\n": "", "a\nb\n": ""} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if found, err := readSecret(file); found != want || (err == nil) != (want != "") {
			t.Errorf("%q: expected %q, found %q %v", content, want, found, err)
		}
	}
}
