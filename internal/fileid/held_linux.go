package fileid

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// Held is a directory that is held by an open handle, so that it can be asked
// where it is, wherever it was moved to on its file system.
type Held struct {
	fd   int
	path string // where it was when it was held
}

// Hold holds a directory. ErrNotHeld is for those that must not be: what can be
// taken out or unmounted would be hindered in that by an open handle.
func Hold(path string) (*Held, error) {
	fd, err := unix.Open(path, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	if !mayHold(fd) {
		unix.Close(fd) //nolint:errcheck // of a handle that was only looked at
		return nil, ErrNotHeld
	}
	return &Held{fd, path}, nil
}

// Where gives the path that the directory has now, and whether that is another
// one than it had when it was held. There is none for one that was removed.
func (h *Held) Where() (path string, moved bool, err error) {
	var held, there unix.Stat_t
	if err := unix.Fstat(h.fd, &held); err != nil {
		return "", false, &os.PathError{Op: "fstat", Path: h.path, Err: err}
	}
	if unix.Stat(h.path, &there) == nil && same(&held, &there) {
		return h.path, false, nil
	}
	now, err := os.Readlink(fmt.Sprintf("/proc/self/fd/%d", h.fd))
	if err != nil {
		return "", false, err
	}
	// The kernel writes " (deleted)" behind the last name of one that is gone, and
	// a path outside of what this process can see for one that it cannot reach.
	if held.Nlink == 0 || unix.Stat(now, &there) != nil || !same(&held, &there) {
		return "", false, fmt.Errorf("%s: %w", h.path, os.ErrNotExist)
	}
	return now, true, nil
}

func same(a, b *unix.Stat_t) bool { return a.Dev == b.Dev && a.Ino == b.Ino }

// Close lets the directory go.
func (h *Held) Close() error { return unix.Close(h.fd) }

// mayHold reports whether a handle hinders nobody: on the file systems of local
// disks and of memory, and not on a disk that can be taken out.
func mayHold(fd int) bool {
	var fsys unix.Statfs_t
	var st unix.Stat_t
	if unix.Fstatfs(fd, &fsys) != nil || unix.Fstat(fd, &st) != nil {
		return false
	}
	switch int64(fsys.Type) {
	case unix.TMPFS_MAGIC, unix.OVERLAYFS_SUPER_MAGIC:
		return true
	case unix.EXT4_SUPER_MAGIC, unix.XFS_SUPER_MAGIC, unix.BTRFS_SUPER_MAGIC, unix.F2FS_SUPER_MAGIC:
		return !removable(st.Dev)
	}
	return false
}

// removable reports whether a disk, or the disk that a partition is of, can be
// taken out (Linux, Documentation/ABI/stable/sysfs-block). A device without an
// entry there, such as btrfs' own, is none.
func removable(dev uint64) bool {
	device, err := filepath.EvalSymlinks(fmt.Sprintf("/sys/dev/block/%d:%d", unix.Major(dev), unix.Minor(dev)))
	if err != nil {
		return false
	}
	for _, dir := range []string{device, filepath.Dir(device)} {
		if f, err := os.Open(filepath.Join(dir, "removable")); err == nil {
			line, _ := bufio.NewReader(f).ReadString('\n') //nolint:errcheck // an empty line says no
			f.Close()
			return strings.TrimSpace(line) == "1"
		}
	}
	return false
}
