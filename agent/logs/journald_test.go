package logs

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

const journaldProgram = "/lib/systemd/systemd-journald"

// journald is the real one, with a /run of its own in a mount namespace: its journal lies in a folder of the test.
type journald struct {
	t       *testing.T
	folder  string
	command *exec.Cmd
	socket  net.Conn
}

func startJournald(t *testing.T) *journald {
	if os.Getuid() != 0 {
		t.Skip("needs root: a mount namespace with a /run of its own")
	}
	for _, program := range []string{journaldProgram, "journalctl", "unshare"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("needs %s: install systemd and util-linux", program)
		}
	}
	// The path of a socket is short.
	folder, err := os.MkdirTemp("", "jd")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	for _, below := range []string{"systemd/journal", "log/journal"} {
		if err := os.MkdirAll(filepath.Join(folder, below), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	j := &journald{t: t, folder: folder}
	j.boot("")
	t.Cleanup(j.off)
	// What the command calls journalctl reads that journal.
	real, _ := exec.LookPath("journalctl")
	bin := t.TempDir()
	// In a namespace, too, and not by --directory, with which it takes a boot for another thing.
	wrapper := fmt.Sprintf("#!/bin/sh\nexec unshare --mount sh -c 'mount --make-rprivate / && mount --bind %s /run && "+
		"mount -t tmpfs tmpfs /var/log && exec %s \"$@\"' sh \"$@\"\n", folder, real)
	if err := os.WriteFile(filepath.Join(bin, "journalctl"), []byte(wrapper), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	return j
}

// boot starts it, as a boot of that id, or as this machine's own where there is none.
func (j *journald) boot(id string) {
	script := fmt.Sprintf("mount --make-rprivate / && mount --bind %s /run", j.folder)
	if id != "" {
		file := filepath.Join(j.folder, "boot-id")
		if err := os.WriteFile(file, []byte(id+"\n"), 0o644); err != nil {
			j.t.Fatal(err)
		}
		script += fmt.Sprintf(" && mount --bind %s /proc/sys/kernel/random/boot_id", file)
	}
	socket := filepath.Join(j.folder, "systemd/journal/socket")
	os.Remove(socket)
	j.command = exec.Command("unshare", "--mount", "sh", "-c", script+" && exec "+journaldProgram)
	var said bytes.Buffer
	j.command.Stderr = &said
	if err := j.command.Start(); err != nil {
		j.t.Fatal(err)
	}
	var err error
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if j.socket, err = net.Dial("unixgram", socket); err == nil {
			break
		}
		if time.Now().After(end) {
			j.t.Skipf("journald does not run here: %v %s", err, said.String())
		}
	}
}

// off ends it as a shutdown does: what it was told is in the journal.
func (j *journald) off() {
	if j.socket != nil {
		j.socket.Close()
	}
	j.command.Process.Signal(syscall.SIGTERM)
	j.command.Wait()
}

// say writes an entry of a unit by journald's native protocol.
func (j *journald) say(unit, message string) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "PRIORITY=5\nSYSLOG_IDENTIFIER=test\nUNIT=%s\nMESSAGE\n", unit)
	binary.Write(&b, binary.LittleEndian, uint64(len(message)))
	b.WriteString(message + "\n")
	if _, err := j.socket.Write(b.Bytes()); err != nil {
		j.t.Fatal(err)
	}
}

// sayMany leaves journald time to store them: it drops what comes faster than 10,000 in 30 seconds.
func (j *journald) sayMany(prefix string, from, to int) (all []string) {
	for i := from; i < to; i++ {
		message := fmt.Sprintf("%s-%05d", prefix, i)
		j.say("dinfra-node.service", message)
		all = append(all, message)
	}
	return all
}

func (j *journald) do(args ...string) string {
	out, err := exec.Command("journalctl", args...).CombinedOutput()
	if err != nil {
		j.t.Fatalf("journalctl %v: %v %s", args, err, out)
	}
	return string(out)
}

