package restore

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dinfra.dev/agent/release"
	"dinfra.dev/agent/system"
)

func TestVerdictOfARestoredDatabase(t *testing.T) {
	m := system.Machine{Root: t.TempDir()}
	mountPoint := m.Path(system.VolumePath("data"))
	if err := os.MkdirAll(filepath.Join(mountPoint, ".dinfra"), 0o700); err != nil {
		t.Fatal(err)
	}
	first, second := strings.Repeat("a", 64), strings.Repeat("b", 64)
	asked := func(manifest string, endpoints ...string) release.Restore {
		r := release.Restore{Volume: "data", Folder: "db", ManifestSHA256: manifest}
		if len(endpoints) > 0 {
			r.Verify = &release.Verify{Service: "node", Endpoints: endpoints}
		}
		return r
	}
	verified := func(r release.Restore, want bool) {
		t.Helper()
		if found, err := Verified(m, r); err != nil || found != want {
			t.Errorf("expected verified %v, found %v %v", want, found, err)
		}
	}
	refused := func(r release.Restore, want bool) {
		t.Helper()
		found, err := Refused(m, r)
		if err != nil || (found != nil) != want || want && (!found.Permanent || found.Message != "why") {
			t.Errorf("expected refused %v, found %v %v", want, found, err)
		}
	}
	r := asked(first, "wss://a", "wss://b")

	// Without a mark the data is the node's own.
	verified(r, true)
	if err := system.WriteFile(completed(mountPoint, "db"), []byte(first), 0o600); err != nil {
		t.Fatal(err)
	}
	verified(asked(first), true)
	verified(r, false)
	refused(r, false)

	if err := Judge(m, r, "why"); err != nil {
		t.Fatal(err)
	}
	verified(r, false)
	refused(r, true)
	refused(r, true)
	// With other witnesses it is compared again.
	refused(asked(first, "wss://a", "wss://c"), false)
	verified(r, false)
	refused(r, false)

	if err := Judge(m, r, "why"); err != nil {
		t.Fatal(err)
	}
	// Another snapshot is another database: what was refused counts as half, and is wiped.
	next := asked(second, "wss://a", "wss://b")
	refused(next, false)
	if err := replaced(m, next); err != nil {
		t.Fatal(err)
	}
	if state, err := Look(mountPoint, "db"); err != nil || state != Half {
		t.Errorf("expected a restore that begins again, found %v %v", state, err)
	}
	verified(next, true) // nothing is restored yet

	// What all agreed on is never asked again, nor wiped.
	if err := system.WriteFile(completed(mountPoint, "db"), []byte(second), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := system.Remove(started(mountPoint, "db")); err != nil {
		t.Fatal(err)
	}
	if err := Judge(m, next, ""); err != nil {
		t.Fatal(err)
	}
	if err := replaced(m, r); err != nil {
		t.Fatal(err)
	}
	if state, _ := Look(mountPoint, "db"); state != Complete {
		t.Errorf("expected the database to stay, found %v", state)
	}
	verified(r, true)
	refused(r, false)
}
