// Package machine says which real Pythons the machine that runs the tests
// has. It executes nothing: names, directories and files are enough, so the
// installer of the test tools and the tests can both ask it at no cost.
//
// It looks in pyenv's versions directory (PYENV_ROOT, ~/.pyenv, and the roots
// of the pyenv shims on PATH, for the tests also run under an empty HOME) and
// for the system's own pythonX.Y in /usr/bin and /usr/local/bin.
package machine

import (
	"cmp"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// A Python is one base installation.
type Python struct {
	Minor  string // "3.12"
	Exe    string // absolute path of its interpreter, versioned name where there is one
	Prefix string // its sys.prefix
	System bool   // the distribution's own, not pyenv's
}

// Name is how a test speaks of it: "3.12", or "3.11-system".
func (p Python) Name() string {
	if p.System {
		return p.Minor + "-system"
	}
	return p.Minor
}

// AtLeast reports whether the Python's minor version is major.minor or later.
func (p Python) AtLeast(major, minor int) bool {
	a, b := p.version()
	return a > major || a == major && b >= minor
}

// HasVenv reports whether `python -m venv` is there.
func (p Python) HasVenv() bool { return p.hasModule("venv") }

// HasEnsurepip reports whether `python -m venv` can also install pip; Debian
// packs that apart.
func (p Python) HasEnsurepip() bool { return p.hasModule("ensurepip") }

func (p Python) hasModule(name string) bool {
	_, err := os.Stat(filepath.Join(p.Prefix, "lib", "python"+p.Minor, name, "__init__.py"))
	return err == nil
}

func (p Python) version() (major, minor int) {
	a, b, _ := strings.Cut(p.Minor, ".")
	major, _ = strconv.Atoi(a)
	minor, _ = strconv.Atoi(b)
	return major, minor
}

// Pythons lists every base found, oldest version first, pyenv's before the
// system's of the same minor version. Of several patch levels under pyenv the
// one with the greatest directory name stands for its minor version.
func Pythons() []Python {
	if runtime.GOOS == "windows" {
		return nil // neither place exists there; tests that need a real Python say so
	}
	found := map[string]Python{}
	for _, root := range pyenvRoots() {
		dirs, _ := filepath.Glob(filepath.Join(root, "versions", "*")) // the pattern is well-formed
		for _, dir := range dirs {
			if p, ok := inPrefix(dir); ok {
				found[p.Name()] = p
			}
		}
	}
	for _, prefix := range []string{"/usr", "/usr/local"} {
		exes, _ := filepath.Glob(prefix + "/bin/python[23].*")
		for _, exe := range exes {
			minor := strings.TrimPrefix(filepath.Base(exe), "python")
			p := Python{Minor: minor, Exe: exe, Prefix: prefix, System: true}
			if isMinor(minor) && p.hasModule("encodings") {
				found[p.Name()] = p
			}
		}
	}
	return sorted(found)
}

// inPrefix recognises a pyenv version: a real directory (a link there is an
// alias or an environment) named by its version, with a versioned interpreter.
func inPrefix(dir string) (Python, bool) {
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() {
		return Python{}, false
	}
	parts := strings.SplitN(filepath.Base(dir), ".", 3)
	if len(parts) != 3 {
		return Python{}, false
	}
	p := Python{Minor: parts[0] + "." + parts[1], Prefix: dir}
	p.Exe = filepath.Join(dir, "bin", "python"+p.Minor)
	if _, err := os.Stat(p.Exe); err != nil || !isMinor(p.Minor) {
		return Python{}, false
	}
	return p, true
}

func pyenvRoots() []string {
	roots := []string{os.Getenv("PYENV_ROOT")}
	if home, err := os.UserHomeDir(); err == nil {
		roots = append(roots, filepath.Join(home, ".pyenv"))
	}
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		if filepath.Base(dir) == "shims" {
			roots = append(roots, filepath.Dir(dir))
		}
	}
	roots = slices.DeleteFunc(roots, func(r string) bool { return !filepath.IsAbs(r) })
	slices.Sort(roots)
	return slices.Compact(roots)
}

func isMinor(s string) bool {
	a, b, ok := strings.Cut(s, ".")
	_, errA := strconv.Atoi(a)
	_, errB := strconv.Atoi(b)
	return ok && errA == nil && errB == nil
}

func sorted(found map[string]Python) []Python {
	list := make([]Python, 0, len(found))
	for _, p := range found {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b Python) int {
		a1, a2 := a.version()
		b1, b2 := b.version()
		return cmp.Or(cmp.Compare(a1, b1), cmp.Compare(a2, b2), cmp.Compare(a.Name(), b.Name()))
	})
	return list
}