// rotate begins another file, and waits until it is there.
func (j *journald) rotate() {
	archived := func() int {
		found, _ := filepath.Glob(filepath.Join(j.folder, "log/journal/*/system@*.journal"))
		return len(found)
	}
	before := archived()
	j.command.Process.Signal(syscall.SIGUSR2)
	until(j.t, "a rotated journal", func() bool { return archived() > before })
}

// TestRunLogs is the command in a process of its own.
func TestRunLogs(t *testing.T) {
	file := os.Getenv("DINFRA_TEST_LOGS")
	if file == "" {
		t.Skip("it is run by another test")
	}
	ctx, stop := signal.NotifyContext(t.Context(), syscall.SIGTERM)
	defer stop()
	if err := Run(ctx, []string{"--config", file}); err != nil {
		t.Fatal(err)
	}
}

// shipper is the command, which may be ended and started again with the same folder.
type shipper struct {
	t      *testing.T
	config string
	state  string
	listen string
	end    func(os.Signal)
}

func newShipper(t *testing.T, r *receiver, change func(*Config)) *shipper {
	folder := t.TempDir()
	s := &shipper{t: t, config: filepath.Join(folder, "logs.json"), state: folder, listen: freeAddress(t)}
	c := Config{Version: 1, Listen: s.listen, Node: "n-1", Loki: &Loki{URL: r.URL + "/loki/api/v1/push"}}
	if change != nil {
		change(&c)
	}
	raw, _ := json.Marshal(c)
	if err := os.WriteFile(s.config, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *shipper) start() *shipper {
	command := exec.Command(os.Args[0], "-test.run=^TestRunLogs$")
	command.Env = append(os.Environ(), "DINFRA_TEST_LOGS="+s.config, "STATE_DIRECTORY="+s.state)
	// As systemd does with a unit: what it started ends with it.
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var said bytes.Buffer
	command.Stderr, command.Stdout = &said, &said
	if err := command.Start(); err != nil {
		s.t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		command.Wait()
		close(ended)
	}()
	s.end = func(with os.Signal) {
		syscall.Kill(-command.Process.Pid, with.(syscall.Signal))
		<-ended
		syscall.Kill(-command.Process.Pid, syscall.SIGKILL)
	}
	s.t.Cleanup(func() {
		s.end(syscall.SIGKILL)
		if s.t.Failed() {
			s.t.Log(said.String())
		}
	})
	return s
}

// arrives waits until a receiver has all of them, in their order.
func (r *receiver) arrives(t *testing.T, prefix string, all []string) {
	t.Helper()
	until(t, fmt.Sprintf("%d entries of %s", len(all), prefix), func() bool { return len(r.messages(prefix)) >= len(all) })
	if found := r.messages(prefix); !slices.Equal(found, all) {
		t.Errorf("expected all of %s in order, found %d of %d", prefix, len(found), len(all))
	}
}

func TestTheJournalIsSent(t *testing.T) {
	for name, change := range map[string]func(*receiver) func(*Config){
		"to Loki": func(*receiver) func(*Config) { return nil },
		"by OTLP": func(r *receiver) func(*Config) {
			return func(c *Config) { c.Loki, c.OTLP = nil, &OTLP{r.URL + "/v1/logs"} }
		},
		"with all that is": func(*receiver) func(*Config) { return func(c *Config) { c.WholeJournal = true } },
	} {
		t.Run(name, func(t *testing.T) {
			j, r := startJournald(t), newReceiver(t)
			all := j.sayMany("before", 0, 3)
			s := newShipper(t, r, change(r)).start()
			r.arrives(t, "before", all)
			j.say("ssh.service", "other")
			j.say("dinfra-node.service", "two\nlines é \xff")
			r.arrives(t, "two", []string{"two\nlines é \uFFFD"})
			if others := r.count("other"); (others == 1) != (name == "with all that is") {
				t.Errorf("found %d entries of another unit", others)
			}
			if answer, err := http.Get("http://" + s.listen + "/ready"); err != nil || answer.StatusCode != http.StatusOK {
				t.Errorf("expected it to be ready, found %v", err)
			}
		})
	}
}

// Nothing is lost over restarts, however it ends, and hardly anything comes twice.
func TestRestarts(t *testing.T) {
	j, r := startJournald(t), newReceiver(t)
	s := newShipper(t, r, nil).start()
	var all []string
	for round, with := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL, syscall.SIGTERM, syscall.SIGKILL} {
		all = append(all, j.sayMany("r", 300*round, 300*round+100)...)
		if round < 2 {
			r.arrives(t, "r", all)
		}
		s.end(with)
		all = append(all, j.sayMany("r", 300*round+100, 300*round+300)...)
		s.start()
	}
	r.arrives(t, "r", all)
	if twice := r.count("r-") - len(all); twice > 2*300 {
		t.Errorf("expected a batch to come twice at most for each kill, found %d entries more", twice)
	}
	// Once all is taken and remembered, a restart sends nothing again.
	time.Sleep(2 * linger)
	before := r.count("r-")
	s.end(syscall.SIGKILL)
	s.start()
	j.say("dinfra-node.service", "last")
	r.arrives(t, "last", []string{"last"})
	if again := r.count("r-") - before; again != 0 {
		t.Errorf("expected nothing again, found %d entries", again)
	}
}

