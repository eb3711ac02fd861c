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
		if err := check(ctx, m, v); err != nil {
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
	return grow(ctx, m, v)
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
func check(ctx context.Context, m system.Machine, v release.Volume) error {
	result, err := m.Run.Run(ctx, system.Command{Name: "e2fsck", Args: []string{"-p", m.Path(v.Device)}, Timeout: 6 * time.Hour})
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
	_, err = m.Must(ctx, "mount", "-t", "ext4", "-o", "noatime,nodev,nosuid", "UUID="+strings.TrimSpace(uuid), mountPoint)
	return err
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
	if mark != nil {
		if mark.Node != node || mark.Volume != v.Name {
			return release(fault.Permanent("disk-foreign", "expected the volume %s of %s at %s, found the volume %s of %s: nothing was written to it; attach the right disk",
				v.Name, node, v.Device, mark.Volume, mark.Node))
		}
		return nil
	}
	entries, err := os.ReadDir(mountPoint)
	if err != nil {
		return release(err)
	}
	for _, entry := range entries {
		if entry.Name() != "lost+found" && entry.Name() != MarkFolder {
			return release(fault.Permanent("disk-foreign", "expected a blank disk or one of this node at %s, found a file system with data (%s) and no mark of ours: wipe it if it may go",
				v.Device, entry.Name()))
		}
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

// grow makes the file system as large as its disk, while it is mounted. It never shrinks.
func grow(ctx context.Context, m system.Machine, v release.Volume) error {
	device, filesystem, err := sizes(m.Path(v.Device))
	if err != nil {
		return err
	}
	// ext4 leaves less than a block group's worth at the end.
	if device-filesystem < 16<<20 {
		return nil
	}
	slog.Info("growing a volume", "volume", v.Name, "from", filesystem, "to", device)
	_, err = m.MustDo(ctx, system.Command{Name: "resize2fs", Args: []string{m.Path(v.Device)}, Timeout: time.Hour})
	return err
}

// Usage are the sizes of a mounted volume in bytes.
type Usage struct {
	Size int64 `json:"sizeBytes"`
	Used int64 `json:"usedBytes"`
	// WantsGib is the size that the disk should be given; 0 while it is large enough.
	WantsGib int `json:"wantsGib"`
}

// Measure looks at a mounted volume.
func Measure(mountPoint string, g *release.Growth) (Usage, error) {
	var stat unix.Statfs_t
	if err := unix.Statfs(mountPoint, &stat); err != nil {
		return Usage{}, err
	}
	usage := Usage{Size: int64(stat.Blocks) * stat.Bsize, Used: int64(stat.Blocks-stat.Bfree) * stat.Bsize}
	usage.WantsGib = Wants(usage, g)
	return usage, nil
}

// Wants is the size in GiB that a disk should have; 0 where the one that it has is enough or the most that is allowed.
func Wants(u Usage, g *release.Growth) int {
	if g == nil || u.Size == 0 || u.Used*100 < u.Size*int64(g.ThresholdPercent) {
		return 0
	}
	const gib = 1 << 30
	// A file system is a little smaller than its disk.
	has := int((u.Size + gib - 1) / gib)
	next := min(has+g.StepGib, g.MaximumGib)
	if next <= has {
		return 0
	}
	return next
}
