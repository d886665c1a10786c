// Package perf_test measures the real binary from outside: what it costs to
// start, to look at many environments, to follow one that is renamed, and to
// do nothing. docs/performance.md holds the figures and the command of each.
//
// Tests always hold budgets that are counted (system calls, watches, wake-ups),
// which mean the same on every machine. VENVD_LONG=1 asks for the large trees,
// the long waits, and the goals in time and memory, which want a machine that
// does nothing else. Benchmarks give the times.
package perf_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// patience is how long anything is waited for: far beyond what a loaded
// machine needs, so that running out of it means that it does not come.
const patience = 60 * time.Second

// binary is the daemon that is measured: VENVD_BIN, else built here once, and
// always without the race detector, which would be what is measured. It is set
// by TestMain before any test runs and never after.
var binary string

func TestMain(m *testing.M) {
	if asMeter() {
		os.Exit(0)
	}
	flag.Parse()
	tmp, err := os.MkdirTemp("", "venvd-perf-")
	if err == nil {
		binary, err = build(tmp)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "perf:", err)
		os.Exit(1)
	}
	code := m.Run()
	if err := os.RemoveAll(tmp); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, "perf:", err)
		code = 1
	}
	os.Exit(code)
}

func build(dir string) (string, error) {
	if given := os.Getenv("VENVD_BIN"); given != "" {
		return filepath.Abs(given)
	}
	exe := filepath.Join(dir, "venvd")
	if runtime.GOOS == "windows" {
		exe += ".exe"
	}
	cmd := exec.Command("go", "build", "-o", exe, "github.com/venvd/venvd/cmd/venvd")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the binary to measure: %w\n%s", err, out)
	}
	return exe, nil
}

// long reports whether the large trees and the long waits were asked for.
func long() bool { return os.Getenv("VENVD_LONG") != "" }

func needLong(t *testing.T) {
	t.Helper()
	if !long() {
		t.Skip("takes long: set VENVD_LONG=1")
	}
}

// command is a command line of venvd in a home of its own, so that no choice
// of the person who runs the tests counts.
func command(tb testing.TB, args ...string) *exec.Cmd {
	tb.Helper()
	return commandIn(tb, tb.TempDir(), args...)
}

func commandIn(tb testing.TB, home string, args ...string) *exec.Cmd {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*patience)
	tb.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Env = []string{"HOME=" + home, "PATH=/usr/bin:/bin", "XDG_STATE_HOME=" + filepath.Join(home, "state")}
	return cmd
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
