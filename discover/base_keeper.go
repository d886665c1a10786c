package discover

import (
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// keeper gives the kind of who keeps a base, by the path of its interpreter with
// all links resolved. So it is the same however the base was found: by PATH, by
// a link in ~/.local/bin, by the name that a person gave, or in the keeper's own
// place. False when no path of a keeper leads there.
func keeper(l *Look, real string) (venvcore.Kind, bool) {
	for _, t := range l.pass.rows() {
		if t.holds != nil && t.holds(l.World(), real) {
			return t.kind, true
		}
	}
	return "", false
}

// below reports whether a path lies in one of the directories. Windows does not
// tell letters apart by their case.
func below(w *World, path string, dirs ...string) bool {
	if w.Windows() {
		path = strings.ToLower(path)
	}
	for _, d := range dirs {
		if w.Windows() {
			d = strings.ToLower(d)
		}
		if d != "" && path != d && w.Within(d, path) {
			return true
		}
	}
	return false
}

// holdsBelow is the usual test of a tool with directories of its own.
func holdsBelow(dirs func(w *World) []string) func(w *World, real string) bool {
	return func(w *World, real string) bool { return below(w, real, dirs(w)...) }
}

// dress gives what was found in a place what the place says of it; nil when that
// is another base. A base that really lies there is that keeper's; one that a
// link there leads to is not.
func (p place) dress(l *Look, e *venvcore.Environment) *venvcore.Environment {
	named := func(path string) bool { return strings.EqualFold(path, p.program) }
	if p.program != "" && !e.IsVirtual && !named(e.Interpreter) && !slices.ContainsFunc(e.Aliases, named) {
		return nil
	}
	if e.IsVirtual || e.Kind != p.kind {
		return e
	}
	if !e.Owned && p.kind != venvcore.KindPath {
		real, err := l.Real(p.dir)
		e.Owned = err == nil && l.World().Within(real, e.Real)
	}
	if p.name != "" {
		e.Name = p.name
	}
	if p.version != "" && venvcore.Minor(p.version) == e.Version {
		e.Version = p.version
	}
	return e
}
