package discover

import (
	"slices"
	"strings"
)

// anotherBase reports whether a base with that library (python3.12,
// python3.13t) is in one of the places of bases of this machine.
func anotherBase(l *Look, library string) bool {
	version := strings.TrimLeft(library, "abcdefghijklmnopqrstuvwxyz")
	return slices.ContainsFunc(placesOfBases(l), func(p place) bool { return p.holds(l, library, version) })
}

// placesOfBases gives every place of bases of the machine, those that
// configuration names included.
func placesOfBases(l *Look) []place {
	return remembered(l, "places of bases", func(l *Look) []place {
		var out []place
		for _, t := range table() {
			if t.places != nil {
				out = append(out, t.places(l.World())...)
			}
			if t.configured != nil {
				out = append(out, t.configured(l)...)
			}
		}
		return slices.DeleteFunc(out, func(p place) bool { return p.what == placeEnvironments || p.what == placeEnvironment })
	})
}

// holds reports whether a base of the version is in the place.
func (p place) holds(l *Look, library, version string) bool {
	w := l.World()
	for _, dir := range p.reached(l, version) {
		bins := []string{dir}
		if p.what != placeInterpreters {
			bins = baseBins(w, dir)
		}
		for _, bin := range bins {
			if b := l.base(w.Join(bin, w.Exe(library))); b.whole() {
				return true
			}
			if !w.Windows() {
				continue
			}
			// There no name has the version in it.
			b := l.base(w.Join(bin, "python.exe"))
			if b.whole() && b.libraryName() == library {
				return true
			}
		}
	}
	return false
}

// reached gives the directories that a place leads to: those of interpreters,
// or the prefixes of bases. Those whose name has another version than the
// wanted one are left out.
func (p place) reached(l *Look, version string) []string {
	levels := p.levels
	if !p.single() {
		levels = append(slices.Clip(levels), anyName)
	}
	w := l.World()
	dirs := []string{p.dir}
	for i, level := range levels {
		last := i == len(levels)-1
		var below []string
		for _, dir := range dirs {
			if !isPattern(level) {
				below = append(below, w.Join(dir, level))
				continue
			}
			entries, err := l.ReadDir(dir)
			l.fail(dir, err)
			for _, e := range entries {
				if (e.IsDir() || e.IsLink()) && !hidden(e.Name) && levelFits(level, e.Name) && !(last && ofAnother(e.Name, version)) {
					below = append(below, w.Join(dir, e.Name))
				}
			}
		}
		dirs = below
	}
	return dirs
}

// ofAnother reports whether a name has a version in it, and not this one.
func ofAnother(name, version string) bool {
	minor := strings.TrimRight(version, "td")
	return !strings.Contains(name, minor) && minorInName.MatchString(name)
}

// whole reports whether the base can serve an environment.
func (b *base) whole() bool { return b.usable() && b.hasStdlib && !b.misfit }
