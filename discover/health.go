package discover

import (
	"errors"
	"fmt"

	"github.com/venvd/venvd/venvcore"
)

// problems tells everything that is seen to be wrong. What of it follows from
// something else is venvcore.Leading's business.
func (b *builder) problems(e *venvcore.Environment) []venvcore.Problem {
	var out []venvcore.Problem
	for _, check := range []func(*builder) *venvcore.Problem{
		(*builder).binProblem, (*builder).foreignProblem, (*builder).configProblem, (*builder).copyProblem,
		(*builder).startProblem, (*builder).archProblem, (*builder).packagesProblem, (*builder).incompleteProblem,
		(*builder).upgradedProblem, (*builder).layoutProblem,
	} {
		if p := check(b); p != nil {
			out = append(out, *p)
		}
	}
	if p := b.placeProblem(e); p != nil {
		out = append(out, *p)
	}
	return append(out, b.contentProblems()...)
}

func problem(c venvcore.ProblemCode, format string, args ...any) *venvcore.Problem {
	p := venvcore.NewProblem(c, fmt.Sprintf(format, args...))
	return &p
}

func unreadable(path string, err error) *venvcore.Problem {
	return problem(venvcore.Unreadable, "%s cannot be read: %v", path, cause(err))
}

// binProblem tells why there is no interpreter to look at. Without activation
// files too it was never finished; an interrupted `python -m venv` leaves that.
func (b *builder) binProblem() *venvcore.Problem {
	switch {
	case b.m.binErr != nil:
		return unreadable(b.m.bin, b.m.binErr)
	case b.start.path != "":
		return nil
	case !b.m.activates:
		return problem(venvcore.Incomplete,
			"the environment is half there: it has no interpreter and no activation script, for its creation or its removal was interrupted")
	}
	return problem(venvcore.InterpreterMissing, "the environment has no interpreter: %s is missing",
		b.l.World().Join(b.m.bin, b.l.World().Exe("python")))
}

func (b *builder) configProblem() *venvcore.Problem {
	w := b.l.World()
	switch {
	case b.m.marker == "":
		return problem(venvcore.ConfigMissing,
			"%s is missing: the interpreter takes itself for its base, and pip would install there", w.Join(b.dir, markerName))
	case errors.Is(b.m.cfgErr, ErrTooLarge):
		return problem(venvcore.ConfigUnreadable, "%s is larger than %d KiB and cannot be a configuration", b.m.marker, maxMarker>>10)
	case b.m.cfgErr != nil:
		return problem(venvcore.ConfigUnreadable, "%s cannot be read: %v", b.m.marker, cause(b.m.cfgErr))
	case b.m.cfg.badBytes && !isTwo(b.minor): // Python 2 reads bytes
		return problem(venvcore.ConfigUnreadable, "%s is not UTF-8: the interpreter ends with an error when it reads it", b.m.marker)
	}
	return nil
}

// packagesProblem compares the minor that starts with the one that the
// environment was made for. pyvenv.cfg may lie (a second `python -m venv` over
// an environment rewrites it and not the links), and an upgrade of the
// system's Python moves the links on and not the packages.
func (b *builder) packagesProblem() *venvcore.Problem {
	s, ok := b.known()
	if !ok || !s.hasStdlib || s.minor == "" {
		return nil
	}
	if claimed := b.m.claimed(); claimed != "" && claimed != s.minor {
		return problem(venvcore.VersionMismatch,
			"%s says Python %s, and %s starts Python %s", b.m.marker, claimed, b.start.path, s.minor)
	}
	if len(b.packages) > 0 {
		return nil
	}
	if other := b.otherLibrary(); other != "" {
		return problem(venvcore.VersionMismatch,
			"its packages are for %s, and %s starts Python %s, which does not see them", other, b.start.path, s.minor)
	}
	if dir, err := b.hiddenPackages(); err != nil {
		return unreadable(dir, err)
	}
	return problem(venvcore.SitePackagesMissing, "the environment has no site-packages for Python %s", s.minor)
}

// otherLibrary gives the name of a library directory of another minor.
func (b *builder) otherLibrary() string {
	w := b.l.World()
	lib := w.Join(b.dir, "lib")
	entries, err := b.l.Weak().ReadDir(lib)
	if err != nil || w.Windows() {
		return ""
	}
	for _, e := range entries {
		if n, ok := parseInterpreterName(e.Name); !ok || n.minor == "" || e.Name == b.library {
			continue
		}
		if info, err := b.l.Weak().Lstat(w.Join(lib, e.Name, "site-packages")); err == nil && info.IsDir() {
			return e.Name
		}
	}
	return ""
}

func (b *builder) incompleteProblem() *venvcore.Problem {
	if b.start.path == "" || b.m.activates || b.m.legacy != nil {
		return nil
	}
	return problem(venvcore.Incomplete,
		"the environment is half made: it has no activation script, its creation was interrupted")
}

// layoutProblem: what the interpreter accepts and tools do not. With
// pyvenv.cfg among the programs (PEP 405 allows it) `uv python find` passes the
// environment over and takes the system's Python; without `python` uv, poetry and
// editors find no interpreter. A wrapper script in place of the interpreter is no
// such layout, for it loses the environment; __pypackages__ (PEP 582) is a
// fault of the project.
func (b *builder) layoutProblem() *venvcore.Problem {
	w := b.l.World()
	if b.m.marker != "" && w.Dir(b.m.marker) == b.m.bin {
		return problem(venvcore.UnsupportedLayout,
			"%s should lie in %s: the interpreter finds it there, and tools such as `uv python find` do not", b.m.marker, b.dir)
	}
	if path := b.start.path; path != "" && path != w.Join(b.m.bin, w.Exe("python")) {
		return problem(venvcore.UnsupportedLayout,
			"the environment has no %s, by which tools start it: it can be started as %s alone", w.Join(b.m.bin, w.Exe("python")), path)
	}
	return nil
}
