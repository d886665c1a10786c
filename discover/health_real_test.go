//go:build unix

package discover

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/venvd/venvd/venvcore"
)

// behaves says what a real interpreter does when it is started.
type behaves int

const (
	runs     behaves = iota // as the environment
	runsBare                // as the environment, without its packages
	runsBase                // as its base: the environment is lost
	dies                    // not at all
)

// realCase is one fault made on a real environment of a real Python.
type realCase struct {
	name  string
	flags []string // of venv
	// breaks makes the fault on the environment in dir, and gives where it is
	// then. It may make more with the base.
	breaks func(t *testing.T, base *venvcore.Environment, dir string) string
	does   behaves
	code   venvcore.ProblemCode
	every  bool // it depends on the Python, so it is made with each
}

func realCases() []realCase {
	// Most are made on files of the environment alone.
	inside := func(f func(t *testing.T, dir string)) func(*testing.T, *venvcore.Environment, string) string {
		return func(t *testing.T, _ *venvcore.Environment, dir string) string { f(t, dir); return dir }
	}
	remove := func(pattern string) func(*testing.T, *venvcore.Environment, string) string {
		return inside(func(t *testing.T, dir string) {
			found, err := filepath.Glob(filepath.Join(dir, pattern))
			must(t, err)
			for _, path := range found {
				must(t, os.RemoveAll(path))
			}
		})
	}
	replace := func(name string, data []byte, mode os.FileMode) func(*testing.T, *venvcore.Environment, string) string {
		return inside(func(t *testing.T, dir string) {
			path := filepath.Join(dir, name)
			must(t, os.RemoveAll(path))
			must(t, os.WriteFile(path, data, mode))
		})
	}
	// linked replaces the interpreters by links: "python -> python3".
	linked := func(links ...string) func(*testing.T, *venvcore.Environment, string) string {
		return inside(func(t *testing.T, dir string) {
			remove("bin/python*")(t, nil, dir)
			for _, l := range links {
				from, to, _ := strings.Cut(l, " -> ")
				must(t, os.Symlink(to, filepath.Join(dir, "bin", from)))
			}
		})
	}
	return []realCase{
		{"healthy", nil, inside(func(*testing.T, string) {}), runs, "", true},
		{"no interpreter", nil, remove("bin/python*"), dies, venvcore.InterpreterMissing, false},
		{"links in a circle", nil, linked("python -> python3", "python3 -> python"), dies, venvcore.InterpreterMissing, false},
		{"base gone", nil, linked("python -> /nowhere/bin/python3"), dies, venvcore.BaseMissing, false},
		{"a wrapper", nil, func(t *testing.T, base *venvcore.Environment, dir string) string {
			must(t, os.Remove(filepath.Join(dir, "bin", "python")))
			text := "#!/bin/sh\nexec " + base.Interpreter + " \"$@\"\n"
			must(t, os.WriteFile(filepath.Join(dir, "bin", "python"), []byte(text), 0o755))
			return dir
		}, runsBase, venvcore.BaseMissing, true},
		{"no permission", []string{"--copies"}, inside(func(t *testing.T, dir string) {
			must(t, os.Chmod(filepath.Join(dir, "bin", "python"), 0o644))
		}), dies, venvcore.NotExecutable, false},
		{"no program", nil, replace("bin/python", nil, 0o755), dies, venvcore.NotExecutable, false},
		{"a program of Windows", nil, replace("bin/python", []byte("MZ"+strings.Repeat("\x00", 1024)), 0o755), dies, venvcore.Foreign, false},
		{"pyvenv.cfg lost", nil, remove("pyvenv.cfg"), runsBase, venvcore.ConfigMissing, true},
		{"pyvenv.cfg with a bad byte", nil, inside(func(t *testing.T, dir string) {
			data, err := os.ReadFile(filepath.Join(dir, "pyvenv.cfg"))
			must(t, err)
			must(t, os.WriteFile(filepath.Join(dir, "pyvenv.cfg"), append(data, "prompt = \xe9\n"...), 0o644))
		}), dies, venvcore.ConfigUnreadable, true},
		{"pyvenv.cfg in bin", nil, inside(func(t *testing.T, dir string) {
			must(t, os.Rename(filepath.Join(dir, "pyvenv.cfg"), filepath.Join(dir, "bin", "pyvenv.cfg")))
		}), runs, venvcore.UnsupportedLayout, true},
		{"interrupted", nil, remove("bin/[aA]ctivate*"), runs, venvcore.Incomplete, false},
		{"no packages", nil, remove("lib/*"), runsBare, venvcore.SitePackagesMissing, true},
		{"a path file with a bad byte", nil, inside(func(t *testing.T, dir string) {
			must(t, os.WriteFile(filepath.Join(siteOf(t, dir), "bad.pth"), []byte("/src/\xe9\n"), 0o644))
		}), dies, venvcore.PthUnreadable, true},
		{"pip left something", nil, inside(func(t *testing.T, dir string) {
			must(t, os.Mkdir(filepath.Join(siteOf(t, dir), "~ip"), 0o755))
		}), runs, venvcore.PipInterrupted, false},
		{"moved", nil, func(t *testing.T, _ *venvcore.Environment, dir string) string {
			must(t, os.Rename(dir, dir+"-new"))
			return dir + "-new"
		}, runs, venvcore.Moved, false},
		{"hijacked", nil, func(t *testing.T, base *venvcore.Environment, dir string) string {
			must(t, os.Rename(dir, dir+"-new"))
			realVenv(t, base, dir)
			return dir + "-new"
		}, runs, venvcore.Hijacked, false},
		{"copied", nil, func(t *testing.T, _ *venvcore.Environment, dir string) string {
			must(t, os.CopyFS(dir+"-new", os.DirFS(dir)))
			return dir + "-new"
		}, runs, venvcore.Copied, false},
	}
}

