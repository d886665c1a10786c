package engine

import (
	"slices"

	"github.com/venvd/venvd/venvcore"
)

// pathsRoot is the key of the root of single paths that were named by a
// choice, a setting, an activated environment or a request.
const pathsRoot = "paths"

// namePaths keeps the root of single paths in step with who names them.
func (l *loop) namePaths() {
	if !l.renamed {
		return
	}
	l.renamed = false
	paths := sortedKeys(l.names())
	r := l.roots[pathsRoot]
	switch {
	case r == nil && len(paths) == 0:
		return
	case r == nil:
		r = &root{what: Root{Key: pathsRoot}}
		l.roots[pathsRoot] = r
	case slices.Equal(r.what.Paths, paths):
		return
	}
	for _, p := range paths {
		if !slices.Contains(r.what.Paths, p) {
			r.touch(p)
		}
	}
	if !r.due() {
		r.full = true // a path was taken away
	}
	r.what.Paths = paths
}

// names gives the paths that somebody names. What is stored about folders that
// are not open is nobody's here: a person has chosen in many.
func (l *loop) names() map[string]bool {
	set := map[string]bool{}
	for _, p := range l.named {
		set[p] = true
	}
	for _, c := range l.choices {
		if c.Prefix != "" && l.concerns(c.Scope, c.ScopeID) {
			set[c.Prefix] = true
		}
	}
	for _, m := range l.remembered {
		if l.concerns(m.Scope, m.ScopeID) {
			set[m.Prefix] = true
		}
	}
	for _, f := range l.folders {
		if f.setting != nil {
			set[f.setting.Path] = true
		}
	}
	if l.activated != nil {
		set[l.activated.Prefix] = true
	}
	return set
}

// concerns reports whether what is stored for a directory is about one that is
// followed here, by its path or, after a rename, by its identity.
func (l *loop) concerns(scope string, id venvcore.Identity) bool {
	return l.folderOf(scope) != nil || id != "" && l.projects().byID[id] != nil
}

// name has a path looked at from now on because somebody asked about it. The
// oldest is let go when there are too many.
func (l *loop) name(path string) {
	l.unname(path)
	l.named = append(l.named, path)
	if more := len(l.named) - namedLimit; more > 0 {
		l.named = slices.Delete(l.named, 0, more)
	}
	l.renamed = true
	l.namePaths()
}

func (l *loop) unname(path string) {
	l.named = slices.DeleteFunc(l.named, func(p string) bool { return p == path })
	l.renamed = true
}

// lookedAt takes note of the named paths that a scan looked at. What lies at those
// that were named only now is not new: nobody looked there before.
func (l *loop) lookedAt(paths []string) {
	now := make(map[string]bool, len(paths))
	for _, p := range paths {
		if now[p] = true; !l.looked[p] {
			l.fresh[p] = true
		}
	}
	l.looked = now
}

// isFresh reports whether an environment lies at a path that was named only now.
func (l *loop) isFresh(env *venvcore.Environment) bool {
	return len(l.fresh) > 0 && (l.fresh[env.Prefix] || l.fresh[env.Interpreter] ||
		slices.ContainsFunc(env.Aliases, func(p string) bool { return l.fresh[p] }))
}

// unlooked reports whether something is not known yet only because the path
// where it was last seen was not looked at: "missing" would be a guess.
func (l *loop) unlooked(m *venvcore.Machine, id, path string) bool {
	return path != "" && !l.looked[path] && m.ByPath(path) == nil && (id == "" || m.ByID(id) == nil)
}

// awaits reports whether the answer for a scope has to wait until a path that
// it depends on was looked at once.
func (l *loop) awaits(path string, in *venvcore.Input) bool {
	f := l.folderOf(path)
	if f == nil {
		return false
	}
	if s := in.Setting; s != nil && l.unlooked(in.Machine, s.ID, s.Path) {
		return true
	}
	if m := in.Remembered; m != nil && l.unlooked(in.Machine, m.ID, m.Prefix) {
		return true
	}
	for i := range l.choices {
		c := &l.choices[i]
		// Those of the projects above count too: the answer may be theirs.
		about := c == in.Choice || venvcore.Contains(c.Scope, path) && venvcore.Contains(f.path, c.Scope)
		if about && l.unlooked(in.Machine, c.ID, c.Prefix) {
			return true
		}
	}
	return false
}
