package disk

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/system"
)

// MarkFolder lies on every volume and says whose it is.
const MarkFolder = ".dinfra"

// Mark is what a volume says about itself. It travels with the disk to the next machine.
type Mark struct {
	Node   string `json:"node"`
	Volume string `json:"volume"`
	// Fixed are the facts under which a service has used it; empty until one has.
	Fixed map[string]string `json:"fixed,omitempty"`
}

// Ensure mounts the volume, formatting the disk only if it is blank. A fault that is not permanent may pass: the disk
// is not attached yet. Safe to repeat, and to be cut off anywhere.
func Ensure(ctx context.Context, m system.Machine, node string, v release.Volume) error {
	intent := m.Path(system.StateFolder, "formatting-"+v.Name)
	begun := false
	if raw, err := os.ReadFile(intent); err == nil {
		begun = string(raw) == identityOf(m, v.Device)
	}
	facts, err := Look(ctx, m, v.Device, begun)
	if err != nil {
		return err
	}
	mountPoint := m.Path(system.VolumePath(v.Name))
	action, err := Plan(v.Device, mountPoint, facts)
	if err != nil {
		return err
	}
	switch action {
	case Wait:
		return fault.New("disk-absent", "expected the disk %s, found nothing there: attach it", v.Device)
	case Format:
		if err := format(ctx, m, v, intent); err != nil {
			return err
		}
	case Mount:
		if err := peek(ctx, m, node, v); err != nil {
			return err
		}
		if err := check(ctx, m, v); err != nil {
			return err
		}
		if err := growUnmounted(ctx, m, v); err != nil {
			return err
		}
	case Mounted:
	}
	if action != Mounted {
		if err := mount(ctx, m, v, mountPoint); err != nil {
			return err
		}
	}
	if err := claim(ctx, m, node, v, mountPoint); err != nil {
		return err
	}
	if err := system.Remove(intent); err != nil {
		return err
	}
	growMounted(ctx, m, v)
	return nil
}

// identityOf is what a format that was cut off is continued on: the same path, with a disk of the same size.
func identityOf(m system.Machine, device string) string {
	file, err := os.Open(m.Path(device))
	if err != nil {
		return ""
	}
	defer file.Close()
	size, _ := file.Seek(0, 2)
	raw, _ := json.Marshal(map[string]any{"device": device, "bytes": size})
	return string(raw)
}

func format(ctx context.Context, m system.Machine, v release.Volume, intent string) error {
	// The intent first: half a file system would otherwise look like somebody's data.
	if err := system.WriteFile(intent, []byte(identityOf(m, v.Device)), 0o600); err != nil {
		return err
	}
	slog.Info("formatting a blank disk", "volume", v.Name, "device", v.Device)
	label := "dinfra-" + v.Name[:min(len(v.Name), 8)]
	_, err := m.MustDo(ctx, system.Command{
		Name: "mkfs.ext4", Args: []string{"-q", "-F", "-L", label, m.Path(v.Device)}, Timeout: time.Hour,
	})
	return err
}

// check mends what the journal does not: 1 says that errors were corrected, 4 and more that some are left.
func check(ctx context.Context, m system.Machine, v release.Volume, flags ...string) error {
	result, err := m.Run.Run(ctx, system.Command{Name: "e2fsck", Args: append(flags, "-p", m.Path(v.Device)), Timeout: 6 * time.Hour})
	if err != nil {
		return err
	}
	if result.Code >= 4 {
		return fault.Permanent("disk-damaged", "expected a sound file system on %s, found what e2fsck -p cannot mend (exit code %d): %s; run e2fsck by hand",
			v.Device, result.Code, strings.TrimSpace(result.Stdout))
	}
	return nil
}

func mount(ctx context.Context, m system.Machine, v release.Volume, mountPoint string) error {
	uuid, err := m.Must(ctx, "blkid", "--probe", "--match-tag", "UUID", "--output", "value", m.Path(v.Device))
	if err != nil {
		return err
	}
	if err := system.MkdirAll(mountPoint, 0o755); err != nil {
		return err
	}
	attach := func() error {
		_, err := m.Must(ctx, "mount", "-t", "ext4", "-o", "noatime,nodev,nosuid", "UUID="+strings.TrimSpace(uuid), mountPoint)
		return err
	}
	if attach() == nil {
		return nil
	}
	// A file system that calls itself clean is not read through by a quick check, and may be damaged all the same.
	if err := check(ctx, m, v, "-f"); err != nil {
		return err
	}
	return attach()
}

