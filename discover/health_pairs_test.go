package discover

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/venvd/venvd/venvcore"
)

// fault is one way in which an environment goes wrong, made on /w/a of twoVenvs.
type fault struct {
	name string // the code, and what is special when there are several ways
	code venvcore.ProblemCode
	make func(t *testing.T, w *World)
	// covers are the codes that cannot be seen, or not be made, beside it,
	// though they do not follow from it; why says the reason.
	covers []venvcore.ProblemCode
	why    string
}

const siteOfA = "/w/a/lib/python3.12/site-packages"

func faults() []fault {
	remove := func(paths ...string) func(*testing.T, *World) {
		return func(t *testing.T, w *World) {
			t.Helper()
			for _, p := range paths {
				must(t, os.RemoveAll(w.host(p)))
			}
		}
	}
	write := func(archive string) func(*testing.T, *World) {
		return func(t *testing.T, w *World) { t.Helper(); add(t, w, archive) }
	}
	refuse := func(dir string) func(*testing.T, *World) {
		return func(_ *testing.T, w *World) {
			before := w.Fault
			w.Fault = func(op, path string) error {
				switch {
				case op == "readdir" && path == dir:
					return syscall.EACCES
				case before != nil:
					return before(op, path)
				}
				return nil
			}
		}
	}
	// The rest is done where the fault before it has left something to do it to.
	lead := func(place string) func(*testing.T, *World) {
		return func(t *testing.T, w *World) {
			archive := "-- /w/a/bin/pip 0755 --\n#!" + place + "/bin/python\nfrom pip import main\n"
			if _, err := os.Lstat(w.host("/w/a/bin/activate")); err == nil {
				archive += "-- /w/a/bin/activate --\nVIRTUAL_ENV=" + place + "\n"
			}
			add(t, w, archive)
		}
	}
	change := func(old, now string) func(*testing.T, *World) {
		return func(t *testing.T, w *World) {
			for _, path := range []string{"/w/a/pyvenv.cfg", "/w/a/bin/pyvenv.cfg"} {
				if data, err := os.ReadFile(w.host(path)); err == nil {
					must(t, os.WriteFile(w.host(path), bytes.Replace(data, []byte(old), []byte(now), 1), 0o644))
				}
			}
		}
	}
	install := func(name, text string) func(*testing.T, *World) {
		return func(t *testing.T, w *World) {
			if _, err := os.Lstat(w.host(siteOfA)); err == nil {
				add(t, w, "-- "+siteOfA+"/"+name+" --\n"+text)
			}
		}
	}
	// What is known of the base comes from the interpreter.
	base := []venvcore.ProblemCode{
		venvcore.BaseMissing, venvcore.BaseStdlibMissing, venvcore.BaseUpgraded, venvcore.VersionMismatch, venvcore.NotExecutable,
		venvcore.WrongArchitecture, venvcore.SitePackagesMissing,
	}
	places := []venvcore.ProblemCode{venvcore.Moved, venvcore.Copied, venvcore.Hijacked}
	inside := []venvcore.ProblemCode{venvcore.PipInterrupted, venvcore.EditableMissing, venvcore.PthUnreadable}
	return []fault{
		{
			"unreadable programs", venvcore.Unreadable, refuse("/w/a/bin"),
			slices.Concat(base, places, []venvcore.ProblemCode{venvcore.Foreign, venvcore.InterpreterMissing, venvcore.Incomplete, venvcore.PipMissing}),
			"nothing in it is seen",
		},
		{
			"unreadable packages", venvcore.Unreadable, refuse(siteOfA),
			append(inside, venvcore.PipMissing, venvcore.SitePackagesMissing), "nothing in it is seen",
		},
		{"foreign", venvcore.Foreign, func(t *testing.T, w *World) {
			lead("/app/.venv")(t, w)
			remove("/w/a/bin/python")(t, w)
			write("-- /w/a/bin/python -> /usr/local/bin/python3.12 --")(t, w)
		}, nil, ""},
		{
			"interpreter-missing", venvcore.InterpreterMissing, remove("/w/a/bin/python", "/w/a/bin/python3"),
			append(base, venvcore.Foreign), "nothing leads to a base",
		},
		{"base-missing", venvcore.BaseMissing, remove("/opt/py/bin"), base[1:], "there is none to look at"},
		{
			"base-stdlib-missing", venvcore.BaseStdlibMissing, remove("/opt/py/lib/python3.12/os.py"),
			[]venvcore.ProblemCode{venvcore.VersionMismatch, venvcore.SitePackagesMissing},
			"where its library should be is not known",
		},
		{"base-upgraded", venvcore.BaseUpgraded, func(t *testing.T, w *World) { upgrade(t, w, "4") }, nil, ""},
		{"version-mismatch", venvcore.VersionMismatch, change("3.12.1", "3.11.2"), nil, ""},
		{
			"config-missing", venvcore.ConfigMissing, remove("/w/a/pyvenv.cfg", "/w/a/bin/pyvenv.cfg"),
			[]venvcore.ProblemCode{venvcore.ConfigUnreadable, venvcore.VersionMismatch, venvcore.UnsupportedLayout},
			"it is not there",
		},
		{"config-unreadable", venvcore.ConfigUnreadable, change("home", "prompt = \xe9\nhome"), nil, ""},
		{
			"incomplete", venvcore.Incomplete, remove("/w/a/bin/activate", "/w/a/bin/activate.csh"),
			nil, "",
		},
		{"pip-interrupted", venvcore.PipInterrupted, install("~ip/x", ""), nil, ""},
		{"pip-missing", venvcore.PipMissing, remove(siteOfA+"/pip", siteOfA+"/pip-25.0.dist-info"), nil, ""},
		{"site-packages-missing", venvcore.SitePackagesMissing, remove("/w/a/lib"), inside, "it is not there"},
		{
			"not-executable", venvcore.NotExecutable, func(t *testing.T, w *World) {
				if err := os.Chmod(w.host("/opt/py/bin/python3.12"), 0o644); !isAbsent(err) {
					must(t, err)
				}
			}, base[1:], "what cannot be run is looked at no further",
		},
		{"wrong-architecture", venvcore.WrongArchitecture, func(_ *testing.T, w *World) { w.Arch = "riscv64" }, nil, ""},
		{"moved", venvcore.Moved, lead("/w/old"), nil, ""},
		{"copied", venvcore.Copied, func(t *testing.T, w *World) {
			write("-- /opt/pyvenv.cfg --\n")(t, w)
			lead("/opt")(t, w)
		}, nil, ""},
		{"hijacked", venvcore.Hijacked, func(t *testing.T, w *World) {
			wait(t, w)
			write("-- /w/twin/pyvenv.cfg --\n")(t, w)
			lead("/w/twin")(t, w)
		}, nil, ""},
		{"editable-missing", venvcore.EditableMissing, install("_editable_impl_shop.pth", "/src/gone\n"), nil, ""},
		{"pth-unreadable", venvcore.PthUnreadable, install("bad.pth", "\xe9\n"), nil, ""},
		{"unsupported-layout", venvcore.UnsupportedLayout, func(t *testing.T, w *World) {
			if err := os.Rename(w.host("/w/a/pyvenv.cfg"), w.host("/w/a/bin/pyvenv.cfg")); !isAbsent(err) {
				must(t, err)
			}
		}, nil, ""},
	}
}

