package converge

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dinfra.dev/agent/identity"
	"dinfra.dev/agent/seal"
	"dinfra.dev/agent/status"
	"dinfra.dev/agent/system"
)

// fakeSystemd plays systemctl, nft and systemd-run, which need a machine that booted: a unit that is started listens on its
// port, unless its command line says that it is bad. What the real ones do is for the tests that boot a machine.
type fakeSystemd struct {
	t     *testing.T
	m     system.Machine
	mutex sync.Mutex
	runs  map[string]*fakeRun
	count int
	// log has what was asked, in order.
	log []string
	// canaryFails makes --version fail.
	canaryFails bool
}

type fakeRun struct {
	listener   net.Listener
	invocation int
	restarts   int
}

func (f *fakeSystemd) Run(_ context.Context, c system.Command) (system.Result, error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	last := c.Args[len(c.Args)-1]
	switch c.Name {
	case "systemd-run":
		f.log = append(f.log, "canary")
		if f.canaryFails {
			return system.Result{Code: 203, Stderr: "Exec format error"}, nil
		}
		return system.Result{}, nil
	case "systemctl":
		switch c.Args[0] {
		case "start":
			f.log = append(f.log, "start")
			f.start(last)
		case "stop":
			f.log = append(f.log, "stop")
			f.stop(last)
		case "kill":
			f.log = append(f.log, strings.TrimPrefix(c.Args[2], "--signal="))
		case "show":
			return f.show(last), nil
		}
	}
	return system.Result{}, nil
}

func (f *fakeSystemd) start(name string) {
	text, err := os.ReadFile(f.m.Path(system.UnitFolder, name))
	if err != nil {
		f.t.Errorf("expected the unit %s before it is started, found %v", name, err)
		return
	}
	f.count++
	run := &fakeRun{invocation: f.count}
	f.runs[name] = run
	var port int
	for _, line := range strings.Split(string(text), "\n") {
		if words := strings.Fields(line); strings.HasPrefix(line, "ExecStart=") {
			fmt.Sscan(words[1], &port)
			if words[2] == "dies" {
				run.restarts = 1
			}
			if words[2] != "good" && words[2] != "better" {
				return
			}
		}
	}
	run.listener, err = net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		f.t.Error(err)
	}
}

func (f *fakeSystemd) stop(name string) {
	if run := f.runs[name]; run != nil && run.listener != nil {
		run.listener.Close()
	}
	delete(f.runs, name)
}

func (f *fakeSystemd) show(name string) system.Result {
	run := f.runs[name]
	if run == nil {
		return system.Result{Stdout: "ActiveState=inactive\nSubState=dead\nNRestarts=0\n"}
	}
	return system.Result{Stdout: fmt.Sprintf("ActiveState=active\nSubState=running\nNRestarts=%d\nInvocationID=%d\nResult=success\n", run.restarts, run.invocation)}
}

func (f *fakeSystemd) said() string {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	out := strings.Join(f.log, " ")
	f.log = nil
	return out
}

type rig struct {
	t       *testing.T
	m       system.Machine
	systemd *fakeSystemd
	c       *Converger
	stop    func()
	base    string
	port    int
}

const program = "#!/bin/sh\n"

func newRig(t *testing.T) *rig {
	t.Helper()
	root := t.TempDir()
	r := &rig{t: t}
	r.systemd = &fakeSystemd{t: t, runs: map[string]*fakeRun{}}
	r.m = system.Machine{Root: root, Run: r.systemd}
	r.systemd.m = r.m
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(program)) }))
	t.Cleanup(server.Close)
	r.base = server.URL
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.port = free.Addr().(*net.TCPAddr).Port
	free.Close()
	r.open()
	t.Cleanup(func() {
		r.stop()
		for name := range r.systemd.runs {
			r.systemd.stop(name)
		}
	})
	return r
}

// open starts an agent on the machine, as after a boot or a crash of it.
func (r *rig) open() {
	r.t.Helper()
	key, err := seal.Ensure(filepath.Join(r.m.Root, "key"))
	if err != nil {
		r.t.Fatal(err)
	}
	r.c = &Converger{
		M: r.m, ID: identity.Identity{Name: "n", Artifacts: identity.Artifacts{BaseURL: r.base}}, Arch: "amd64", Key: key,
		RetryAfter: 50 * time.Millisecond, LookAfter: 50 * time.Millisecond,
	}
	if err := r.c.Open(); err != nil {
		r.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		r.c.Loop(ctx)
		close(done)
	}()
	r.stop = func() {
		cancel()
		<-done
	}
}

