//go:build unix

package cli

import (
	"errors"
	"syscall"
)

// running asks with signal 0; a process of another user is running too.
func running(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
