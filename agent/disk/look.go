package disk

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/system"
)

// zeroBytes is how much of a disk's beginning must be zero for it to count as blank: all that partition tables, file
// systems and volume managers write first lies there.
const zeroBytes = 1 << 20

// Look sees what there is at the device's path.
func Look(ctx context.Context, m system.Machine, device string, begun bool) (Facts, error) {
	path := m.Path(device)
	info, err := os.Stat(path)
	if os.IsNotExist(err) {
		return Facts{}, nil
	}
	if err != nil {
		return Facts{}, err
	}
	if info.Mode()&os.ModeDevice == 0 || info.Mode()&os.ModeCharDevice != 0 {
		return Facts{}, fault.Permanent("disk-not-block", "expected a block device at %s, found something else", device)
	}
	number, err := deviceNumber(path)
	if err != nil {
		return Facts{}, err
	}
	facts := Facts{Present: true, Begun: begun}
	if facts.HoldsRoot, err = holdsRoot(m, number); err != nil {
		return Facts{}, err
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return Facts{}, err
	}
	facts.Mounted = mountOf(string(mounts), number)
	if err := probe(ctx, m, path, &facts); err != nil {
		return Facts{}, err
	}
	facts.Zero, err = beginsWithZeros(path)
	return facts, err
}

type devNumber struct{ major, minor uint32 }

func (d devNumber) String() string { return fmt.Sprintf("%d:%d", d.major, d.minor) }

func deviceNumber(path string) (devNumber, error) {
	var stat unix.Stat_t
	if err := unix.Stat(path, &stat); err != nil {
		return devNumber{}, err
	}
	return devNumber{unix.Major(uint64(stat.Rdev)), unix.Minor(uint64(stat.Rdev))}, nil
}

// holdsRoot compares whole disks: the root file system usually lies on a partition.
func holdsRoot(m system.Machine, number devNumber) (bool, error) {
	var stat unix.Stat_t
	if err := unix.Stat(m.Path("/"), &stat); err != nil {
		return false, err
	}
	root := devNumber{unix.Major(uint64(stat.Dev)), unix.Minor(uint64(stat.Dev))}
	return wholeDisk(root) == wholeDisk(number), nil
}

// wholeDisk is the number of the disk that a partition is of; its own for what is no partition.
func wholeDisk(number devNumber) string {
	link, err := filepath.EvalSymlinks("/sys/dev/block/" + number.String())
	if err != nil {
		return number.String()
	}
	if _, err := os.Stat(filepath.Join(link, "partition")); err != nil {
		return number.String()
	}
	parent, err := os.ReadFile(filepath.Join(filepath.Dir(link), "dev"))
	if err != nil {
		return number.String()
	}
	return strings.TrimSpace(string(parent))
}

// mountOf finds where a device is mounted, in the text of /proc/self/mountinfo.
func mountOf(mountinfo string, number devNumber) string {
	lines := bufio.NewScanner(strings.NewReader(mountinfo))
	for lines.Scan() {
		// id parent major:minor root mountpoint …; a bind mount of a file in it has another root.
		fields := strings.Fields(lines.Text())
		if len(fields) > 4 && fields[2] == number.String() && fields[3] == "/" {
			return unescape(fields[4])
		}
	}
	return ""
}

var mountEscapes = strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`)

func unescape(text string) string { return mountEscapes.Replace(text) }

// probe asks blkid, past its cache: 2 says that nothing was found, 8 that it is ambivalent.
func probe(ctx context.Context, m system.Machine, path string, facts *Facts) error {
	command := system.Command{Name: "blkid", Args: []string{"--probe", "--output", "export", path}}
	result, err := m.Run.Run(ctx, command)
	if err != nil {
		return err
	}
	switch result.Code {
	case 0, 2:
	case 8:
		facts.Unclear = true
	default:
		return fault.New("disk-unreadable", "expected blkid to read %s, found exit code %d: %s", path, result.Code, strings.TrimSpace(result.Stderr))
	}
	for _, line := range strings.Split(result.Stdout, "\n") {
		key, value, _ := strings.Cut(line, "=")
		switch key {
		case "TYPE":
			facts.Filesystem = value
		case "PTTYPE":
			facts.Table = value
		}
	}
	return nil
}

func beginsWithZeros(path string) (bool, error) {
	file, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer file.Close()
	buffer := make([]byte, zeroBytes)
	n, err := io.ReadFull(file, buffer)
	if err != nil && err != io.ErrUnexpectedEOF {
		return false, fault.New("disk-unreadable", "expected to read the beginning of %s, found: %v", path, err)
	}
	for _, b := range buffer[:n] {
		if b != 0 {
			return false, nil
		}
	}
	return true, nil
}

// super is the superblock of an ext4.
type super []byte

const (
	incompatRecover = 0x4
	incompat64Bit   = 0x80
)

func superblock(path string) (super, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	block := make(super, 1024)
	if _, err = file.ReadAt(block, 1024); err != nil {
		return nil, err
	}
	if binary.LittleEndian.Uint16(block[0x38:]) != 0xEF53 {
		return nil, fault.New("disk-unreadable", "expected the superblock of ext4 on %s, found none", path)
	}
	return block, nil
}

func (s super) incompatible() uint32 { return binary.LittleEndian.Uint32(s[0x60:]) }

// needsRecovery says that the journal holds what the file system does not.
func (s super) needsRecovery() bool { return s.incompatible()&incompatRecover != 0 }

// bytes are those that the file system uses of its disk.
func (s super) bytes() int64 {
	blocks := uint64(binary.LittleEndian.Uint32(s[0x4:]))
	if s.incompatible()&incompat64Bit != 0 {
		blocks |= uint64(binary.LittleEndian.Uint32(s[0x150:])) << 32
	}
	return int64(blocks) << (10 + binary.LittleEndian.Uint32(s[0x18:]))
}

// sizes gives the bytes that the device has and those that its ext4 uses.
func sizes(path string) (device, filesystem int64, err error) {
	block, err := superblock(path)
	if err != nil {
		return 0, 0, err
	}
	file, err := os.Open(path)
	if err != nil {
		return 0, 0, err
	}
	defer file.Close()
	device, err = file.Seek(0, io.SeekEnd)
	return device, block.bytes(), err
}
