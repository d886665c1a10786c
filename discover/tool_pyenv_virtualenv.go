package discover

import (
	"slices"

	"github.com/venvd/venvd/venvcore"
)

// pyenvVirtualenvTool is pyenv-virtualenv: an environment lies in the version that
// it was made from, and a link among the versions leads to it, so that pyenv can
// choose it by name. When the version is uninstalled the link stays and dangles:
// that is no environment, and nothing to complain of.
func pyenvVirtualenvTool() tool {
	return tool{
		name:     "pyenv-virtualenv",
		kind:     venvcore.KindPyenvVirtualenv,
		why:      "before virtualenvwrapper, which manages what lies in a home of its own",
		evidence: "lies in `versions/<version>/envs` of pyenv's root, or in `versions` itself (made from the system's Python)",
		where:    "`versions` in `$PYENV_ROOT`, else in `~/.pyenv`; the link `versions/<name>` is one of its aliases",
		creates:  "an environment with a name of its own on a Python of pyenv's",
		owns:     ownsPyenvVirtualenv,
		together: true,
		places: func(w *World) []place {
			places := placesOf(placeEnvironments, venvcore.KindPyenvVirtualenv, inEach(w, []string{"versions"}, pyenvVirtualenvRoots(w)...)...)
			for i := range places {
				places[i].levels = []string{anyName, "envs"}
			}
			return places
		},
	}
}

// ownsPyenvVirtualenv goes by the environment's own path, whatever link it is
// found by. What conda has made there is conda's.
func ownsPyenvVirtualenv(l *Look, c candidate, e *venvcore.Environment) (owner, bool) {
	w := l.World()
	parent := w.Dir(e.Real)
	versions := parent
	if w.Base(parent) == "envs" {
		versions = w.Dir(w.Dir(parent))
	}
	if w.Base(versions) != "versions" || c.has("conda-meta") || !isPyenvRoot(l, w.Dir(versions)) {
		return owner{}, false
	}
	return owner{evidence: []string{parent}}, true
}

// isPyenvRoot reports whether a directory without links is a root of pyenv.
func isPyenvRoot(l *Look, dir string) bool {
	roots := pyenvVirtualenvRoots(l.World())
	return slices.Contains(roots, dir) || slices.ContainsFunc(roots, func(r string) bool { return leadsTo(l, r, dir) })
}

// pyenvVirtualenvRoots gives the roots of pyenv that pyenv-virtualenv works in; it does not
// run on Windows.
func pyenvVirtualenvRoots(w *World) []string {
	if w.Windows() {
		return nil
	}
	roots := []string{variableDir(w, "PYENV_ROOT", inHome(w, ".pyenv"))}
	roots = slices.Concat(roots, w.Places()["pyenv"], w.Places()["pyenv-virtualenv"])
	return slices.DeleteFunc(roots, func(r string) bool { return r == "" })
}
