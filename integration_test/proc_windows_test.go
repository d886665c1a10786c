package integration_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
)

const exeSuffix = ".exe"

func ownGroup(*exec.Cmd, bool) {}

func killGroup(cmd *exec.Cmd) {
	if cmd.Process != nil {
		_ = cmd.Process.Kill()
	}
}

func askForStacks(*exec.Cmd) {}

func groupAlive(*exec.Cmd) bool { return false }

var signals = map[string]os.Signal{"-KILL": os.Kill}

func giveAway(string, string, func(string, func(string) error) error) error {
	return errors.New("there is no unprivileged user to become on Windows")
}

func exitCode(state *os.ProcessState) string { return fmt.Sprint(state.ExitCode()) }
