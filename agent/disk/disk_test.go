package disk

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/release"
)

func TestPlan(t *testing.T) {
	const mount = "/var/lib/dinfra/volumes/data"
	cases := []struct {
		name   string
		facts  Facts
		action Action
		code   string
	}{
		{"not attached", Facts{}, Wait, ""},
		{"blank", Facts{Present: true, Zero: true}, Format, ""},
		{"a format that was cut off", Facts{Present: true, Begun: true}, Format, ""},
		{"a format that was cut off late", Facts{Present: true, Begun: true, Filesystem: "ext4"}, Format, ""},
		{"ours, or at least ext4", Facts{Present: true, Filesystem: "ext4"}, Mount, ""},
		{"mounted", Facts{Present: true, Filesystem: "ext4", Mounted: mount}, Mounted, ""},
		{"mounted with an old intent", Facts{Present: true, Begun: true, Filesystem: "ext4", Mounted: mount}, Mounted, ""},
		{"the root disk", Facts{Present: true, HoldsRoot: true, Begun: true}, Wait, "disk-is-root"},
		{"mounted elsewhere", Facts{Present: true, Filesystem: "ext4", Mounted: "/srv"}, Wait, "disk-in-use"},
		{"partitioned", Facts{Present: true, Table: "gpt"}, Wait, "disk-foreign"},
		{"another file system", Facts{Present: true, Filesystem: "xfs"}, Wait, "disk-foreign"},
		{"an encrypted volume", Facts{Present: true, Filesystem: "crypto_LUKS"}, Wait, "disk-foreign"},
		{"several signatures", Facts{Present: true, Unclear: true, Zero: true}, Wait, "disk-foreign"},
		{"data of no known kind", Facts{Present: true}, Wait, "disk-foreign"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			action, err := Plan("/dev/disk/by-id/x", mount, c.facts)
			if action != c.action {
				t.Errorf("expected action %d, found %d", c.action, action)
			}
			if code := codeOf(err); code != c.code {
				t.Errorf("expected code %q, found %q", c.code, code)
			}
		})
	}
}

func codeOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.Of(err).Code
}

func TestFollows(t *testing.T) {
	had := map[string]string{"database": "rocksdb", "statePruning": "archive"}
	cases := []struct {
		name   string
		wanted map[string]string
		code   string
	}{
		{"the same", map[string]string{"database": "rocksdb", "statePruning": "archive"}, ""},
		{"a fact that is new", map[string]string{"database": "rocksdb", "sync": "full"}, ""},
		{"another database", map[string]string{"database": "paritydb"}, "volume-cannot-follow"},
		{"another pruning mode", map[string]string{"statePruning": "constrained"}, "volume-cannot-follow"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if code := codeOf(Follows("data", had, c.wanted)); code != c.code {
				t.Errorf("expected code %q, found %q", c.code, code)
			}
		})
	}
	if err := Follows("data", nil, had); err != nil {
		t.Errorf("a volume that nothing has used follows anything, found %v", err)
	}
}

func TestBelongs(t *testing.T) {
	data := release.Volume{Name: "data", Device: "/dev/disk/by-id/x"}
	cases := []struct {
		name  string
		mark  *Mark
		names []string
		code  string
	}{
		{"nobody's", nil, nil, ""},
		{"nobody's, fresh", nil, []string{"lost+found"}, ""},
		{"ours, cut off before its mark", nil, []string{"lost+found", MarkFolder}, ""},
		{"ours", &Mark{Node: "n", Volume: "data"}, []string{"db", MarkFolder}, ""},
		{"another node's", &Mark{Node: "m", Volume: "data"}, nil, "disk-foreign"},
		{"another volume of ours", &Mark{Node: "n", Volume: "logs"}, nil, "disk-foreign"},
		{"somebody's data", nil, []string{"lost+found", "photos"}, "disk-foreign"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if code := codeOf(belongs("n", data, c.mark, c.names)); code != c.code {
				t.Errorf("expected code %q, found %q", c.code, code)
			}
		})
	}
}

