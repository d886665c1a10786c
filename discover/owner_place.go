package discover

import (
	"slices"

	"github.com/venvd/venvd/venvcore"
)

// liesIn reports whether an environment really lies directly in one of some
// directories: a link in one to an environment elsewhere is no proof. The disk is
// asked only about an environment whose path lies there, for all of a machine's
// environments come by here, and what is asked is watched for each.
func liesIn(l *Look, e *venvcore.Environment, dirs []string) bool {
	w := l.World()
	own, real := w.Dir(e.Prefix), w.Dir(e.Real)
	return slices.ContainsFunc(dirs, func(d string) bool {
		return d == real || d == own && leadsTo(l, d, real)
	})
}

// liesBehind is liesIn for an environment that bears a proof already, so that the
// directories may be links: it is found by whatever path.
func liesBehind(l *Look, e *venvcore.Environment, dirs []string) bool {
	real := l.World().Dir(e.Real)
	return slices.Contains(dirs, real) || slices.ContainsFunc(dirs, func(d string) bool { return leadsTo(l, d, real) })
}

// stores gives where a tool keeps environments, by what the world alone says:
// computed once in a scan, for all of a machine's environments come by here.
func (l *Look) stores(kind venvcore.Kind, of func(*World) []string) []string {
	return once(l, "stores:"+string(kind), func(l *Look) []string { return of(l.World()) })
}

// leadsTo reports whether dir is, with its links resolved, the directory real.
func leadsTo(l *Look, dir, real string) bool {
	at, err := l.Real(dir)
	return err == nil && at == real
}

// surroundings gives the directories that an environment lies in: by its own path,
// and by the one that it is found by when that is another.
func surroundings(w *World, e *venvcore.Environment) []string {
	return slices.Compact([]string{w.Dir(e.Real), w.Dir(e.Prefix)})
}

// inEach gives a directory in each of some; those that are empty are left out.
func inEach(w *World, parts []string, dirs ...string) []string {
	var out []string
	for _, d := range dirs {
		if d != "" {
			out = append(out, w.Join(append([]string{d}, parts...)...))
		}
	}
	return out
}

// variableDir gives the directory that a variable names, else another.
func variableDir(w *World, name, otherwise string) string {
	if dir, ok := absoluteVariable(w, name); ok {
		return dir
	}
	return otherwise
}
