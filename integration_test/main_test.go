// Package integration_test drives the real binary over pipes: what a client
// of any kind can see, and nothing else. The scripts in testdata/script are
// written from the protocol and the promised behaviour, in a small language of
// custom testscript commands that README.md describes; the stories in stories
// tell, with the real tools, what a person does step by step.
//
// Every test has its own home, state directory and PATH; every started process
// is in a process group of its own that is ended with the test; every wait has
// a deadline; and the run fails when it leaves a file behind in its temporary
// directory or has changed a byte of one of the machine's Pythons.
package integration_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// binary is the daemon under test: VENVD_BIN, else built here once. It is set
// by TestMain before any test runs and never after.
var binary string

var update = flag.Bool("update", false, "write what the scripts' cmp commands find into their golden files")

func TestMain(m *testing.M) {
	flag.Parse()
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "integration_test:", err)
		os.Exit(1)
	}
	os.Exit(code)
}

// run builds the binary, runs the tests in a temporary directory of their own
// and then looks at what they left behind.
func run(m *testing.M) (int, error) {
	tmp, err := os.MkdirTemp("", "venvd-it-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(tmp)
	endOnSignal(tmp)
	if binary, err = build(tmp); err != nil {
		return 0, err
	}
	work := filepath.Join(tmp, "work")
	// World-traversable: one test runs the daemon as a user without rights.
	for _, dir := range []string{tmp, work} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return 0, err
		}
		if err := os.Chmod(dir, 0o755); err != nil {
			return 0, err
		}
	}
	for _, name := range []string{"TMPDIR", "GOTMPDIR"} {
		if err := os.Setenv(name, work); err != nil {
			return 0, err
		}
	}
	before, err := hashBases()
	if err != nil {
		return 0, err
	}
	code := m.Run()
	after, err := hashBases()
	if err != nil {
		return 0, err
	}
	if err := sameBases(before, after); err != nil {
		return 0, err
	}
	if code == 0 && !kept() {
		err = leftBehind(work)
	}
	return code, err
}

// leftBehind names the first files that the tests left in their directory.
// testscript keeps its own empty root where -run leaves out a script.
func leftBehind(dir string) error {
	var left []string
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		own := filepath.Dir(path) == dir && strings.HasPrefix(filepath.Base(path), "go-test-script")
		if path != dir && !own && len(left) < 8 {
			left = append(left, path)
		}
		return err
	})
	if err == nil && len(left) > 0 {
		err = fmt.Errorf("the tests left files behind:\n%s", strings.Join(left, "\n"))
	}
	return err
}

// kept reports whether -testwork asked to keep the scripts' directories.
func kept() bool {
	f := flag.Lookup("testwork")
	return f != nil && f.Value.String() == "true"
}

// tags are those of the binary under test: methods that fail on purpose (see
// server/faults.go), and jsonrpc2's own check that nobody keeps a request which it
// uses again.
const tags = "venvdfaults,jsonrpc2poison"

// build makes the binary under test, with the race detector when the tests
// have it: the races worth finding are the daemon's.
func build(dir string) (string, error) {
	exe := filepath.Join(dir, "bin", "venvd"+exeSuffix)
	if given := os.Getenv("VENVD_BIN"); given != "" {
		return exe, copyFile(given, exe)
	}
	args := []string{"build", "-tags", tags, "-o", exe}
	if raceEnabled {
		args = append(args, "-race")
	}
	cmd := exec.Command("go", append(args, "github.com/venvd/venvd/cmd/venvd")...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the binary under test: %w\n%s", err, out)
	}
	return exe, nil
}

// copyFile puts the given binary where every user may execute it.
func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("VENVD_BIN: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o755)
}

// long reports whether the long counts were asked for.
func long() bool { return os.Getenv("VENVD_LONG") != "" }
