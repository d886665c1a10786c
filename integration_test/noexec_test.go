package integration_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// execCall is a line of strace that tells of a program that was started, and
// which.
var execCall = regexp.MustCompile(`(?m)^execve(?:at)?\((?:AT_FDCWD, |\d+, )?"([^"]*)".*\) += 0`)

// straced gives the command that runs venvd and writes, for each process, what it
// has started; executed reads that.
func straced(t *testing.T, log string, args ...string) []string {
	t.Helper()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed; scripts/test installs it on Debian")
	}
	return slices.Concat([]string{strace, "-ff", "-o", log, "-e", "trace=execve,execveat", binary}, args)
}

// executed gives the programs that were started, sorted, without venvd itself,
// which must be among them once.
func executed(t *testing.T, log string) []string {
	t.Helper()
	files, err := filepath.Glob(log + ".*")
	if err != nil || len(files) == 0 {
		t.Fatalf("strace has written nothing: %v", err)
	}
	var out []string
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range execCall.FindAllSubmatch(data, -1) {
			out = append(out, string(m[1]))
		}
	}
	slices.Sort(out)
	itself := slices.Index(out, binary)
	if itself < 0 {
		t.Fatalf("venvd is not among the programs that were started: %v", out)
	}
	return slices.Delete(out, itself, itself+1)
}

// TestNoExecutions: discovery reads files and runs no interpreter and no tool,
// on the machine as on a folder, from the command line as from an editor, as long
// as files tell the version of every base.
func TestNoExecutions(t *testing.T) {
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
			cmd := straced(t, log, args...)
			out := w.must(cmd[0], cmd[1:]...)
			onlyItself(t, log)
			if args[0] == "packages" && !strings.Contains(out, "-e git+https://example.org/p@aaaa") {
				t.Errorf("the checkout was not read: %s", out)
			}
		})
	}
	t.Run("serve", func(t *testing.T) {
		log := filepath.Join(t.TempDir(), "trace")
		cmd := straced(t, log, "serve")
		c, err := startClient("traced", w.command(cmd[0], cmd[1:]...), false)
		if err != nil {
			t.Fatal(err)
		}
		defer c.end()
		lookAround(t, c, openOptions{name: "traced", folders: []string{project}}, project)
		onlyItself(t, log)
	})
	if _, err := os.Stat(filepath.Join(w.work, "trapped")); err == nil {
		t.Error("an interpreter of the folder was run")
	}
}

// asking is a request that has to be answered, with a result unless it may fail.
type asking struct {
	method  string
	params  []byte
	mayFail bool
}

// lookAround has a daemon do everything that may be done without trust, in a
// project if there is one, then more, and ends it. All that happened so far is
// told before more, and all of it before the end.
func lookAround(t *testing.T, c *client, o openOptions, project string, more ...asking) {
	t.Helper()
	steps := []asking{{method: "initialize", params: o.initialize()}, {method: "venvd/discover", params: []byte(`{"refresh":true}`)}}
	if project != "" {
		scope := []byte(`{"scope":"` + fileURI(project) + `"}`)
		uri := []byte(`{"uri":"` + fileURI(project) + `"}`)
		env := filepath.Join(project, ".venv")
		_, err := os.Lstat(env)
		steps = append(steps, asking{method: "venvd/discover", params: scope}, asking{method: "venvd/interpreter", params: uri}, asking{method: "venvd/explain", params: uri},
			asking{method: "venvd/packages", mayFail: err != nil, params: []byte(`{"environment":"` + env + `","format":"freeze"}`)})
	}
	steps = append(append(steps, asking{method: "venvd/sync"}), more...)
	for _, s := range append(steps, asking{method: "venvd/sync"}, asking{method: "shutdown"}) {
		answer, err := c.ask(s.method, s.params)
		if err != nil || answer.Error != nil && !s.mayFail {
			t.Fatalf("%s %s: %v %v\n%s", s.method, s.params, err, answer.Error, c.transcript())
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
	if others := executed(t, log); len(others) > 0 {
		t.Errorf("programs were started, want venvd alone:\n%s", strings.Join(others, "\n"))
	}
}