// belongs decides by a file system's mark and the names in its root whether it is this node's volume, or nobody's.
func belongs(node string, v release.Volume, mark *Mark, names []string) error {
	if mark != nil {
		if mark.Node != node || mark.Volume != v.Name {
			return fault.Permanent("disk-foreign", "expected the volume %s of %s at %s, found the volume %s of %s: nothing was written to it; attach the right disk",
				v.Name, node, v.Device, mark.Volume, mark.Node)
		}
		return nil
	}
	for _, name := range names {
		if name != "lost+found" && name != MarkFolder {
			return fault.Permanent("disk-foreign", "expected a blank disk or one of this node at %s, found a file system with data (%s) and no mark of ours: wipe it if it may go",
				v.Device, name)
		}
	}
	return nil
}

// peek refuses a foreign file system before anything is written to it: a check and a mount both write. debugfs reads past
// the journal, so where the journal is not empty only a mark is believed; claim looks again once it was replayed.
func peek(ctx context.Context, m system.Machine, node string, v release.Volume) error {
	path := m.Path(v.Device)
	raw, err := m.Must(ctx, "debugfs", "-R", "cat /"+MarkFolder+"/volume.json", path)
	if err != nil {
		return err
	}
	if raw != "" {
		mark, err := parseMark([]byte(raw))
		if err != nil {
			return err
		}
		return belongs(node, v, mark, nil)
	}
	super, err := superblock(path)
	if err != nil || super.needsRecovery() {
		return err
	}
	list, err := m.Must(ctx, "debugfs", "-R", "ls -p /", path)
	if err != nil {
		return err
	}
	return belongs(node, v, nil, namesIn(list))
}

// namesIn reads the lines /inode/mode/uid/gid/name/size/ of debugfs.
func namesIn(list string) []string {
	var names []string
	for _, line := range strings.Split(list, "\n") {
		fields := strings.Split(line, "/")
		if len(fields) > 5 && fields[5] != "." && fields[5] != ".." && fields[1] != "0" {
			names = append(names, fields[5])
		}
	}
	return names
}

