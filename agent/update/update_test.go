package update

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"dinfra.dev/agent/artifact"
	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/system"
)

var patience = Patience{Within: 40 * time.Millisecond, Steady: 4 * time.Millisecond, Between: time.Millisecond}

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	os.Exit(m.Run())
}

func sumOf(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

const before = "the agent of before"

// machine plays systemd: what the agent's unit runs is what the link named when it was started.
type machine struct {
	system.Machine
	t       *testing.T
	broken  []string
	cutAt   int
	ran     []string
	enabled bool
}

type cut struct{}

func newMachine(t *testing.T) *machine {
	m := &machine{t: t}
	m.Machine = system.Machine{Root: t.TempDir(), Run: m}
	m.put(before)
	if err := point(m.Machine, sumOf(before)); err != nil {
		t.Fatal(err)
	}
	return m
}

func (m *machine) put(content string) {
	if err := system.WriteFile(m.Path(Program(sumOf(content))), []byte(content), 0o755); err != nil {
		m.t.Fatal(err)
	}
}

// boot starts the agent that the link names.
func (m *machine) boot() {
	sum, err := Current(m.Machine)
	if err != nil {
		m.t.Fatal(err)
	}
	if found, _ := artifact.SumOf(m.Path(Program(sum))); found != sum {
		m.t.Fatalf("expected the link to name a whole agent, found %s", sum)
	}
	if err := system.Symlink(Program(sum), m.Path("/proc/7/exe")); err != nil {
		m.t.Fatal(err)
	}
}

func (m *machine) runs() string {
	to, _ := os.Readlink(m.Path("/proc/7/exe"))
	return to
}

func (m *machine) isBroken() bool {
	return slices.ContainsFunc(m.broken, func(content string) bool { return m.runs() == Program(sumOf(content)) })
}

func (m *machine) answers(context.Context) error {
	if m.isBroken() {
		return fmt.Errorf("no answer")
	}
	return nil
}

func (m *machine) Run(_ context.Context, c system.Command) (system.Result, error) {
	m.ran = append(m.ran, c.String())
	if len(m.ran) == m.cutAt {
		panic(cut{})
	}
	switch {
	case strings.HasSuffix(c.Name, "/dinfra-agent"):
		if content, _ := os.ReadFile(c.Name); strings.Contains(string(content), "for another processor") {
			return system.Result{Code: 126, Stderr: "exec format error"}, nil
		}
	case c.String() == "systemctl restart --no-block dinfra-agent.service":
		m.boot()
	case strings.HasPrefix(c.String(), "systemctl show"):
		return system.Result{Stdout: "MainPID=7\nNRestarts=0\n"}, nil
	case c.String() == "systemctl enable "+Unit:
		m.enabled = true
	case c.String() == "systemctl disable "+Unit:
		m.enabled = false
	}
	return system.Result{}, nil
}

// attempt says whether the machine was cut off in the middle.
func (m *machine) attempt(do func() error) (wasCut bool) {
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(cut); !ok {
				panic(r)
			}
			wasCut = true
		}
	}()
	if err := do(); err != nil {
		m.t.Fatal(err)
	}
	return false
}

// live is a machine that boots again after each cut, until nothing is left to do.
func (m *machine) live(base string, wanted release.Source) {
	for range 10 {
		m.boot()
		if !m.isBroken() && m.attempt(func() error { _, err := Ensure(context.Background(), m.Machine, base, wanted); return err }) {
			continue
		}
		if trial, _ := readJSON[Trial](trialPath(m.Machine)); trial != nil {
			if !m.enabled {
				m.t.Fatal("expected a trial that something watches after a reboot")
			}
			if m.attempt(func() error { return Watch(context.Background(), m.Machine, patience, m.answers) }) {
				continue
			}
		}
		return
	}
	m.t.Fatal("expected an end")
}

func serves(t *testing.T, content string) (string, release.Source) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(content)) }))
	t.Cleanup(server.Close)
	return server.URL, release.Source{URL: "dinfra-agent", SHA256: sumOf(content), Unpack: "none"}
}

// Every command is a place to be cut off: the files before and after it are whole or not there.
func TestARenewalThatIsCutOffAnywhere(t *testing.T) {
	const after = "the agent of after"
	for _, broken := range []bool{false, true} {
		// Without a cut first: it says how many places there are.
		places := 0
		for at := 0; at <= places; at++ {
			m := newMachine(t)
			m.cutAt = at
			if broken {
				m.broken = []string{after}
			}
			base, wanted := serves(t, after)
			m.live(base, wanted)
			if at == 0 {
				places = len(m.ran)
			}
			current, _ := Current(m.Machine)
			given, _ := Given(m.Machine)
			expected := sumOf(after)
			if broken {
				expected = sumOf(before)
			}
			if current != expected || m.runs() != Program(expected) {
				t.Errorf("broken %v, cut at %d (%v): expected %s to run, found %s", broken, at, m.ran, expected, m.runs())
			}
			if (given != nil) != broken {
				t.Errorf("broken %v, cut at %d: expected it to be given up only then, found %+v", broken, at, given)
			}
			// What watches may stay enabled by a cut: without a trial systemd does not start it.
			if trial, _ := readJSON[Trial](trialPath(m.Machine)); trial != nil || at == 0 && m.enabled {
				t.Errorf("broken %v, cut at %d: expected nothing to watch after the end, found %+v", broken, at, trial)
			}
		}
		if places < 8 {
			t.Errorf("expected a cut at each of some commands, found %d", places)
		}
	}
}

func TestWhatIsNotTaken(t *testing.T) {
	cases := []struct {
		name, content, sum, code string
	}{
		{"another file than was asked for", "x", sumOf("y"), "digest-mismatch"},
		{"one for another processor", "for another processor", "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t)
			m.boot()
			base, wanted := serves(t, c.content)
			if c.sum != "" {
				wanted.SHA256 = c.sum
			}
			gives, err := Ensure(context.Background(), m.Machine, base, wanted)
			if gives || (c.code == "") != (err == nil) || err != nil && fault.Of(err).Code != c.code {
				t.Fatalf("expected %q, found %v %v", c.code, gives, err)
			}
			if current, _ := Current(m.Machine); current != sumOf(before) {
				t.Errorf("expected the agent of before, found %s", current)
			}
			if trial, _ := readJSON[Trial](trialPath(m.Machine)); trial != nil {
				t.Errorf("expected no trial, found %+v", trial)
			}
		})
	}
}

// One that was given up is not tried again by itself, and is when somebody asks.
func TestAnAgentThatWasGivenUp(t *testing.T) {
	const after = "the agent of after"
	m := newMachine(t)
	m.broken = []string{after}
	base, wanted := serves(t, after)
	m.live(base, wanted)
	tried := len(m.ran)
	m.live(base, wanted)
	if len(m.ran) != tried {
		t.Errorf("expected nothing more to be done, found %v", m.ran[tried:])
	}
	m.broken = nil
	if err := Forget(m.Machine); err != nil {
		t.Fatal(err)
	}
	m.live(base, wanted)
	if current, _ := Current(m.Machine); current != wanted.SHA256 {
		t.Errorf("expected the new agent, found %s", current)
	}
}
