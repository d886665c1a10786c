//go:build unix && !linux && !darwin

package watcher

import (
	"fmt"
	"os"
	"syscall"
)

// identify joins device and inode, which is what every Unix has.
func identify(path string) (Identity, bool, error) {
	fi, err := os.Stat(path)
	if err != nil {
		return "", false, err
	}
	st, ok := fi.Sys().(*syscall.Stat_t)
	if !ok {
		return "", false, &os.PathError{Op: "identify", Path: path, Err: syscall.ENOTSUP}
	}
	return Identity(fmt.Sprintf("i:%x:%x", st.Dev, st.Ino)), fi.IsDir(), nil
}