// siteOf gives the directory of packages of a real environment.
func siteOf(t *testing.T, dir string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "lib", "*", "site-packages"))
	if err != nil || len(found) != 1 {
		t.Fatalf("no site-packages in %s: %v %v", dir, found, err)
	}
	return found[0]
}

// realVenv makes an environment with a real Python.
func realVenv(t *testing.T, base *venvcore.Environment, dir string, flags ...string) {
	t.Helper()
	args := append([]string{"-m", "venv", "--without-pip"}, append(flags, dir)...)
	if out, err := exec.Command(base.Interpreter, args...).CombinedOutput(); err != nil {
		t.Skipf("venv cannot make one here: %s", out)
	}
}

// behaviour starts an interpreter and tells what it does. That it starts proves
// more than its version does, which it tells without its library.
func behaviour(interpreter, dir string) (behaves, string) {
	if interpreter == "" {
		return dies, "there is none"
	}
	cmd := exec.Command(interpreter, "-B", "-c", "import encodings, sys; print(sys.prefix); print(any(p.startswith(sys.prefix) and p.endswith('site-packages') for p in sys.path))")
	cmd.Env = []string{"HOME=" + dir, "LC_ALL=C.UTF-8"}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	prefix, packages, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	switch {
	case err != nil:
		return dies, err.Error() + ": " + stderr.String()
	case prefix != dir:
		return runsBase, prefix
	case packages != "True":
		return runsBare, ""
	}
	return runs, ""
}

