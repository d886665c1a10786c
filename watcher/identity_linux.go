package watcher

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"strconv"

	"golang.org/x/sys/unix"
)

// handleFID is AT_HANDLE_FID (Linux 6.5): a handle that only identifies and cannot be
// opened, which overlayfs gives where it refuses the plain kind.
const handleFID = 0x200

// identify opens the object once, without access to its content, so that all facts are
// of the same object even while its name changes.
func identify(path string) (Identity, bool, error) {
	fd, err := open(path)
	if err != nil {
		return "", false, &fs.PathError{Op: "identify", Path: path, Err: err}
	}
	defer unix.Close(fd)
	id, dir, err := identifyFD(fd)
	if err != nil {
		return "", false, &fs.PathError{Op: "identify", Path: path, Err: err}
	}
	return id, dir, nil
}

func open(path string) (int, error) {
	for {
		fd, err := unix.Open(path, unix.O_PATH|unix.O_CLOEXEC, 0)
		if !errors.Is(err, unix.EINTR) {
			return fd, err
		}
	}
}

func identifyFD(fd int) (Identity, bool, error) {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return "", false, err
	}
	var sys unix.Statfs_t
	if err := unix.Fstatfs(fd, &sys); err != nil {
		return "", false, err
	}
	dir := st.Mode&unix.S_IFMT == unix.S_IFDIR
	// A FUSE node id may be given to another file once the kernel forgets the first.
	if uint32(sys.Type) != unix.FUSE_SUPER_MAGIC {
		if id, ok := handleOf(fd, &st, &sys); ok {
			return id, dir, nil
		}
	}
	return birthOf(fd, &st), dir, nil
}

// handleOf joins file-system id and handle. Some file systems have no id; the device
// number then stands in: it is as good until the next mount.
func handleOf(fd int, st *unix.Stat_t, sys *unix.Statfs_t) (Identity, bool) {
	h, _, err := unix.NameToHandleAt(fd, "", unix.AT_EMPTY_PATH)
	if err != nil {
		h, _, err = unix.NameToHandleAt(fd, "", unix.AT_EMPTY_PATH|handleFID)
	}
	if err != nil {
		return "", false
	}
	var buf [96]byte // fits every handle seen so far; append grows it for others
	id := append(buf[:0], "h:"...)
	if sys.Fsid.Val == [2]int32{} {
		id = strconv.AppendUint(append(id, "dev"...), uint64(st.Dev), 16)
	} else {
		id = strconv.AppendUint(id, uint64(uint32(sys.Fsid.Val[0]))<<32|uint64(uint32(sys.Fsid.Val[1])), 16)
	}
	id = strconv.AppendUint(append(id, ':'), uint64(uint32(h.Type())), 16)
	id = hex.AppendEncode(append(id, ':'), h.Bytes())
	return Identity(id), true
}

// birthOf is the identity without handles. A change time would be no substitute for a
// missing birth time: every new entry changes it, and equal objects would differ.
func birthOf(fd int, st *unix.Stat_t) Identity {
	var sx unix.Statx_t
	err := unix.Statx(fd, "", unix.AT_EMPTY_PATH, unix.STATX_BTIME, &sx)
	if err == nil && sx.Mask&unix.STATX_BTIME != 0 {
		return Identity(fmt.Sprintf("b:%x:%x:%x.%x", st.Dev, st.Ino, sx.Btime.Sec, sx.Btime.Nsec))
	}
	return Identity(fmt.Sprintf("i:%x:%x", st.Dev, st.Ino))
}
