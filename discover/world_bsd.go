//go:build unix && !linux

package discover

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// openDir opens a directory for listing and nothing else: a FIFO that took
// its place is refused at once.
func openDir(host string) (*os.File, error) {
	for {
		fd, err := unix.Open(host, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC|unix.O_NOFOLLOW, 0)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return nil, err
		}
		return os.NewFile(uintptr(fd), host), nil
	}
}

// lstat asks the portable way; birth time and change time come from the
// system's own structure where world_darwin.go knows it.
func lstat(host string) (Info, error) {
	fi, err := os.Lstat(host)
	if err != nil {
		return Info{}, err
	}
	info := Info{Mode: fi.Mode(), Size: fi.Size(), MTime: fi.ModTime().UnixNano()}
	if st, ok := fi.Sys().(*syscall.Stat_t); ok {
		info.Dev, info.Ino, info.UID, info.GID = uint64(st.Dev), uint64(st.Ino), st.Uid, st.Gid
		info.CTime, info.BTime = times(st)
	}
	return info, nil
}

// fstat tells what is needed before a file is read, and no identity of it.
func fstat(fd int) (Info, error) {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return Info{}, err
	}
	info := Info{Size: st.Size}
	if st.Mode&unix.S_IFMT != unix.S_IFREG {
		info.Mode = fs.ModeIrregular
	}
	return info, nil
}

func entryType(e fs.DirEntry) fs.FileMode { return e.Type() }
