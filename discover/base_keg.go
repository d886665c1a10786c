package discover

import (
	"slices"
	"strings"
)

// keg is where Homebrew has installed a formula: …/Cellar/<formula>/<version>.
type keg struct{ brew, formula, version, dir string }

// kegOf finds the keg that a path without links lies in.
func kegOf(w *World, path string) (keg, bool) {
	brew, rest, ok := strings.Cut(path, "/Cellar/")
	parts := strings.SplitN(rest, "/", 3)
	if !ok || w.Windows() || len(parts) < 2 {
		return keg{}, false
	}
	return keg{brew, parts[0], parts[1], w.Join(brew, "Cellar", parts[0], parts[1])}, true
}

// readKeg gives a base of Homebrew the names that an upgrade leaves standing:
// those through <brew>/opt/<formula>, which leads to the keg in use. They are
// also what its Python says of itself (sys.executable, `brew --prefix`).
func (b *base) readKeg(l *Look) {
	w := l.World()
	k, ok := kegOf(w, b.prefix)
	if !ok {
		return
	}
	link := w.Join(k.brew, "opt", k.formula)
	if real, err := l.Real(link); err != nil || real != k.dir {
		return // an older one that is still there
	}
	through := func(path string) string { return link + strings.TrimPrefix(path, k.dir) }
	names := append([]string{b.interpreter}, b.aliases...)
	for _, n := range slices.Clone(names) {
		names = append(names, through(n))
	}
	// A framework build has its programs in opt/<formula>/bin too.
	b.interpreter = through(b.interpreter)
	if short := w.Join(link, "bin", w.Base(b.interpreter)); short != b.interpreter {
		if real, err := l.Real(short); err == nil && real == b.real {
			b.interpreter = short
		}
	}
	b.shown = through(b.prefix)
	b.aliases = slices.DeleteFunc(append(names, b.prefix), func(n string) bool { return n == b.interpreter })
	slices.Sort(b.aliases)
}
