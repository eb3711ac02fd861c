package system

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// WriteFile puts a file in place whole or not at all, and returns only when it would survive a power cut: the content is
// synced, moved over the old one, and the folder synced.
func WriteFile(path string, content []byte, mode fs.FileMode) error {
	dir := filepath.Dir(path)
	if err := MkdirAll(dir, 0o755); err != nil {
		return err
	}
	draft, err := os.CreateTemp(dir, ".dinfra-*")
	if err != nil {
		return err
	}
	defer os.Remove(draft.Name())
	if _, err := draft.Write(content); err != nil {
		draft.Close()
		return err
	}
	if err := draft.Chmod(mode); err != nil {
		draft.Close()
		return err
	}
	if err := draft.Sync(); err != nil {
		draft.Close()
		return err
	}
	if err := draft.Close(); err != nil {
		return err
	}
	if err := os.Rename(draft.Name(), path); err != nil {
		return err
	}
	return SyncDir(dir)
}

// Ensure writes the file unless it is there as wanted, and says whether it had to.
func Ensure(path string, content []byte, mode fs.FileMode) (bool, error) {
	info, err := os.Lstat(path)
	if err == nil && info.Mode().IsRegular() {
		old, err := os.ReadFile(path)
		if err == nil && bytes.Equal(old, content) {
			if info.Mode().Perm() == mode {
				return false, nil
			}
			return true, os.Chmod(path, mode)
		}
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	return true, WriteFile(path, content, mode)
}

// Symlink points a link there, whole or not at all.
func Symlink(to, at string) error {
	if found, err := os.Readlink(at); err == nil && found == to {
		return nil
	}
	if err := MkdirAll(filepath.Dir(at), 0o755); err != nil {
		return err
	}
	draft := at + ".new"
	if err := os.Remove(draft); err != nil && !os.IsNotExist(err) {
		return err
	}
	if err := os.Symlink(to, draft); err != nil {
		return err
	}
	if err := os.Rename(draft, at); err != nil {
		return err
	}
	return SyncDir(filepath.Dir(at))
}

// SyncDir makes the names in a folder survive a power cut.
func SyncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	defer dir.Close()
	return dir.Sync()
}

// SyncFilesystem makes all that was written to the file system of a folder survive a power cut, names and contents. It is
// for many files at once: syncing each of some thousand takes a minute.
func SyncFilesystem(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	defer dir.Close()
	return unix.Syncfs(int(dir.Fd()))
}

// MkdirAll is os.MkdirAll whose new folders survive a power cut.
func MkdirAll(path string, mode fs.FileMode) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil
	}
	parent := filepath.Dir(path)
	if parent != path {
		if err := MkdirAll(parent, 0o755); err != nil {
			return err
		}
	}
	if err := os.Mkdir(path, mode); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return SyncDir(parent)
}

// Remove removes a file for good. That it is not there is no error.
func Remove(path string) error {
	if err := os.Remove(path); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	return SyncDir(filepath.Dir(path))
}