// What was logged at the end of a boot, and not sent, is sent in the next one: --follow alone shows that boot only.
func TestAReboot(t *testing.T) {
	j, r := startJournald(t), newReceiver(t)
	j.off()
	j.boot("01234567-89ab-4def-8123-456789abcdef")
	s := newShipper(t, r, nil).start()
	all := j.sayMany("a", 0, 50)
	r.arrives(t, "a", all)
	s.end(syscall.SIGTERM)
	all = append(all, j.sayMany("a", 50, 100)...)
	until(t, "the last of them in the journal", func() bool {
		return strings.Contains(j.do("--output=cat"), "a-00099")
	})
	j.off()
	j.boot("")
	all = append(all, j.sayMany("a", 100, 150)...)
	s.start()
	r.arrives(t, "a", all)
}

func TestAReceiverThatIsAway(t *testing.T) {
	j, r := startJournald(t), newReceiver(t)
	s := newShipper(t, r, nil).start()
	r.arrives(t, "a", j.sayMany("a", 0, 5))
	r.answer(func(w http.ResponseWriter, _ []taken) int { return http.StatusServiceUnavailable })
	all := j.sayMany("b", 0, 3000)
	until(t, "it to say so", func() bool {
		answer, err := http.Get("http://" + s.listen + "/ready")
		return err == nil && answer.StatusCode == http.StatusServiceUnavailable
	})
	// The process holds a batch and some entries; the rest waits in the journal.
	if waits := len(r.tried()); waits > 20 {
		t.Errorf("expected a receiver that is away to be left alone, found %d tries", waits)
	}
	r.answer(nil)
	r.arrives(t, "b", all)
	if more := r.count("b-") - len(all); more != 0 {
		t.Errorf("expected each once, found %d more", more)
	}
}

// Rotated while it is followed and while nobody follows, and with its oldest part gone, the place in it included.
func TestRotation(t *testing.T) {
	j, r := startJournald(t), newReceiver(t)
	s := newShipper(t, r, nil).start()
	all := j.sayMany("a", 0, 50)
	r.arrives(t, "a", all)
	j.rotate()
	all = append(all, j.sayMany("a", 50, 100)...)
	r.arrives(t, "a", all)
	time.Sleep(2 * linger)

	s.end(syscall.SIGTERM)
	all = append(all, j.sayMany("a", 100, 150)...)
	j.rotate()
	all = append(all, j.sayMany("a", 150, 200)...)
	s.start()
	r.arrives(t, "a", all)
	time.Sleep(2 * linger)

	s.end(syscall.SIGTERM)
	// The place that it remembers, and what it has not sent, go with a file.
	j.sayMany("gone", 0, 20)
	j.rotate()
	if said := j.do("--vacuum-files=1"); !strings.Contains(said, "Vacuuming done") {
		t.Fatalf("expected the old files to go, found %s", said)
	}
	left := j.sayMany("left", 0, 20)
	s.start()
	r.arrives(t, "left", left)
	if more := r.count("a-") - len(all); more != 0 {
		t.Errorf("expected nothing again, found %d entries", more)
	}
}
