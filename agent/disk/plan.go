// Package disk brings a data disk to where a service can use it: found by its stable id, formatted only if it is blank,
// mounted by UUID, grown when the platform made it larger. Looks first; what does not fit is an error, never a format.
package disk

import "dinfra.dev/agent/fault"

// Facts are what is seen of a disk before anything is done to it.
type Facts struct {
	// Present says that the path leads to a block device.
	Present bool
	// HoldsRoot says that the machine's root file system lies on it.
	HoldsRoot bool
	// Filesystem is what blkid calls it; empty where nothing was recognised.
	Filesystem string
	// Table is the kind of its partition table, if any.
	Table string
	// Unclear says that several signatures were found.
	Unclear bool
	// Zero says that its beginning holds nothing but zeros.
	Zero bool
	// Begun says that the agent began to format this very disk and has not finished.
	Begun bool
	// Mounted is where it is mounted, if it is.
	Mounted string
}

// Action is what has to be done before the disk can be mounted.
type Action int

const (
	// Wait: it is not attached yet.
	Wait Action = iota
	// Format: it is blank, or a format of ours was cut off.
	Format
	// Mount: it has a file system that we can use.
	Mount
	// Mounted: it already is where it belongs.
	Mounted
)

// Plan decides. An error means that the disk is left as it is.
func Plan(device, mountPoint string, f Facts) (Action, error) {
	refuse := func(code, expected, found string) (Action, error) {
		return Wait, fault.Permanent(code, "expected %s at %s, found %s: nothing was written to it", expected, device, found)
	}
	switch {
	case !f.Present:
		return Wait, nil
	case f.HoldsRoot:
		return refuse("disk-is-root", "a data disk", "the disk of the root file system; give the id of the data disk")
	case f.Mounted == mountPoint:
		return Mounted, nil
	case f.Mounted != "":
		return refuse("disk-in-use", "a disk that nothing else uses", "it mounted at "+f.Mounted+"; unmount it or give another disk")
	case f.Begun:
		return Format, nil
	case f.Table != "":
		return refuse("disk-foreign", "a blank disk or one of this node", "a partition table ("+f.Table+"); wipe it (wipefs --all) if it may go")
	case f.Unclear:
		return refuse("disk-foreign", "a blank disk or one of this node", "signatures of several file systems; wipe it (wipefs --all) if it may go")
	case f.Filesystem == "ext4":
		return Mount, nil
	case f.Filesystem != "":
		return refuse("disk-foreign", "a blank disk or one of this node", "a file system or volume of the kind "+f.Filesystem+"; wipe it (wipefs --all) if it may go")
	case !f.Zero:
		return refuse("disk-foreign", "a blank disk or one of this node", "data that no file system is known for; wipe it (wipefs, blkdiscard) if it may go")
	default:
		return Format, nil
	}
}
