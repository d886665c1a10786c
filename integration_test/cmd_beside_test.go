package integration_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// bounded is how long one command beside the client may take: pip installing
// is the slowest of them. A venvd command has no more than what is waited for.
const bounded = time.Minute

func bound(cmd *exec.Cmd) time.Duration {
	if cmd.Path == binary {
		return patience
	}
	return bounded
}

// waitBounded waits for a started command to its end or its bound. Past that
// it is asked for its goroutines, which a Go program writes to stderr, and
// ended. What it leaves running is ended in any case.
func waitBounded(cmd *exec.Cmd) error {
	limit := bound(cmd)
	dump := time.AfterFunc(limit, func() { askForStacks(cmd) })
	kill := time.AfterFunc(limit+stackTime, func() { running.end(cmd) })
	err := cmd.Wait()
	if !dump.Stop() {
		err = fmt.Errorf("took longer than %v: %w", limit, err)
	}
	kill.Stop()
	running.end(cmd)
	return err
}

// cmdVenvd runs a command line: venvd ARGS... Its answer, when it is JSON, is
// what "json" looks at; "code N" tells how it ended.
func cmdVenvd(s *session, ts *testscript.TestScript, neg bool, args []string) error {
	args, file := redirect(args)
	cmd := exec.Command(binary, args...)
	out, err := s.runBounded(ts, cmd)
	if cmd.ProcessState == nil {
		return err
	}
	s.code = exitCode(cmd.ProcessState)
	s.last = nil
	// Not every command speaks JSON; "json" then finds nothing.
	if json.Unmarshal([]byte(out), &s.last) == nil {
		if err := checkContract("venvd "+strings.Join(args, " "), s.last); err != nil {
			return err
		}
		out = s.golden(s.last) + "\n"
	}
	fmt.Fprint(ts.Stdout(), out)
	if file != "" {
		return fmt.Errorf("redirect is for call and finish")
	}
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		return err
	}
	if (err != nil) != neg {
		return fmt.Errorf("ended with %s", s.code)
	}
	return nil
}

// cmdCode asserts how the last venvd command ended.
func cmdCode(s *session, _ *testscript.TestScript, neg bool, args []string) error {
	if len(args) != 1 || (s.code == args[0]) == neg {
		return fmt.Errorf("the command ended with %s, want %v", s.code, args)
	}
	return nil
}

// cmdShell runs its arguments by sh, and ends what that leaves running.
func cmdShell(s *session, ts *testscript.TestScript, neg bool, args []string) error {
	began := time.Now()
	out, err := s.runBounded(ts, exec.Command("sh", "-ec", strings.Join(args, " ")))
	s.took = time.Since(began)
	fmt.Fprint(ts.Stdout(), out)
	if (err != nil) != neg {
		return fmt.Errorf("%v", err)
	}
	return nil
}

// runBounded runs cmd in a group of its own, to its end or the bound, and
// returns its standard output; its standard error becomes the script's.
func (s *session) runBounded(ts *testscript.TestScript, cmd *exec.Cmd) (string, error) {
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	cmd.WaitDelay = time.Second
	s.dress(ts, cmd)
	err := running.start(cmd)
	if err == nil {
		err = waitBounded(cmd)
	}
	fmt.Fprint(ts.Stderr(), errs.String())
	return out.String(), err
}

// cmdSpawn leaves a process running: spawn NAME COMMAND...; $NAME is its pid.
func cmdSpawn(s *session, ts *testscript.TestScript, neg bool, args []string) error {
	if len(args) < 2 {
		return fmt.Errorf("want a name and a command")
	}
	cmd := exec.Command("sh", "-c", "exec "+strings.Join(args[1:], " "))
	s.dress(ts, cmd)
	if err := running.start(cmd); err != nil {
		return err
	}
	s.procs[args[0]] = cmd
	ts.Setenv(args[0], strconv.Itoa(cmd.Process.Pid))
	return mustNotNegate(neg)
}

// cmdSignal sends a signal to the current daemon, or to a spawned process, whose
// end it then waits for: signal [-TERM|-INT|-KILL|-STOP|-CONT] [NAME].
func cmdSignal(s *session, _ *testscript.TestScript, neg bool, args []string) error {
	signal := signals["-TERM"]
	if len(args) > 0 && strings.HasPrefix(args[0], "-") {
		if signal = signals[args[0]]; signal == nil {
			return fmt.Errorf("unknown signal %s", args[0])
		}
		args = args[1:]
	}
	if len(args) == 0 {
		c, err := s.client()
		if err != nil {
			return err
		}
		return c.cmd.Process.Signal(signal)
	}
	cmd, ok := s.procs[args[0]]
	if !ok {
		return fmt.Errorf("nothing was spawned as %q", args[0])
	}
	if err := cmd.Process.Signal(signal); err != nil {
		return err
	}
	if signal != signals["-STOP"] && signal != signals["-CONT"] {
		delete(s.procs, args[0])
		var ended *exec.ExitError
		if err := cmd.Wait(); err != nil && !errors.As(err, &ended) && !errors.Is(err, syscall.ECHILD) {
			return err
		}
	}
	return mustNotNegate(neg)
}
