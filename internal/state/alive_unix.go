//go:build !windows

package state

import (
	"errors"

	"golang.org/x/sys/unix"
)

// alive reports whether a process has this id. One of somebody else, that may
// not be signalled, is alive.
func alive(pid int) bool {
	err := unix.Kill(pid, 0)
	return err == nil || errors.Is(err, unix.EPERM)
}
