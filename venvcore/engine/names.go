package engine

import (
	"maps"
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// The roots of single paths.
const (
	// pathsRoot is the key of those that were named by a choice, a setting, an
	// activated environment or a request.
	pathsRoot = "paths"
	// scriptsRoot is the key of those of files that are open or were asked about,
	// which may be scripts with a block of their own.
	scriptsRoot = "scripts"
)

// namePaths keeps the roots of single paths in step with who names them.
func (l *loop) namePaths() {
	if !l.renamed {
		return
	}
	l.renamed = false
	l.nameRoot(Root{Key: pathsRoot, Paths: sortedKeys(l.names())})
	l.nameRoot(Root{Key: scriptsRoot, Paths: sortedKeys(l.files()), Scripts: true})
}

func (l *loop) nameRoot(what Root) {
	paths, r := what.Paths, l.roots[what.Key]
	switch {
	case r == nil && len(paths) == 0:
		return
	case r == nil:
		r = &root{what: Root{Key: what.Key, Scripts: what.Scripts}}
		l.roots[what.Key] = r
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

// names gives the paths that somebody names, but for environments that are found
// without. What is stored about folders that are not open is nobody's here: a
// person has chosen in many.
func (l *loop) names() map[string]bool {
	set := map[string]bool{}
	for _, p := range l.named {
		set[p] = true
	}
	for _, c := range l.choices {
		if c.Prefix != "" && !l.found[c.ID] && l.concerns(c.Scope, c.ScopeID) {
			set[c.Prefix] = true
		}
	}
	for _, m := range l.remembered {
		if !l.found[m.ID] && l.concerns(m.Scope, m.ScopeID) {
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

// files gives the files that may be scripts: those that are followed as such,
// those that are open, and those that somebody asked about.
func (l *loop) files() map[string]bool {
	set := map[string]bool{}
	for path, s := range l.scopes {
		set[l.real(path)] = !s.ended && isScriptName(path)
	}
	for _, doc := range l.documents {
		set[doc.at] = isScriptName(doc.at)
	}
	for _, p := range l.asked {
		set[p] = true
	}
	maps.DeleteFunc(set, func(p string, named bool) bool { return !named || l.folderOf(p) == nil })
	return set
}

// isScriptName reports whether a file of this name is looked at for a block of
// its own; what has another name, or none, is no Python file to an editor.
func isScriptName(path string) bool {
	return strings.HasSuffix(path, ".py") || strings.HasSuffix(path, ".pyw")
}

// concerns reports whether what is stored for a directory is about one that is
// followed here, by its path or, after a rename, by its identity.
func (l *loop) concerns(scope string, id venvcore.Identity) bool {
	return l.folderOf(scope) != nil || id != "" && l.projects().byID[id] != nil
}

// name has a path looked at from now on because somebody asked about it.
func (l *loop) name(path string) {
	l.named = latest(l.named, path)
	l.renamed = true
	l.namePaths()
}

// fileRead reports whether it is known if a file is a script, and has it looked at
// when it is not: also one that was let go because of too many others.
func (l *loop) fileRead(path string) bool {
	if !isScriptName(path) || l.read[path] {
		return true
	}
	if r := l.roots[scriptsRoot]; r == nil || !slices.Contains(r.what.Paths, path) {
		l.asked = latest(l.asked, path)
		l.renamed = true
		l.namePaths()
	}
	return false
}

// latest adds a path at the end. The oldest is let go when there are too many.
func latest(list []string, path string) []string {
	list = append(slices.DeleteFunc(list, func(p string) bool { return p == path }), path)
	return list[max(0, len(list)-namedLimit):]
}

func (l *loop) unname(path string) {
	l.named = slices.DeleteFunc(l.named, func(p string) bool { return p == path })
	l.renamed = true
}

// lookedAt takes note of the paths that a scan of single paths looked at. What
// lies at those that were named only now is not new: nobody looked there before.
func (l *loop) lookedAt(root string, paths []string) {
	now := make(map[string]bool, len(paths))
	for _, p := range paths {
		now[p] = true
		if root == pathsRoot && !l.looked[p] {
			l.fresh[p], l.observed = true, nil
		}
	}
	switch root {
	case pathsRoot:
		l.looked, l.dirty = now, l.dirty || !maps.Equal(l.looked, now)
	case scriptsRoot:
		l.read, l.dirty = now, l.dirty || !maps.Equal(l.read, now)
	}
}

// isFresh reports whether an environment lies at a path that was named only now.
func (l *loop) isFresh(env *venvcore.Environment) bool {
	return len(l.fresh) > 0 && (l.fresh[env.Prefix] || l.fresh[env.Interpreter] ||
		slices.ContainsFunc(env.Aliases, func(p string) bool { return l.fresh[p] }))
}

// unlooked reports whether something is not known yet only because the path
// where it was last seen was not looked at: "missing" would be a guess.
func (l *loop) unlooked(m *venvcore.Machine, id, path string) bool {
	return path != "" && !l.looked[path] && !l.found[id] && m.ByPath(path) == nil && (id == "" || m.ByID(id) == nil)
}

// awaits reports whether the answer for a scope has to wait until a path that
// it depends on was looked at once.
func (l *loop) awaits(path string, in *venvcore.Input) bool {
	f := l.folderOf(path)
	if f == nil {
		return false
	}
	path = l.real(path)
	if s := in.Setting; s != nil && l.unlooked(in.Machine, s.ID, s.Path) {
		return true
	}
	if m := in.Remembered; m != nil && l.unlooked(in.Machine, m.ID, m.Prefix) {
		return true
	}
	for i := range l.choices {
		c := &l.choices[i]
		// Those of the projects above count too: the answer may be theirs.
		about := c == in.Choice || venvcore.Contains(c.Scope, path) && venvcore.Contains(f.at, c.Scope)
		if about && l.unlooked(in.Machine, c.ID, c.Prefix) {
			return true
		}
	}
	return false
}