// release is a document whose service behaves as its word says: good and better answer, deaf does not, dies ends.
func (r *rig) release(word string) []byte {
	sum := sha256.Sum256([]byte(program))
	probe := map[string]any{"kind": "tcp", "port": r.port, "periodSeconds": 1, "timeoutSeconds": 1, "failureThreshold": 3}
	// Long for what comes up, however busy this machine is; what never does need not be waited for.
	within := 600
	if word == "deaf" {
		within = 3
	}
	raw, _ := json.Marshal(map[string]any{
		"protocol": 1, "name": "n",
		"artifacts": []any{map[string]any{"name": "p", "version": "1", "platforms": map[string]any{"amd64": map[string]any{"url": "p", "sha256": hex.EncodeToString(sum[:])}}}},
		"services": []any{map[string]any{
			"name": "node", "command": map[string]any{"artifact": "p", "path": "p"}, "args": []any{fmt.Sprint(r.port), word},
			"probes":    map[string]any{"started": probe, "ready": probe},
			"substrate": nil,
		}},
		"upgrade": map[string]any{"readyWithinSeconds": within},
	})
	return raw
}

func (r *rig) substrate(raw []byte) []byte {
	return []byte(strings.Replace(string(raw), `"substrate":null`, `"substrate":{"rpcPort":1}`, 1))
}

func (r *rig) apply(raw []byte) {
	r.t.Helper()
	if err := r.c.Apply(raw); err != nil {
		r.t.Fatal(err)
	}
}

