package discover

import (
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// problems tells what keeps a base itself from running.
func (b *base) problems(w *World) []venvcore.Problem {
	var out []venvcore.Problem
	if !b.hasStdlib {
		out = append(out, *b.stdlibProblem())
	}
	if b.misfit {
		out = append(out, *wrongArch(w, b.interpreter, b.arch))
	}
	return out
}

func (b *base) stdlibProblem() *venvcore.Problem {
	return problem(venvcore.BaseStdlibMissing, "the standard library of %s is missing below %s", b.interpreter, b.prefix)
}

func wrongArch(w *World, path, arch string) *venvcore.Problem {
	return problem(venvcore.WrongArchitecture, "%s is built for %s, and this machine is %s", path, arch, w.Arch)
}

// stdlibProblem: virtualenv before 20 has links to the base's library in the
// environment, and its interpreter looks there alone.
func (b *builder) stdlibProblem() *venvcore.Problem {
	if b.m.legacy == nil {
		if b.start.base.hasStdlib {
			return nil
		}
		return b.start.base.stdlibProblem()
	}
	w := b.l.World()
	landmark := w.Join(w.Dir(b.m.marker), "os.py")
	if _, err := b.l.Weak().Stat(landmark); absent(err) {
		return problem(venvcore.BaseStdlibMissing,
			"the standard library that %s starts with is missing: %s leads nowhere", b.start.path, landmark)
	}
	return nil
}

// archProblem: of a copy both count, the copy and the base whose library it
// loads.
func (b *builder) archProblem() *venvcore.Problem {
	w := b.l.World()
	if b.start.misfit {
		return wrongArch(w, b.start.path, b.start.arch)
	}
	if s, ok := b.known(); ok && s.misfit {
		return wrongArch(w, s.interpreter, s.arch)
	}
	return nil
}

// upgradedProblem: the base has another patch than the environment was made
// with (Debian upgrades in place; a link of Homebrew or pyenv was moved on). uv
// writes the minor alone for a base that it names by its minor, which says
// nothing. A file with several statements is believed when one is true.
func (b *builder) upgradedProblem() *venvcore.Problem {
	s, ok := b.known()
	if !ok || !isPatch(s.version) {
		return nil
	}
	var other string
	for _, said := range b.m.cfg.versions() {
		switch {
		case !isPatch(said):
		case samePatch(said, s.version):
			return nil
		case venvcore.Minor(said) == s.minor:
			other = said
		}
	}
	if other == "" {
		return nil // another minor is version-mismatch
	}
	return problem(venvcore.BaseUpgraded,
		"the environment was made with Python %s, and its base %s is Python %s now: what was compiled for the old one may not fit",
		other, s.interpreter, s.version)
}

// isPatch reports whether a version has all three numbers.
func isPatch(v string) bool { return strings.Count(v, ".") == 2 }

// samePatch compares what pyvenv.cfg says with the base's own version. venv
// leaves out that a version is a pre-release (sys.version_info[:3]).
func samePatch(said, is string) bool { return said == is || said == releaseOf(is) }

// releaseOf takes "rc1" off "3.14.0rc1".
func releaseOf(v string) string {
	if i := strings.IndexAny(v, "abr"); i >= 0 {
		return v[:i]
	}
	return v
}

// isTwo reports whether a minor is one of Python 2.
func isTwo(minor string) bool { return strings.HasPrefix(minor, "2.") }

// hiddenPackages gives a directory of packages that cannot be looked at, and why;
// no error when all are merely absent.
func (b *builder) hiddenPackages() (string, error) {
	for _, dir := range b.start.base.layout.ownPackages(b.l.World(), b.dir) {
		if _, err := b.l.Weak().Stat(dir); err != nil && !absent(err) {
			return dir, err
		}
	}
	return "", nil
}
