package integration_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// A world is a test's own home and state, for tests that are no scripts.
type world struct {
	t    *testing.T
	work string
	env  []string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	work, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{".tmp", ".world/home", ".world/state", ".world/cache", ".world/config", ".world/data", ".world/runtime"} {
		if err := os.MkdirAll(filepath.Join(work, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return &world{t: t, work: work, env: environment(work)}
}

// command is a process of this world, in a group of its own.
func (w *world) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = w.work, w.env
	cmd.WaitDelay = time.Second
	ownGroup(cmd, false)
	return cmd
}

// run runs a command to its end, which must come within the bound, and
// returns what it wrote to stdout, and that with its stderr.
func (w *world) run(name string, args ...string) (stdout, all string, err error) {
	var out, errs bytes.Buffer
	cmd := w.command(name, args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := running.start(cmd); err != nil {
		return "", "", err
	}
	err = waitBounded(cmd)
	return out.String(), out.String() + errs.String(), err
}

// must is run for a command that cannot fail.
func (w *world) must(name string, args ...string) string {
	w.t.Helper()
	out, all, err := w.run(name, args...)
	if err != nil {
		w.t.Fatalf("%s %q: %v\n%s", name, args, err, all)
	}
	return out
}

// list is "venvd list DIR --json", held against the protocol.
func (w *world) list(dir string) any {
	w.t.Helper()
	out := w.must(binary, "list", dir, "--json")
	var v any
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		w.t.Fatalf("venvd list said %q: %v", out, err)
	}
	if err := checkContract("venvd list", v); err != nil {
		w.t.Error(err)
	}
	return v
}

// environmentAt is the one with that prefix in a list, nil when there is none.
func environmentAt(list any, prefix string) any {
	v, err := getPath(list, ".environments[prefix="+prefix+"]")
	if err != nil {
		return nil
	}
	return v
}
