package discover

import "syscall"

// ownGroup makes the child the leader of a session, so of a group, without a
// terminal. It dies with this process, also when that is killed.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGKILL}
}