func TestWants(t *testing.T) {
	const gib = 1 << 30
	growth := &release.Growth{ThresholdPercent: 85, StepGib: 50, MaximumGib: 220}
	cases := []struct {
		name   string
		usage  Usage
		growth *release.Growth
		wants  int
	}{
		{"no growth asked for", Usage{Disk: 100 * gib, Size: 100 * gib, Used: 99 * gib}, nil, 0},
		{"below the threshold", Usage{Disk: 100 * gib, Size: 100 * gib, Used: 84 * gib}, growth, 0},
		{"at the threshold", Usage{Disk: 100 * gib, Size: 100 * gib, Used: 85 * gib}, growth, 150},
		{"a file system is smaller than its disk", Usage{Disk: 100 * gib, Size: 98 * gib, Used: 90 * gib}, growth, 150},
		{"the last step is shorter", Usage{Disk: 200 * gib, Size: 200 * gib, Used: 190 * gib}, growth, 220},
		{"never beyond the maximum", Usage{Disk: 220 * gib, Size: 220 * gib, Used: 219 * gib}, growth, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if wants := Wants(c.usage, c.growth); wants != c.wants {
				t.Errorf("expected %d, found %d", c.wants, wants)
			}
		})
	}
}

func TestMountOf(t *testing.T) {
	const info = `22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
31 22 7:3 /sub /bound rw - ext4 /dev/loop3 rw
32 22 7:3 / /srv/with\040space rw - ext4 /dev/loop3 rw`
	if at := mountOf(info, devNumber{7, 3}); at != "/srv/with space" {
		t.Errorf("expected the mount of the whole, unescaped, found %q", at)
	}
	if at := mountOf(info, devNumber{7, 4}); at != "" {
		t.Errorf("expected no mount, found %q", at)
	}
}

// The real mkfs.ext4 on a file: what it wrote is what sizes reads.
func TestSizesOfARealFileSystem(t *testing.T) {
	image := filepath.Join(t.TempDir(), "image")
	if err := os.WriteFile(image, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(image, 64<<20); err != nil {
		t.Fatal(err)
	}
	zero, err := beginsWithZeros(image)
	if err != nil || !zero {
		t.Fatalf("expected zeros on a fresh image, found %v %v", zero, err)
	}
	if out, err := exec.Command("mkfs.ext4", "-q", "-F", image).CombinedOutput(); err != nil {
		t.Fatalf("mkfs.ext4: %v %s", err, out)
	}
	device, filesystem, err := sizes(image)
	if err != nil || device != 64<<20 || filesystem != 64<<20 {
		t.Fatalf("expected 64 MiB twice, found %d %d %v", device, filesystem, err)
	}
	if err := os.Truncate(image, 128<<20); err != nil {
		t.Fatal(err)
	}
	device, filesystem, err = sizes(image)
	if err != nil || device != 128<<20 || filesystem != 64<<20 {
		t.Fatalf("expected the device to have grown alone, found %d %d %v", device, filesystem, err)
	}
	if zero, _ := beginsWithZeros(image); zero {
		t.Error("expected a file system not to count as zeros")
	}
}

func TestMarkSurvivesReading(t *testing.T) {
	folder := t.TempDir()
	if mark, err := ReadMark(folder); mark != nil || err != nil {
		t.Fatalf("expected no mark, found %v %v", mark, err)
	}
	want := Mark{Node: "n", Volume: "data", Fixed: map[string]string{"database": "rocksdb"}}
	if err := WriteMark(folder, want); err != nil {
		t.Fatal(err)
	}
	mark, err := ReadMark(folder)
	if err != nil || mark.Node != "n" || mark.Fixed["database"] != "rocksdb" {
		t.Fatalf("expected the mark back, found %v %v", mark, err)
	}
}