// until waits for what the status should say; nothing tells when it changes.
func (r *rig) until(what string, ok func(status.Status) bool) status.Status {
	r.t.Helper()
	deadline := time.Now().Add(60 * time.Second)
	for {
		s := r.c.Status()
		if ok(s) {
			return s
		}
		if time.Now().After(deadline) {
			raw, _ := json.Marshal(s)
			r.t.Fatalf("waited for %s, found %s", what, raw)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func isReady(s status.Status) bool {
	return s.Conditions.Ready.Status && s.Release.Running == s.Release.Desired && s.Release.Desired != ""
}

func failedWith(code string) func(status.Status) bool {
	return func(s status.Status) bool {
		return s.Release.Failure != nil && s.Release.Failure.Code == code && s.Release.Phase == "idle"
	}
}

func (r *rig) unit() string {
	text, _ := os.ReadFile(r.m.Path(system.UnitFolder, "dinfra-node.service"))
	return string(text)
}

func TestReleaseIsMadeKeptAndTakenAway(t *testing.T) {
	r := newRig(t)
	// Bring a group's machine its release, and tell it that it goes: the agent starts beside them, and takes neither for a leftover.
	bringers := []string{r.m.Path(system.UnitFolder, "dinfra-release.service"), r.m.Path(system.UnitFolder, "dinfra-notice.service")}
	os.MkdirAll(filepath.Dir(bringers[0]), 0o755)
	for _, path := range bringers {
		os.WriteFile(path, []byte("[Service]\n"), 0o644)
	}
	r.apply(r.release("good"))
	s := r.until("ready", isReady)
	for name, c := range map[string]status.Condition{"booted": s.Conditions.Booted, "restored": s.Conditions.Restored, "started": s.Conditions.Started} {
		if !c.Status {
			t.Errorf("expected %s, found %q", name, c.Reason)
		}
	}
	if said := r.systemd.said(); said != "start" {
		t.Errorf("expected one start, found %q", said)
	}
	// The platform takes the machine away, and changes its mind.
	r.c.Leave(true)
	if ok, why := r.c.Serving(); ok || why != "the machine goes" || r.c.Status().Conditions.Ready.Status {
		t.Errorf("expected a machine that goes not to be ready, found %v: %q", ok, why)
	}
	if alive, why := r.c.Alive(); !alive {
		t.Errorf("expected a machine that goes to be alive, found %q", why)
	}
	r.c.Leave(false)
	if ok, why := r.c.Serving(); !ok {
		t.Errorf("expected the machine to be ready again, found %q", why)
	}
	// Somebody stops it, or edits its unit: it is put back.
	os.WriteFile(r.m.Path(system.UnitFolder, "dinfra-node.service"), []byte("[Service]\n"), 0o644)
	r.until("the unit put back", func(status.Status) bool { return strings.Contains(r.unit(), "good") })
	r.until("ready again", isReady)
	// After a boot nothing runs; the agent starts it.
	r.stop()
	r.systemd.Run(context.Background(), system.Command{Name: "systemctl", Args: []string{"stop", "dinfra-node.service"}})
	r.systemd.said()
	r.open()
	r.until("ready after a boot", isReady)
	if err := r.c.Remove(); err != nil {
		t.Fatal(err)
	}
	r.until("nothing", func(s status.Status) bool { return len(s.Services) == 0 && s.Release.Phase == "idle" })
	if r.unit() != "" || len(r.systemd.runs) > 0 {
		t.Errorf("expected no unit and nothing running, found %q %v", r.unit(), r.systemd.runs)
	}
	left, _ := os.ReadDir(r.m.Path(system.ArtifactStore))
	if len(left) > 0 {
		t.Errorf("expected no artifact, found %v", left)
	}
	for _, path := range bringers {
		if _, err := os.Stat(path); err != nil {
			t.Errorf("expected the machine's own unit to stay: %v", err)
		}
	}
}

func TestUpgrade(t *testing.T) {
	cases := []struct {
		word string
		code string
	}{
		{"better", ""},
		{"deaf", "upgrade-returned"},
		{"dies", "upgrade-returned"},
	}
	for _, c := range cases {
		t.Run(c.word, func(t *testing.T) {
			r := newRig(t)
			r.apply(r.release("good"))
			before := r.until("ready", isReady)
			r.apply(r.release(c.word))
			if c.code == "" {
				r.until("the new one", isReady)
				if !strings.Contains(r.unit(), c.word) {
					t.Errorf("expected the new unit, found\n%s", r.unit())
				}
				return
			}
			s := r.until("the old one back", failedWith(c.code))
			if s.Release.Running != before.Release.Desired || s.Release.Desired == before.Release.Desired || !strings.Contains(r.unit(), "good") {
				t.Errorf("expected the old release to run and the new one still to be desired, found %+v\n%s", s.Release, r.unit())
			}
			r.until("ready on the old one", func(s status.Status) bool { return s.Conditions.Ready.Status })
			// Given up for good, also by the agent's next start, until somebody asks again.
			r.systemd.said()
			r.stop()
			r.open()
			r.until("ready after a start", func(s status.Status) bool { return s.Conditions.Ready.Status })
			if said := r.systemd.said(); strings.Contains(said, "stop") {
				t.Errorf("expected the running service to be left alone, found %q", said)
			}
			r.apply(r.release("better"))
			r.until("the one after", isReady)
		})
	}
}

func TestCanaryThatFailsStopsNothing(t *testing.T) {
	r := newRig(t)
	r.apply(r.release("good"))
	r.until("ready", isReady)
	r.systemd.said()
	r.systemd.canaryFails = true
	r.apply(r.substrate(r.release("better")))
	r.until("the canary's end", failedWith("canary-failed"))
	if said := r.systemd.said(); said != "canary" {
		t.Errorf("expected nothing but the canary, found %q", said)
	}
	if !strings.Contains(r.unit(), "good") {
		t.Errorf("expected the old unit, found\n%s", r.unit())
	}
}

// The agent is killed after the swap and before the verdict: it goes on, and still returns.
func TestUpgradeGoesOnAfterACrash(t *testing.T) {
	r := newRig(t)
	r.apply(r.release("good"))
	r.until("ready", isReady)
	r.apply(r.release("deaf"))
	r.until("the watch", func(s status.Status) bool { return s.Release.Phase == "watch" })
	r.stop()
	if state, _ := readState(r.m); !state.Swapping || !state.WasReady {
		t.Fatalf("expected the swap on disk, found %+v", state)
	}
	r.open()
	r.until("the old one back", failedWith("upgrade-returned"))
	if !strings.Contains(r.unit(), "good") {
		t.Errorf("expected the old unit, found\n%s", r.unit())
	}
}

func TestRefusalsChangeNothing(t *testing.T) {
	r := newRig(t)
	r.apply(r.release("good"))
	before := r.until("ready", isReady)
	other := strings.Replace(string(r.release("better")), `"amd64"`, `"arm64"`, 1)
	for name, raw := range map[string]string{"another architecture": other, "no document": "{", "a later protocol": `{"protocol":99}`} {
		if err := r.c.Apply([]byte(raw)); err == nil {
			t.Errorf("%s: expected a refusal", name)
		}
	}
	if after := r.c.Status(); after.Release.Desired != before.Release.Desired || !after.Conditions.Ready.Status {
		t.Errorf("expected the release as before, found %+v", after.Release)
	}
}