// TestFaultsAreReal makes each fault on a real environment, and those that depend
// on the Python with every one that is here: what is told is what the interpreter
// does.
func TestFaultsAreReal(t *testing.T) {
	for n, base := range realBases(t) {
		t.Run(base.Name, func(t *testing.T) {
			t.Parallel()
			top := realDir(t)
			for i, c := range realCases() {
				if n > 0 && !c.every {
					continue
				}
				dir := filepath.Join(top, string(rune('a'+i)))
				realVenv(t, base, dir, c.flags...)
				dir = c.breaks(t, base, dir)
				e := examineDir(t, NewWorld(), dir)
				if got := codes(e); got != string(c.code) {
					t.Errorf("%s: problems %q, want %q: %v", c.name, got, c.code, e.Health)
				}
				does, how := behaviour(e.Interpreter, dir)
				if does != c.does {
					t.Errorf("%s: the interpreter does %d, and not %d: %s", c.name, does, c.does, how)
				}
				if e.CanStart() != (does == runs) {
					t.Errorf("%s: can start: %v, and the interpreter does %d: %s", c.name, e.CanStart(), does, how)
				}
			}
		})
	}
}

// TestMinorsDiffer: a second `python -m venv` over an environment, and a link that
// was moved on to another minor, as an upgrade of the system's Python does.
func TestMinorsDiffer(t *testing.T) {
	bases := realBases(t)
	i := slices.IndexFunc(bases, func(b *venvcore.Environment) bool {
		return venvcore.Minor(b.Version) != venvcore.Minor(bases[0].Version)
	})
	if i < 0 {
		t.Skip("all Pythons here are of one minor")
	}
	one, two := bases[0], bases[i]
	top := realDir(t)

	over := filepath.Join(top, "over")
	realVenv(t, one, over)
	realVenv(t, two, over)
	if got := codes(examineDir(t, NewWorld(), over)); got != string(venvcore.VersionMismatch) {
		t.Errorf("made twice: problems %q", got)
	}

	link, moved := filepath.Join(top, "python3"), filepath.Join(top, "moved")
	must(t, os.Symlink(one.Interpreter, link))
	linked := one.Clone()
	linked.Interpreter = link
	realVenv(t, linked, moved)
	must(t, os.Remove(link))
	must(t, os.Symlink(two.Interpreter, link))
	e := examineDir(t, NewWorld(), moved)
	if got := codes(e); got != string(venvcore.VersionMismatch) {
		t.Errorf("moved on: problems %q: %v", got, e.Health)
	}
	if does, how := behaviour(e.Interpreter, moved); does != runsBare {
		t.Errorf("moved on: the interpreter does %d: %s", does, how)
	}
}

// TestClosedFiles: what the file system refuses to the person is told with its
// path, and keeps the interpreter from what it is told to.
func TestClosedFiles(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	base := realBases(t)[0]
	site := "lib/python" + venvcore.Minor(base.Version) + "/site-packages"
	for _, tt := range []struct {
		path string
		code venvcore.ProblemCode
		does behaves
	}{
		{"bin", venvcore.Unreadable, dies},
		{site, venvcore.Unreadable, runs}, // its packages cannot be imported
		{"lib", venvcore.Unreadable, runsBare},
		{"pyvenv.cfg", venvcore.ConfigUnreadable, dies},
		{site + "/mine.pth", "", runs}, // which the interpreter passes over
	} {
		dir := filepath.Join(realDir(t), "e")
		realVenv(t, base, dir)
		must(t, os.WriteFile(filepath.Join(siteOf(t, dir), "mine.pth"), []byte("/src\n"), 0o644))
		closed := filepath.Join(dir, filepath.FromSlash(tt.path))
		must(t, os.Chmod(closed, 0))
		t.Cleanup(func() { _ = os.Chmod(closed, 0o755) }) // so that it can be removed
		e := examineDir(t, NewWorld(), dir)
		if got := codes(e); got != string(tt.code) || got != "" && !strings.Contains(e.Health.Problems[0].Message, closed) {
			t.Errorf("%s: problems %q: %v", tt.path, got, e.Health)
		}
		if does, how := behaviour(filepath.Join(dir, "bin", "python"), dir); does != tt.does {
			t.Errorf("%s: the interpreter does %d: %s", tt.path, does, how)
		}
	}
}
