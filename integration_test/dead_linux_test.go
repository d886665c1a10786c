package integration_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// deadMounts runs a command in namespaces of its own, in which file systems are
// mounted that never answer: FUSE, whose server is the descriptor that nobody
// reads. They go with the process. No right is needed but that to make the
// namespaces.
func deadMounts(w *world, dirs []string, args ...string) *exec.Cmd {
	var script strings.Builder
	for i, dir := range dirs {
		fmt.Fprintf(&script, "exec %d<>/dev/fuse && mount -i -t fuse dead '%s' -o fd=%[1]d,rootmode=40000,user_id=0,group_id=0 && ", 3+i, dir)
	}
	script.WriteString(`exec "$@"`)
	return w.command("unshare", slices.Concat([]string{"--user", "--map-root-user", "--mount", "sh", "-c", script.String(), "sh"}, args)...)
}

// TestDeadMounts: the places of several tools lie on mounts that do not answer.
// Everything else is found, streamed and followed meanwhile, the first answer does
// not wait for them, and they are named as not looked at.
func TestDeadMounts(t *testing.T) {
	python, ok := defaultPython()
	if !ok {
		t.Skip("this machine has no Python with venv")
	}
	w := newWorld(t)
	var dead []string
	for i := range 6 {
		dir := filepath.Join(w.work, fmt.Sprintf("net%d", i))
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		dead = append(dead, dir)
	}
	try := deadMounts(w, dead, "true")
	if err := errors.Join(running.start(try), waitBounded(try)); err != nil {
		t.Skipf("file systems cannot be mounted without rights here: %v", err)
	}
	w.env = append(w.env,
		"PYENV_ROOT="+dead[0]+"/pyenv", "WORKON_HOME="+dead[1]+"/envs", "PIPX_HOME="+dead[2]+"/pipx", "CONDA_ENVS_PATH="+dead[3]+"/conda",
		"POETRY_CACHE_DIR="+dead[4]+"/poetry", "UV_PYTHON_INSTALL_DIR="+dead[5]+"/uv",
		"PATH="+dead[2]+"/bin:"+dead[0]+"/bin:"+strings.Join(searchPath(), ":"))
	project := filepath.Join(w.work, "p")
	venv := filepath.Join(project, ".venv")
	w.must(python.Exe, "-m", "venv", "--without-pip", venv)

	c, err := startClient("dead", deadMounts(w, dead, binary, "serve"), false)
	if err != nil {
		t.Fatal(err)
	}
	defer c.end()
	ask := func(method, params string) any {
		t.Helper()
		m, err := c.ask(method, json.RawMessage(params))
		if err != nil || m.Error != nil {
			t.Fatalf("%s: %v %v\n%s", method, err, m.Error, c.transcript())
		}
		var v any
		if err := json.Unmarshal(m.Result, &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	ask("initialize", string(openOptions{name: "dead", folders: []string{project}}.initialize()))
	begun := time.Now()
	listing, err := c.request("venvd/discover", json.RawMessage(`{"partialResultToken":"parts"}`))
	if err != nil {
		t.Fatal(err)
	}
	answer := ask("venvd/interpreter", `{"uri":"`+fileURI(project)+`"}`)
	t.Logf("the first answer came after %v", time.Since(begun))
	if at, _ := getPath(answer, ".environment.prefix"); at != venv {
		t.Errorf("the answer is %v", answer)
	}
	if faults, err := getPath(ask("venvd/status", `{}`), ".faults"); err != nil || strings.Contains(fmt.Sprint(faults), "timeout") {
		t.Errorf("the answer waited until the mounts were given up: %v %v", faults, err)
	}
	if !streamed(c, venv) || !streamed(c, python.Prefix) && !streamed(c, "/usr") {
		t.Errorf("what was found elsewhere was not streamed\n%s", c.transcript())
	}
	m, err := c.reply(listing)
	if err != nil || m.Error != nil {
		t.Fatalf("venvd/discover: %v %v", err, m.Error)
	}
	t.Logf("all was known after %v", time.Since(begun))
	checkDead(t, dead, ask("venvd/status", `{}`))

	// Life goes on beside them.
	moved := filepath.Join(project, "moved")
	if err := os.Rename(venv, moved); err != nil {
		t.Fatal(err)
	}
	ask("venvd/sync", `{}`)
	if at, _ := getPath(ask("venvd/interpreter", `{"uri":"`+fileURI(project)+`"}`), ".environment.prefix"); at != moved {
		t.Errorf("it was not followed: %v", at)
	}
	ask("shutdown", `null`)
	if err := c.notify("exit", nil); err != nil {
		t.Fatal(err)
	}
	if err := c.until(func() bool { return c.exit != "" && c.drained }); err != nil || c.exit != "0" {
		t.Errorf("the end: %v, %s", err, c.exit)
	}
}

// streamed reports whether the environment was in a part of venvd/discover.
func streamed(c *client, prefix string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.ContainsFunc(c.notes, func(n *note) bool {
		return n.Method == "$/progress" && strings.Contains(string(n.Params), `"prefix":"`+prefix+`"`)
	})
}

// checkDead wants each fault of the status to be on a dead mount, and the scans to
// name those as well.
func checkDead(t *testing.T, dead []string, status any) {
	t.Helper()
	on := func(path any) bool {
		return slices.ContainsFunc(dead, func(d string) bool { return path == d || strings.HasPrefix(fmt.Sprint(path), d+"/") })
	}
	faults, _ := getPath(status, ".faults")
	for _, f := range faults.([]any) {
		f := f.(map[string]any)
		if f["code"] != "timeout" || !on(f["path"]) {
			t.Errorf("a fault of what answers: %v", f)
		}
	}
	if len(faults.([]any)) < 3 {
		t.Errorf("few faults: %v", faults)
	}
	skipped := 0
	scans, _ := getPath(status, ".scans")
	for _, s := range scans.([]any) {
		for _, path := range s.(map[string]any)["skipped"].([]any) {
			if skipped++; !on(path) {
				t.Errorf("%v was not looked at", path)
			}
		}
	}
	if skipped < 3 {
		t.Errorf("only %d places were not looked at: %v", skipped, scans)
	}
}