// claim holds the disk's mark against the node, and marks what is blank.
func claim(ctx context.Context, m system.Machine, node string, v release.Volume, mountPoint string) error {
	release := func(err error) error {
		if _, failed := m.Must(ctx, "umount", mountPoint); failed != nil {
			slog.Warn("a disk that is not ours stays mounted", "error", failed)
		}
		return err
	}
	mark, err := ReadMark(mountPoint)
	if err != nil {
		return release(err)
	}
	entries, err := os.ReadDir(mountPoint)
	if err != nil {
		return release(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	if err := belongs(node, v, mark, names); err != nil {
		return release(err)
	}
	if mark != nil {
		return nil
	}
	if _, err := m.Must(ctx, "chown", system.ServiceUser+":"+system.ServiceUser, mountPoint); err != nil {
		return err
	}
	if err := os.Chmod(mountPoint, 0o750); err != nil {
		return err
	}
	return WriteMark(mountPoint, Mark{Node: node, Volume: v.Name})
}

// ReadMark gives the mark of the volume that is mounted there; nil where there is none.
func ReadMark(mountPoint string) (*Mark, error) {
	raw, err := os.ReadFile(filepath.Join(mountPoint, MarkFolder, "volume.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return parseMark(raw)
}

func parseMark(raw []byte) (*Mark, error) {
	var mark Mark
	if err := json.Unmarshal(raw, &mark); err != nil {
		return nil, fault.Permanent("disk-foreign", "expected the mark %s/volume.json as JSON, found: %v", MarkFolder, err)
	}
	return &mark, nil
}

// WriteMark puts the mark in place; it survives a power cut.
func WriteMark(mountPoint string, mark Mark) error {
	folder := filepath.Join(mountPoint, MarkFolder)
	if err := system.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	raw, _ := json.Marshal(mark)
	return system.WriteFile(filepath.Join(folder, "volume.json"), raw, 0o600)
}

// Follows says whether data that was made under the facts `had` can be used under `wanted`. Facts that were not told
// before are new, and fit.
func Follows(volume string, had, wanted map[string]string) error {
	for _, key := range slices.Sorted(maps.Keys(had)) {
		if now, told := wanted[key]; told && now != had[key] {
			return fault.Permanent("volume-cannot-follow", "expected the %s %s, which the data on volume %s was made with, found %s: keep it, or give the node a new disk",
				key, had[key], volume, now)
		}
	}
	return nil
}

// isSmaller says whether the file system leaves out a part of its disk. It never shrinks.
func isSmaller(m system.Machine, v release.Volume) (bool, error) {
	device, filesystem, err := sizes(m.Path(v.Device))
	return err == nil && leavesOut(device, filesystem), err
}

// leavesOut compares a disk with its file system: ext4 leaves less than a block group's worth at the end.
func leavesOut(device, filesystem int64) bool {
	return device-filesystem >= 16<<20
}

// growUnmounted makes the file system as large as its disk. resize2fs wants a whole check first.
func growUnmounted(ctx context.Context, m system.Machine, v release.Volume) error {
	smaller, err := isSmaller(m, v)
	if err != nil || !smaller {
		return err
	}
	slog.Info("growing a volume", "volume", v.Name)
	if err := check(ctx, m, v, "-f"); err != nil {
		return err
	}
	return resize(ctx, m, v)
}

// growMounted does so while services use it. A kernel may refuse it, for example in a container; the services go on with
// the space that they have, and the next boot grows it.
func growMounted(ctx context.Context, m system.Machine, v release.Volume) {
	smaller, err := isSmaller(m, v)
	if err == nil && smaller {
		slog.Info("growing a volume that is mounted", "volume", v.Name)
		err = resize(ctx, m, v)
	}
	if err != nil {
		slog.Warn("a volume could not be grown while it is mounted; the next boot will", "volume", v.Name, "error", err)
	}
}

func resize(ctx context.Context, m system.Machine, v release.Volume) error {
	_, err := m.MustDo(ctx, system.Command{Name: "resize2fs", Args: []string{m.Path(v.Device)}, Timeout: time.Hour})
	return err
}

// Usage are the sizes of a mounted volume in bytes.
type Usage struct {
	// Size is that of the file system.
	Size int64 `json:"sizeBytes"`
	Used int64 `json:"usedBytes"`
	// Disk is the size of the disk below it.
	Disk int64 `json:"diskBytes"`
	// WantsGib is the size that the disk should be given; 0 while it is large enough.
	WantsGib int `json:"wantsGib"`
}

// Fill looks at the file system that is mounted there.
func Fill(mountPoint string) (Usage, error) {
	var stat unix.Statfs_t
	if err := unix.Statfs(mountPoint, &stat); err != nil {
		return Usage{}, err
	}
	return Usage{Size: int64(stat.Blocks) * stat.Bsize, Used: int64(stat.Blocks-stat.Bfree) * stat.Bsize}, nil
}

// Measure looks at a mounted volume and its disk.
func Measure(m system.Machine, v release.Volume) (Usage, error) {
	usage, err := Fill(m.Path(system.VolumePath(v.Name)))
	if err != nil {
		return usage, err
	}
	device, filesystem, err := sizes(m.Path(v.Device))
	if err != nil {
		return usage, err
	}
	usage.Disk = device
	// A disk that has grown already is waited for by its file system, and not made larger still.
	if !leavesOut(device, filesystem) {
		usage.WantsGib = Wants(usage, v.Growth)
	}
	return usage, nil
}

// Wants is the size in GiB that a disk should have; 0 where the one that it has is enough or the most that is allowed.
func Wants(u Usage, g *release.Growth) int {
	if g == nil || u.Size == 0 || u.Used*100 < u.Size*int64(g.ThresholdPercent) {
		return 0
	}
	const gib = 1 << 30
	// Of the disk: a file system keeps a few percent of it for itself.
	has := int((u.Disk + gib - 1) / gib)
	next := min(has+g.StepGib, g.MaximumGib)
	if next <= has {
		return 0
	}
	return next
}
