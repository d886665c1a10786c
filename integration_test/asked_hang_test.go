//go:build unix

package integration_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// hang makes the interpreters of the world that are kept where bases are kept
// start and never answer, and have a child that holds what they hold.
func (w *silentWorld) hang() {
	w.t.Helper()
	w.t.Cleanup(func() { w.endAll(w.t) })
	for _, exe := range w.own {
		lib := filepath.Join(filepath.Dir(filepath.Dir(exe)), "lib", filepath.Base(exe))
		for _, module := range []string{filepath.Join("encodings", "__init__.py"), "os.py"} {
			path := filepath.Join(lib, module)
			// A file of its own: the original may be the same one.
			if err := os.Remove(path); err != nil {
				w.t.Fatal(err)
			}
			writeFile(w.t, path, "import posix, time\nposix.fork()\nwhile True:\n    time.sleep(600)\n", 0o644)
			for _, compiled := range []string{path + "c", path + "o"} { // of 2.7
				if err := os.Remove(compiled); err != nil && !errors.Is(err, os.ErrNotExist) {
					w.t.Fatal(err)
				}
			}
		}
	}
}

// runningOf gives the processes that run one of the programs.
func runningOf(t *testing.T, exes []string) []int {
	t.Helper()
	links, err := filepath.Glob("/proc/[0-9]*/exe")
	if err != nil {
		t.Fatal(err)
	}
	var out []int
	for _, link := range links {
		exe, err := os.Readlink(link)
		if err != nil {
			continue // it is gone, or not ours
		}
		for _, e := range exes {
			if exe == e {
				pid, _ := strconv.Atoi(strings.Split(link, "/")[2]) // the pattern says that it is one
				out = append(out, pid)
			}
		}
	}
	return out
}

// endAll ends what nobody else does.
func (w *silentWorld) endAll(t *testing.T) {
	t.Helper()
	for _, pid := range runningOf(t, w.own) {
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Error(err)
		}
	}
}

// awaitRunning waits until exactly as many run.
func (w *silentWorld) awaitRunning(n int) {
	w.t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(patience)
	for {
		now := runningOf(w.t, w.own)
		if len(now) == n {
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			w.t.Fatalf("%v run, want %d", now, n)
		}
	}
}

// TestInterpreterHangs: it costs its time once, nobody waits for it longer, and it
// goes with whoever asked, with its children.
func TestInterpreterHangs(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("/proc is not there to see what runs")
	}
	w := silent(t)
	w.hang()
	const each = 2 // each interpreter has a child

	for _, end := range []struct {
		name string
		how  func(t *testing.T, c *client)
		left int
	}{
		{"exit", func(t *testing.T, c *client) { asks(t, c, "shutdown", ""); tell(t, c, "exit", "") }, 0},
		{"end of input", func(_ *testing.T, c *client) { c.eof() }, 0},
		{"a signal", func(t *testing.T, c *client) { sends(t, c, syscall.SIGTERM) }, 0},
		// Of a daemon that is killed nobody ends the children of its children.
		{"killed", func(t *testing.T, c *client) { sends(t, c, syscall.SIGKILL) }, len(w.own)},
	} {
		t.Run(end.name, func(t *testing.T) {
			c := w.client(t, `{}`)
			w.awaitRunning(each * len(w.own))
			end.how(t, c)
			if err := c.until(func() bool { return c.exit != "" && c.drained }); err != nil {
				t.Fatal(err)
			}
			w.awaitRunning(end.left)
			w.endAll(t)
		})
	}
	t.Run("an untrusted folder is opened", func(t *testing.T) {
		c := w.client(t, `{}`)
		w.awaitRunning(each * len(w.own))
		tell(t, c, "workspace/didChangeWorkspaceFolders", `{"event":{"added":[{"uri":"`+fileURI(w.project)+`","name":"p"}],"removed":[]}}`)
		asks(t, c, "venvd/status", "")
		began := time.Now() // they were sent a signal before the folder was looked at
		if w.awaitRunning(0); time.Since(began) > 3*time.Second {
			t.Errorf("they ran for %v more", time.Since(began))
		}
		asks(t, c, "venvd/sync", "")
		if now := runningOf(t, w.own); len(now) > 0 {
			t.Errorf("%v run", now)
		}
		tell(t, c, "workspace/didChangeWorkspaceFolders", `{"event":{"added":[],"removed":[{"uri":"`+fileURI(w.project)+`","name":"p"}]}}`)
		w.awaitRunning(each * len(w.own))
		c.eof()
		w.awaitRunning(0)
	})
	t.Run("once", func(t *testing.T) {
		began := time.Now()
		w.wantVersions(parsed(t, w.must(binary, "list", "--json")), false, filepath.Dir(filepath.Dir(w.own[0])))
		if took := time.Since(began); took < 5*time.Second {
			t.Errorf("it took %v: nobody has waited", took)
		}
		w.awaitRunning(0)
		if _, run := w.traced("list", "--json"); len(run) > 0 {
			t.Errorf("it was run again: %v", run)
		}
	})
}

// client starts a daemon that follows nothing but the machine.
func (w *silentWorld) client(t *testing.T, init string) *client {
	t.Helper()
	c, err := startClient("asking", w.command(binary, "serve"), false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.end)
	asks(t, c, "initialize", string(openOptions{name: "asking", init: []byte(init)}.initialize()))
	tell(t, c, "initialized", "{}")
	return c
}

func asks(t *testing.T, c *client, method, params string) {
	t.Helper()
	if answer, err := c.ask(method, given(params)); err != nil || answer.Error != nil {
		t.Fatalf("%s: %v %v\n%s", method, err, answer.Error, c.transcript())
	}
}

func tell(t *testing.T, c *client, method, params string) {
	t.Helper()
	if err := c.notify(method, given(params)); err != nil {
		t.Fatal(err)
	}
}

func sends(t *testing.T, c *client, s syscall.Signal) {
	t.Helper()
	if err := c.cmd.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
}

// given is nil for no params.
func given(params string) []byte {
	if params == "" {
		return nil
	}
	return []byte(params)
}
