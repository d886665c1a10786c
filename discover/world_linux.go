package discover

import (
	"errors"
	"io/fs"

	"golang.org/x/sys/unix"
)

// lstat asks by statx, the only call that tells the birth time; it mounts
// nothing. Kernels and sandboxes without it (before 4.11) are asked by lstat.
func lstat(host string) (Info, error) {
	info, err := statx(unix.AT_FDCWD, host, unix.AT_SYMLINK_NOFOLLOW|unix.AT_NO_AUTOMOUNT)
	if !noStatx(err) {
		return info, err
	}
	var st unix.Stat_t
	if err := unix.Lstat(host, &st); err != nil {
		return Info{}, err
	}
	return oldInfo(&st), nil
}

// fstat tells about an open file what lstat tells about its entry.
func fstat(fd int) (Info, error) {
	info, err := statx(fd, "", unix.AT_EMPTY_PATH)
	if !noStatx(err) {
		return info, err
	}
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return Info{}, err
	}
	return oldInfo(&st), nil
}

func noStatx(err error) bool { return errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.EPERM) }

func statx(fd int, path string, flags int) (Info, error) {
	var st unix.Statx_t
	for {
		err := unix.Statx(fd, path, flags, unix.STATX_BASIC_STATS|unix.STATX_BTIME, &st)
		if err == nil {
			break
		}
		if !errors.Is(err, unix.EINTR) {
			return Info{}, err
		}
	}
	info := Info{
		Mode: fileMode(uint32(st.Mode)), Size: int64(st.Size),
		MTime: nanos(st.Mtime.Sec, int64(st.Mtime.Nsec)), CTime: nanos(st.Ctime.Sec, int64(st.Ctime.Nsec)),
		Dev: unix.Mkdev(st.Dev_major, st.Dev_minor), Ino: st.Ino, UID: st.Uid, GID: st.Gid,
	}
	if st.Mask&unix.STATX_BTIME != 0 {
		info.BTime = nanos(st.Btime.Sec, int64(st.Btime.Nsec))
	}
	return info, nil
}

func oldInfo(st *unix.Stat_t) Info {
	return Info{
		Mode: fileMode(st.Mode), Size: st.Size,
		MTime: st.Mtim.Nano(), CTime: st.Ctim.Nano(),
		Dev: st.Dev, Ino: st.Ino, UID: st.Uid, GID: st.Gid,
	}
}

func nanos(sec, nsec int64) int64 { return sec*1e9 + nsec }

// fileMode turns a mode of inode(7) into Go's.
func fileMode(m uint32) fs.FileMode {
	mode := fs.FileMode(m & 0o777)
	switch m & unix.S_IFMT {
	case unix.S_IFDIR:
		mode |= fs.ModeDir
	case unix.S_IFLNK:
		mode |= fs.ModeSymlink
	case unix.S_IFIFO:
		mode |= fs.ModeNamedPipe
	case unix.S_IFSOCK:
		mode |= fs.ModeSocket
	case unix.S_IFBLK:
		mode |= fs.ModeDevice
	case unix.S_IFCHR:
		mode |= fs.ModeDevice | fs.ModeCharDevice
	}
	if m&unix.S_ISUID != 0 {
		mode |= fs.ModeSetuid
	}
	if m&unix.S_ISGID != 0 {
		mode |= fs.ModeSetgid
	}
	if m&unix.S_ISVTX != 0 {
		mode |= fs.ModeSticky
	}
	return mode
}
