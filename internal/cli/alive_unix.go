//go:build unix && !linux

package cli

import (
	"errors"
	"os"
	"syscall"
)

// aliveProcess asks with signal 0; one that belongs to another user is alive.
func aliveProcess(p *os.Process) bool {
	err := p.Signal(syscall.Signal(0))
	return err == nil || errors.Is(err, syscall.EPERM)
}
