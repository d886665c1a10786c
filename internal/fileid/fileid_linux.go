package fileid

import (
	"encoding/hex"
	"errors"
	"strconv"

	"golang.org/x/sys/unix"
)

// atHandleFID asks for a handle that identifies and need not be opened
// (linux/fcntl.h, since 6.5). It is AT_REMOVEDIR of unlinkat(2) by number.
const atHandleFID = 0x200

func identify(path string, follow bool, known *mounts) (string, error) {
	handle, mount, err := handleOf(path, follow)
	if errors.Is(err, unix.EOPNOTSUPP) || errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.EPERM) ||
		errors.Is(err, unix.EINVAL) || errors.Is(err, unix.EOVERFLOW) {
		return byInode(path, follow) // no handles here: kernel, file system or sandbox
	}
	if err != nil {
		return "", err
	}
	if fsid, ok := known.get(mount); ok {
		return name(fsid, handle), nil
	}
	fsys, err := fileSystem(path, follow)
	if err != nil {
		return "", err
	}
	if int64(fsys.Type) == unix.FUSE_SUPER_MAGIC || fsys.Fsid.Val == [2]int32{} {
		return byInode(path, follow)
	}
	// Only what cannot be the id of something else that took its place between
	// the two calls is worth to be remembered.
	if known != nil && oneID(int64(fsys.Type)) {
		if _, still, err := handleOf(path, follow); err == nil && still == mount {
			known.put(mount, fsys.Fsid)
		}
	}
	return name(fsys.Fsid, handle), nil
}

// fileSystem tells which file system path lies on. statfs follows links, so a
// link itself is asked for through a descriptor of its own.
func fileSystem(path string, follow bool) (fsys unix.Statfs_t, err error) {
	if follow {
		return fsys, again(func() error { return unix.Statfs(path, &fsys) })
	}
	fd := -1
	err = again(func() error {
		fd, err = unix.Open(path, unix.O_PATH|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
		return err
	})
	if err != nil {
		return fsys, err
	}
	err = again(func() error { return unix.Fstatfs(fd, &fsys) })
	return fsys, errors.Join(err, unix.Close(fd))
}

// again repeats a call that a signal has interrupted.
func again(call func() error) error {
	for {
		if err := call(); !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

// handleOf asks for the file handle, the plain way first, and the number of
// the mount that path lies on.
func handleOf(path string, follow bool) (unix.FileHandle, int, error) {
	flags := 0
	if follow {
		flags = unix.AT_SYMLINK_FOLLOW
	}
	h, mount, err := unix.NameToHandleAt(unix.AT_FDCWD, path, flags)
	if errors.Is(err, unix.EOPNOTSUPP) {
		h, mount, err = unix.NameToHandleAt(unix.AT_FDCWD, path, flags|atHandleFID)
	}
	return h, mount, err
}

func name(fsid unix.Fsid, h unix.FileHandle) string {
	raw := h.Bytes()
	b := make([]byte, 0, 32+2*len(raw))
	b = append(b, 'h')
	for _, part := range fsid.Val {
		b = strconv.AppendUint(b, uint64(uint32(part)), 16)
		b = append(b, ':')
	}
	b = strconv.AppendInt(b, int64(h.Type()), 16)
	b = append(b, ':')
	return string(hex.AppendEncode(b, raw))
}

// byInode names by numbers. Kernels and sandboxes without statx tell no birth
// time.
func byInode(path string, follow bool) (string, error) {
	flags := unix.AT_NO_AUTOMOUNT
	if !follow {
		flags |= unix.AT_SYMLINK_NOFOLLOW
	}
	var st unix.Statx_t
	err := unix.Statx(unix.AT_FDCWD, path, flags, unix.STATX_INO|unix.STATX_BTIME, &st)
	switch {
	case errors.Is(err, unix.EINTR):
		return byInode(path, follow)
	case errors.Is(err, unix.ENOSYS), errors.Is(err, unix.EPERM):
		return byStat(path, follow)
	case err != nil:
		return "", err
	}
	born := int64(0)
	if st.Mask&unix.STATX_BTIME != 0 {
		born = st.Btime.Sec*1e9 + int64(st.Btime.Nsec)
	}
	return inode(unix.Mkdev(st.Dev_major, st.Dev_minor), st.Ino, born), nil
}

func byStat(path string, follow bool) (string, error) {
	var st unix.Stat_t
	stat := unix.Lstat
	if follow {
		stat = unix.Stat
	}
	if err := stat(path, &st); err != nil {
		return "", err
	}
	return inode(st.Dev, st.Ino, 0), nil
}
