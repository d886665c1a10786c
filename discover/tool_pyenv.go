package discover

import "github.com/venvd/venvd/venvcore"

// pyenvTool is pyenv (and pyenv-win): bases that it has built or unpacked.
func pyenvTool() tool {
	return tool{
		name:     "pyenv",
		kind:     venvcore.KindPyenv,
		why:      "before the system's directories and PATH, so that a base which is also found there keeps its manager",
		evidence: "lies in `versions` of pyenv's root; its `shims` are no bases",
		where:    "`$PYENV_ROOT/versions`, else `~/.pyenv/versions`; Windows `%PYENV_ROOT%`, `%PYENV%` or `%PYENV_HOME%`, else `~/.pyenv/pyenv-win`, and `versions` in it",
		holds:    holdsBelow(pyenvVersions),
		places:   func(w *World) []place { return placesOf(placeBases, venvcore.KindPyenv, pyenvVersions(w)...) },
	}
}

// pyenvVersions gives the directories whose children are bases. pyenv-win says
// where it is by three variables, the root with a separator at its end.
func pyenvVersions(w *World) []string {
	root := inHome(w, ".pyenv")
	variables := []string{"PYENV_ROOT"}
	if w.Windows() {
		root, variables = inHome(w, ".pyenv", "pyenv-win"), append(variables, "PYENV", "PYENV_HOME")
	}
	dirs := []string{under(w, firstOf(w, root, variables...), "versions")}
	for _, p := range w.Places()["pyenv"] {
		dirs = append(dirs, w.Join(p, "versions"))
	}
	return dirs
}
