package integration_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/venvd/venvd/integration_test/machine"
)

// A maker is one real way to make an environment.
type maker struct {
	name string
	kind string // what venvd must call it
	can  func(machine.Python) bool
	tool string // the pinned tool it needs, "" for Python's own
	args func(p machine.Python, copies bool, dir string) []string
}

func either(copies bool, yes, no string) string {
	if copies {
		return yes
	}
	return no
}

// makers are tried on every Python that they support: virtualenv 21 makes
// 3.9 and later, 20.17 the older ones to 3.11, 16.7 those to 3.10.
var makers = []maker{
	{
		"venv", "venv", func(p machine.Python) bool { return p.HasVenv() }, "",
		func(p machine.Python, copies bool, dir string) []string {
			return []string{p.Exe, "-m", "venv", "--without-pip", either(copies, "--copies", "--symlinks"), dir}
		},
	},
	{
		"virtualenv21", "virtualenv", func(p machine.Python) bool { return p.AtLeast(3, 9) }, "virtualenv",
		func(p machine.Python, copies bool, dir string) []string {
			return []string{tool("virtualenv"), "-q", "--no-pip", either(copies, "--copies", "--symlinks"), "-p", p.Exe, dir}
		},
	},
	{
		"virtualenv20", "virtualenv", func(p machine.Python) bool { return !p.AtLeast(3, 12) }, "virtualenv-20.17",
		func(p machine.Python, copies bool, dir string) []string {
			return []string{tool("virtualenv-20.17"), "-q", "--no-pip", "--no-setuptools", "--no-wheel", either(copies, "--copies", "--symlinks"), "-p", p.Exe, dir}
		},
	},
	{
		"virtualenv16", "virtualenv", func(p machine.Python) bool { return !p.AtLeast(3, 11) }, "virtualenv-16.7",
		func(p machine.Python, copies bool, dir string) []string {
			args := []string{tool("virtualenv-16.7"), "-q", "--no-download", "--no-pip", "--no-setuptools", "--no-wheel"}
			if copies {
				args = append(args, "--always-copy")
			}
			return append(args, "-p", p.Exe, dir)
		},
	},
	{
		"uv", "uv", func(p machine.Python) bool { return p.AtLeast(3, 8) }, "uv",
		func(p machine.Python, _ bool, dir string) []string {
			return []string{tool("uv"), "venv", "-q", "--no-config", "-p", p.Exe, dir}
		},
	},
}

// TestEveryPython makes an environment on every Python of the machine, by
// every maker that can, with links and with copies; moves it, makes it again
// and removes it; and each time compares what venvd says, without having run
// anything, with what the environment's own interpreter says.
func TestEveryPython(t *testing.T) {
	pythons := machine.Pythons()
	if len(pythons) == 0 {
		t.Skip("this machine has no Python that the tests know how to find")
	}
	for _, p := range pythons {
		t.Run(p.Name(), func(t *testing.T) {
			for _, m := range makers {
				for _, copies := range []bool{false, true} {
					if m.can(p) && !(copies && m.name == "uv") { // uv has no such option
						t.Run(m.name+"-"+either(copies, "copies", "links"), func(t *testing.T) {
							t.Parallel()
							lifeOf(t, p, m, copies)
						})
					}
				}
			}
		})
	}
}

func lifeOf(t *testing.T, p machine.Python, m maker, copies bool) {
	if m.tool != "" && tool(m.tool) == "" {
		t.Skipf("%s is not installed; scripts/test installs it", m.tool)
	}
	w := newWorld(t)
	project := filepath.Join(w.work, "p")
	dir := filepath.Join(project, "env")
	args := m.args(p, copies, dir)
	// virtualenv copies the interpreter of a Python 2 whatever it is told, and
	// virtualenv 16 each, for it links the library alone.
	copies = copies || !p.AtLeast(3, 0) || m.name == "virtualenv16"
	if err := os.MkdirAll(project, 0o755); err != nil {
		t.Fatal(err)
	}
	w.must(args[0], args[1:]...)

	made := w.agree(dir, m, copies)
	if got, _ := getPath(made, ".health.state"); got != "ok" {
		t.Errorf("made: health is %s", text(mustPath(made, ".health")))
	}

	moved := filepath.Join(project, "tools", "moved env")
	if err := os.MkdirAll(filepath.Dir(moved), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(dir, moved); err != nil {
		t.Fatal(err)
	}
	after := w.agree(moved, m, copies)
	if a, b := mustPath(made, ".id"), mustPath(after, ".id"); a != b {
		t.Errorf("moved: the id was %v and is %v", a, b)
	}
	if got := mustPath(after, ".health.state"); got != "moved" {
		t.Errorf("moved: health is %s", text(mustPath(after, ".health")))
	}

	if err := os.RemoveAll(moved); err != nil {
		t.Fatal(err)
	}
	w.must(args[0], args[1:]...)
	again := w.agree(dir, m, copies)
	if got := mustPath(again, ".health.state"); got != "ok" {
		t.Errorf("made again: health is %s", text(mustPath(again, ".health")))
	}

	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if n := mustPath(w.list(project), ".environments.length"); n != 0.0 {
		t.Errorf("removed: %v environments are listed", n)
	}
}

// agree lists the project, whose one environment must lie at dir, and compares
// it with its interpreter; every alias must start the same one.
func (w *world) agree(dir string, m maker, copies bool) any {
	w.t.Helper()
	list := w.list(filepath.Join(w.work, "p"))
	env := environmentAt(list, dir)
	if env == nil || mustPath(list, ".environments.length") != 1.0 {
		w.t.Fatalf("%s is not the one environment listed: %s", dir, text(list))
	}
	interpreter := text(mustPath(env, ".interpreter"))
	for _, d := range askOracle(w.t, interpreter, w.env).differences(env) {
		w.t.Error(d)
	}
	aliases := mustPath(env, ".aliases").([]any) // a list, by the contract's check
	for _, alias := range aliases {
		if got := askOracle(w.t, text(alias), w.env).Prefix; got != dir {
			w.t.Errorf("the alias %s starts %s", text(alias), got)
		}
	}
	for path, want := range map[string]string{
		".kind": m.kind, ".link": either(copies, "copy", "symlink"), ".isVirtual": "true",
	} {
		if got := text(mustPath(env, path)); got != want {
			w.t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
	return env
}

// mustPath is getPath for what the contract promises to be there; what is not
// compares as nil.
func mustPath(v any, path string) any {
	got, err := getPath(v, path)
	if err != nil {
		return nil
	}
	return got
}
