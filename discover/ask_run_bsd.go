//go:build unix && !linux

package discover

import "syscall"

// ownGroup makes the child the leader of a session, so of a group, without a
// terminal.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }
