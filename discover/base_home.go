package discover

import (
	"cmp"
	"io/fs"
	"slices"

	"github.com/venvd/venvd/venvcore"
)

// homeBase finds the base by what is written in the environment, in the order
// of how directly it names the interpreter.
func homeBase(l *Look, m *marks) (string, *base) {
	w := l.World()
	home := m.cfg.home()
	if m.legacy != nil {
		home = baseBin(w, m.legacy.prefix)
	}
	if home != "" && w.IsAbs(home) {
		home = w.Clean(home)
		missing := w.Join(home, w.Exe(homeName(w, m)))
		entries, err := l.ReadDir(home)
		if err != nil {
			return missing, &base{path: missing, err: err}
		}
		for _, n := range homeNames(interpretersIn(entries), m) {
			if b := l.base(w.Join(home, n.file)); b.usable() && (w.Windows() || fits(b.minor, m.claimed())) {
				return b.path, b
			}
		}
		return missing, &base{path: missing, err: &fs.PathError{Op: "find", Path: missing, Err: fs.ErrNotExist}}
	}
	for _, key := range []string{"base-executable", "executable"} {
		if path := m.cfg.first(key); w.IsAbs(path) {
			b := l.base(w.Clean(path))
			return b.path, b
		}
	}
	return home, nil
}

// homeName is the interpreter that a home must have.
func homeName(w *World, m *marks) string {
	if w.Windows() {
		return "python"
	}
	return "python" + m.claimed()
}

// homeNames puts the interpreters of the minor that the environment is for
// first: a home such as /usr/bin has several.
func homeNames(names []interpreterName, m *marks) []interpreterName {
	want := m.claimed()
	slices.SortStableFunc(names, func(a, b interpreterName) int {
		return cmp.Compare(nameFits(a, want), nameFits(b, want))
	})
	return names
}

// fits reports whether a base of the minor can serve a copy that claims to be
// of one: a copy is an interpreter by itself and needs the library of its own
// minor. On Windows it is a launcher that runs whatever is there.
func fits(minor, claimed string) bool { return minor == "" || claimed == "" || minor == claimed }

// nameFits is 0 for the minor itself, 1 for a name without one (python3 may be
// anything), 2 for another minor.
func nameFits(n interpreterName, want string) int {
	switch {
	case n.minor == want:
		return 0
	case n.minor == "":
		return 1
	}
	return 2
}

// baseOf gives the base as it is told; also one that is gone, by its name. The
// prefix is where the standard library really comes from: with a home that
// holds one for this minor the interpreter takes that, wherever its link leads
// (getpath).
func (s *start) baseOf(l *Look, m *marks) *venvcore.Base {
	w := l.World()
	switch {
	case s.base == nil || s.base.fault == baseWrapper:
		return nil
	case !s.base.usable():
		return &venvcore.Base{Prefix: basePrefix(w, w.Dir(s.named)), Interpreter: s.named}
	}
	b := &venvcore.Base{Prefix: s.base.shown, Interpreter: s.base.interpreter}
	home := m.cfg.home()
	if s.link != venvcore.LinkSymlink || !w.IsAbs(home) {
		return b
	}
	if home = w.Clean(home); home == w.Dir(s.named) || home == w.Dir(s.base.real) {
		return b
	}
	other := w.Dir(home)
	landmark := w.Join(other, s.base.layout.lib, s.base.layout.dir, "os.py")
	if real, err := l.Real(landmark); err == nil && real != w.Join(s.base.library, "os.py") {
		b.Prefix = other
	}
	return b
}
