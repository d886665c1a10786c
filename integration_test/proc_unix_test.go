//go:build unix

package integration_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

const exeSuffix = ""

// nobody is the user without rights that the scripts' "unprivileged" becomes.
const nobody = 65534

// ownGroup puts cmd into a process group of its own, so that it can be ended
// with all its children; as nobody when that is asked for.
func ownGroup(cmd *exec.Cmd, unprivileged bool) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if unprivileged && os.Geteuid() == 0 {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
	}
}

// killGroup kills every process of the group that cmd leads; none left is fine.
func killGroup(cmd *exec.Cmd) {
	if cmd.Process != nil {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	}
}

// askForStacks makes a Go program that hangs write where it does, and end.
func askForStacks(cmd *exec.Cmd) { _ = cmd.Process.Signal(syscall.SIGQUIT) }

// groupAlive reports whether a process of cmd's group is left after cmd ended.
func groupAlive(cmd *exec.Cmd) bool {
	return !errors.Is(syscall.Kill(-cmd.Process.Pid, 0), syscall.ESRCH)
}

// signals are those that scripts may send, by the name they use.
var signals = map[string]os.Signal{
	"-TERM": syscall.SIGTERM, "-INT": syscall.SIGINT, "-KILL": syscall.SIGKILL,
	"-STOP": syscall.SIGSTOP, "-CONT": syscall.SIGCONT,
}

// giveAway makes nobody the owner of everything below dir, and lets it pass
// through the directory above.
func giveAway(dirAbove, dir string, walk func(string, func(string) error) error) error {
	if os.Geteuid() != 0 {
		return nil
	}
	if err := os.Chmod(dirAbove, 0o711); err != nil {
		return err
	}
	return walk(dir, func(path string) error { return os.Lchown(path, nobody, nobody) })
}

// exitCode tells how a process ended: its code, or the signal as a negative.
func exitCode(state *os.ProcessState) string {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return fmt.Sprintf("signal %d", status.Signal())
	}
	return fmt.Sprint(state.ExitCode())
}
