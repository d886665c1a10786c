//go:build unix

package discover

import "syscall"

// group is a process with all that it starts, but for what makes a session of
// its own on purpose.
type group int

func groupOf(pid int) (group, error) { return group(pid), nil }

// kill ends all of it by a signal that nobody can ignore. That there is nothing
// left is what is wanted.
func (g group) kill() { _ = syscall.Kill(-int(g), syscall.SIGKILL) }

func (g group) close() {}
