package integration_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// execCall is a line of strace that tells of a program that was started.
var execCall = regexp.MustCompile(`execve(?:at)?\(.*\) += 0`)

// TestNoExecutions: discovery reads files and runs no interpreter and no tool,
// on the machine as on a folder, from the command line as from an editor.
func TestNoExecutions(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed; scripts/test installs it on Debian")
	}
	python, ok := defaultPython()
	if !ok {
		t.Skip("this machine has no Python with venv")
	}
	w := newWorld(t)
	// strace must see what the machine's user has, not an empty home alone.
	for _, name := range []string{"PYENV_ROOT", "PATH"} {
		if value := os.Getenv(name); value != "" {
			w.env = append(w.env, name+"="+value)
		}
	}
	project := filepath.Join(w.work, "p")
	w.must(python.Exe, "-m", "venv", "--without-pip", filepath.Join(project, ".venv"))
	// An editable package in a checkout: git could say where that is from.
	for name, text := range map[string]string{
		".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": strings.Repeat("a", 40) + "\n", ".git/objects/x": "", "setup.py": "",
		".git/config": "[remote \"origin\"]\nurl = https://example.org/p\n",
		".venv/lib/python" + python.Minor + "/site-packages/own-1.0.dist-info/METADATA":        core("own", "1.0"),
		".venv/lib/python" + python.Minor + "/site-packages/own-1.0.dist-info/direct_url.json": directURL(t, project)["direct_url.json"],
	} {
		write(t, filepath.Join(project, name), text)
	}
	// An interpreter that a folder brings along is the last that may be run.
	trap := filepath.Join(project, "trap", "bin")
	for name, text := range map[string]string{
		"python": "#!/bin/sh\necho run >> " + filepath.Join(w.work, "trapped") + "\n", "../pyvenv.cfg": "home = " + trap + "\n",
	} {
		if err := os.MkdirAll(trap, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(trap, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"list", "--json"}, {"list", project, "--json"}, {"which", project}, {"explain", project, "--json"}, {"packages", filepath.Join(project, ".venv"), "--freeze"}} {
		t.Run(strings.Join(args[:1], " "), func(t *testing.T) {
			log := filepath.Join(t.TempDir(), "trace")
			out := w.must(strace, slices.Concat([]string{"-f", "-o", log, "-e", "trace=execve,execveat", binary}, args)...)
			onlyItself(t, log)
			if args[0] == "packages" && !strings.Contains(out, "-e git+https://example.org/p@aaaa") {
				t.Errorf("the checkout was not read: %s", out)
			}
		})
	}
	t.Run("serve", func(t *testing.T) {
		log := filepath.Join(t.TempDir(), "trace")
		c, err := startClient("traced", w.command(strace, "-f", "-o", log, "-e", "trace=execve,execveat", binary, "serve"), false)
		if err != nil {
			t.Fatal(err)
		}
		defer c.end()
		lookAround(t, c, project)
		onlyItself(t, log)
	})
	if _, err := os.Stat(filepath.Join(w.work, "trapped")); err == nil {
		t.Error("an interpreter of the folder was run")
	}
}

// lookAround has a daemon do everything that may be done without trust.
func lookAround(t *testing.T, c *client, project string) {
	t.Helper()
	scope := []byte(`{"scope":"` + fileURI(project) + `"}`)
	uri := []byte(`{"uri":"` + fileURI(project) + `"}`)
	for _, step := range []struct {
		method string
		params []byte
	}{
		{"initialize", openOptions{name: "traced", folders: []string{project}}.initialize()},
		{"venvd/discover", []byte(`{"refresh":true}`)},
		{"venvd/discover", scope},
		{"venvd/interpreter", uri},
		{"venvd/explain", uri},
		{"venvd/packages", []byte(`{"environment":"` + filepath.Join(project, ".venv") + `","format":"freeze"}`)},
		{"venvd/sync", nil},
		{"shutdown", nil},
	} {
		answer, err := c.ask(step.method, step.params)
		if err != nil || answer.Error != nil {
			t.Fatalf("%s: %v %v\n%s", step.method, err, answer.Error, c.transcript())
		}
	}
	if err := c.notify("exit", nil); err != nil {
		t.Fatal(err)
	}
	if err := c.until(func() bool { return c.exit != "" && c.drained }); err != nil {
		t.Fatal(err)
	}
}

// onlyItself fails when the trace tells of a start besides venvd's own.
func onlyItself(t *testing.T, log string) {
	t.Helper()
	data, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	starts := execCall.FindAll(data, -1)
	if len(starts) != 1 || !bytes.Contains(starts[0], []byte(binary)) {
		t.Errorf("%d programs were started, want venvd alone:\n%s", len(starts), bytes.Join(starts, []byte("\n")))
	}
}
