//go:build unix && !linux && !darwin

package fileid

import (
	"os"
	"syscall"
)

func identify(path string, follow bool, _ *mounts) (string, error) {
	stat := os.Lstat
	if follow {
		stat = os.Stat
	}
	fi, err := stat(path)
	if err != nil {
		return "", err
	}
	st, ok := fi.Sys().(*syscall.Stat_t)
	if !ok {
		return "", &os.PathError{Op: "identify", Path: path, Err: syscall.ENOTSUP}
	}
	return inode(uint64(st.Dev), uint64(st.Ino), 0), nil
}
