package discover

import "strings"

// anotherBase reports whether a base with that library (python3.12,
// python3.13t) is in one of the places of bases of this machine.
func anotherBase(l *Look, library string) bool {
	w := l.World()
	version := strings.TrimLeft(library, "abcdefghijklmnopqrstuvwxyz")
	for _, t := range table() {
		if t.places == nil {
			continue
		}
		for _, p := range t.places(w) {
			if p.holds(l, library, version) {
				return true
			}
		}
	}
	return false
}

// holds reports whether a base of the version is in the place.
func (p place) holds(l *Look, library, version string) bool {
	w := l.World()
	if p.what == placeInterpreters {
		return l.base(w.Join(p.dir, w.Exe(library))).whole()
	}
	if p.what != placeBases {
		return false
	}
	entries, err := l.ReadDir(p.dir)
	l.fail(p.dir, err)
	for _, e := range entries {
		if strings.Contains(e.Name, version) && l.base(w.Join(baseBin(w, w.Join(p.dir, e.Name)), w.Exe(library))).whole() {
			return true
		}
	}
	return false
}

// whole reports whether the base can serve an environment.
func (b *base) whole() bool { return b.usable() && b.hasStdlib && !b.misfit }
