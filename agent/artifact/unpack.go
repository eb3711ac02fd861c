package artifact

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"

	"dinfra.dev/agent/fault"
)

// unpack lays out what was verified in an empty folder, not synced yet. A single file gets the artifact's name and may be
// run.
func unpack(packed, kind, name, folder string) error {
	file, err := os.Open(packed)
	if err != nil {
		return err
	}
	defer file.Close()
	if kind == "zip" {
		return unzip(file, folder)
	}
	plain, done, err := decompress(file, kind)
	if err != nil {
		return corrupt(name, err)
	}
	defer done()
	if strings.HasPrefix(kind, "tar.") {
		if err := untar(plain, folder); err != nil {
			return corrupt(name, err)
		}
		return nil
	}
	return write(filepath.Join(folder, name), plain, 0o755)
}

func corrupt(name string, err error) error {
	return fault.Permanent("unpack-failed", "expected the artifact %s to unpack, found: %v: its digest is right, so the way to unpack it or the archive itself is wrong", name, err)
}

func decompress(file io.Reader, kind string) (io.Reader, func(), error) {
	switch kind {
	case "gz", "tar.gz":
		reader, err := gzip.NewReader(file)
		return reader, func() {}, err
	case "zst", "tar.zst":
		reader, err := zstd.NewReader(file)
		if err != nil {
			return nil, nil, err
		}
		return reader, reader.Close, nil
	default:
		return file, func() {}, nil
	}
}

// target keeps a member inside the folder, whatever its name.
func target(folder, member string) (string, error) {
	clean := path.Clean(strings.TrimPrefix(member, "./"))
	if clean == ".." || strings.HasPrefix(clean, "../") || path.IsAbs(clean) {
		return "", fault.Permanent("unpack-failed", "expected members inside the archive's folder, found %q", member)
	}
	return filepath.Join(folder, filepath.FromSlash(clean)), nil
}

func untar(plain io.Reader, folder string) error {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	reader := tar.NewReader(plain)
	for {
		header, err := reader.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		at, err := target(folder, header.Name)
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(folder, at)
		if name == "." {
			continue
		}
		// All by the root's own handle: a link that leads out of the folder leads nowhere.
		if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		switch header.Typeflag {
		case tar.TypeDir:
			err = root.MkdirAll(name, 0o755)
		case tar.TypeReg:
			err = writeIn(root, name, reader, fs.FileMode(header.Mode)&0o755|0o444)
		case tar.TypeSymlink:
			err = root.Symlink(header.Linkname, name)
		case tar.TypeLink:
			var from string
			if from, err = target("", header.Linkname); err == nil {
				err = root.Link(from, name)
			}
		default:
			err = fault.Permanent("unpack-failed", "expected files, folders and links, found %q of type %q", header.Name, header.Typeflag)
		}
		if err != nil {
			return err
		}
	}
}

func unzip(file *os.File, folder string) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	archive, err := zip.NewReader(file, info.Size())
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, member := range archive.File {
		at, err := target(folder, member.Name)
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(folder, at)
		if member.FileInfo().IsDir() {
			err = root.MkdirAll(name, 0o755)
		} else if !member.Mode().IsRegular() {
			err = fault.Permanent("unpack-failed", "expected files and folders in a zip, found %q", member.Name)
		} else if err = root.MkdirAll(filepath.Dir(name), 0o755); err == nil {
			err = unzipOne(root, name, member)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func unzipOne(root *os.Root, name string, member *zip.File) error {
	content, err := member.Open()
	if err != nil {
		return err
	}
	defer content.Close()
	return writeIn(root, name, content, member.Mode().Perm()&0o755|0o444)
}

func writeIn(root *os.Root, name string, content io.Reader, mode fs.FileMode) error {
	out, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	return fill(out, content, mode)
}

func write(name string, content io.Reader, mode fs.FileMode) error {
	out, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	return fill(out, content, mode)
}

func fill(out *os.File, content io.Reader, mode fs.FileMode) error {
	if _, err := io.Copy(out, content); err != nil {
		out.Close()
		return err
	}
	if err := out.Chmod(mode); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}