func isAbsent(err error) bool { return errors.Is(err, fs.ErrNotExist) }

// impossible gives the reason for which two faults cannot both be made; empty
// when they can.
func impossible(one, two fault) string {
	for _, row := range []struct {
		why   string
		names []string
	}{
		{"the scripts lead to one place", []string{"foreign", "moved", "copied", "hijacked"}},
		{"the interpreter is what makes it foreign", []string{"foreign", "interpreter-missing"}},
		{"what is not there cannot be closed", []string{"unreadable packages", "site-packages-missing"}},
		{"without pyvenv.cfg an environment is known by its interpreter", []string{"config-missing", "interpreter-missing"}},
		{"without pyvenv.cfg an environment is known by activate", []string{"config-missing", "incomplete"}},
		{"without pyvenv.cfg an environment is known by its programs", []string{"config-missing", "unreadable programs"}},
		{"pyvenv.cfg is not seen", []string{"unsupported-layout", "unreadable programs"}},
	} {
		if slices.Contains(row.names, one.name) && slices.Contains(row.names, two.name) {
			return row.why
		}
	}
	return ""
}

// TestPairs makes every two faults and holds that both are told, but for what follows from the other by venvcore's table, or cannot be
// seen beside it.
func TestPairs(t *testing.T) {
	all := faults()
	for i, one := range all {
		t.Run(one.name, func(t *testing.T) {
			t.Parallel()
			if got := codesOf(t, one); got != string(one.code) {
				t.Fatalf("alone it gives %q", got)
			}
			for _, two := range all[i+1:] {
				if why := impossible(one, two); why != "" {
					t.Logf("not with %s: %s", two.name, why)
					continue
				}
				want := expected(one, two)
				if got := codesOf(t, one, two); got != want {
					t.Errorf("with %s it gives %q, want %q", two.name, got, want)
				}
			}
		})
	}
}

// expected gives the codes that are to be told of two faults, sorted.
func expected(one, two fault) string {
	var both []venvcore.Problem
	if !slices.Contains(two.covers, one.code) {
		both = append(both, venvcore.NewProblem(one.code, ""))
	}
	if !slices.Contains(one.covers, two.code) {
		both = append(both, venvcore.NewProblem(two.code, ""))
	}
	var out []string
	for _, p := range venvcore.Leading(both...) {
		out = append(out, string(p.Code))
	}
	return sortedWords(out)
}

// codesOf makes the faults and gives the codes that are told, sorted.
func codesOf(t *testing.T, faults ...fault) string {
	t.Helper()
	archive, _, _ := strings.Cut(twoVenvs, "-- /w/b/")
	w := unpacked(t, archive)
	w.Arch = "x86_64"
	for _, f := range faults {
		f.make(t, w)
	}
	entries, err := w.ReadDir("/w/a")
	must(t, err)
	e := examine(NewLook(w), candidate{dir: "/w/a", entries: entries})
	if e == nil {
		t.Fatal("no environment is left")
	}
	return sortedWords(strings.Fields(codes(e)))
}

func sortedWords(words []string) string {
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}
