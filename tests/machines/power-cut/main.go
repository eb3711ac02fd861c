// Does with the agent's own code what a pass does to a data disk: main DEVICE [BASE_URL MANIFEST_SHA256 ARCHIVE_SHA256].
// It formats the disk if it is blank, grows, mounts and marks it. With the addresses it unpacks an archive on it and
// restores a folder, too.
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"

	"dinfra.dev/agent/artifact"
	"dinfra.dev/agent/disk"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/restore"
	"dinfra.dev/agent/system"
)

func main() {
	err := prepare(os.Args[1])
	if err == nil && len(os.Args) > 2 {
		err = fill(os.Args[2], os.Args[3], os.Args[4])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

var (
	ctx     = context.Background()
	machine = system.Machine{Root: "/", Run: system.Real{}}
)

func prepare(device string) error {
	return disk.Ensure(ctx, machine, "node-1", release.Volume{Name: "data", Device: device})
}

func fill(base, manifest, archive string) error {
	at := system.VolumePath("data")
	// No commit of the journal by time: what gets to the disk is what the agent syncs.
	if out, err := exec.Command("mount", "-o", "remount,commit=3600", at).CombinedOutput(); err != nil {
		return fmt.Errorf("remount: %w: %s", err, out)
	}
	source := release.Source{URL: base + "/archive", SHA256: archive, Unpack: "tar.gz"}
	one := release.Artifact{Name: "archive", Platforms: map[string]release.Source{"any": source}}
	if err := artifact.Ensure(ctx, system.Machine{Root: at, Run: system.Real{}}, "", one, "any"); err != nil {
		return err
	}
	snapshot := release.Restore{Volume: "data", Folder: "db", BaseURL: base, ManifestSHA256: manifest}
	return restore.Run(ctx, machine, snapshot, func(restore.Progress) {})
}
