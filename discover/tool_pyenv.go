package discover

import "github.com/venvd/venvd/venvcore"

// pyenvTool is pyenv (and pyenv-win): bases that it has built or unpacked.
func pyenvTool() tool {
	return tool{
		name:     "pyenv",
		kind:     venvcore.KindPyenv,
		why:      "before the system's directories and PATH, so that a base which is also found there keeps its manager",
		evidence: "lies in `versions` of pyenv's root; its `shims` are no bases",
		where:    "`$PYENV_ROOT/versions`, else `~/.pyenv/versions` (Windows `~/.pyenv/pyenv-win/versions`)",
		places: func(w *World) []place {
			root, ok := absoluteVariable(w, "PYENV_ROOT")
			if !ok && w.Home != "" {
				root = w.Join(w.Home, ".pyenv")
				if w.Windows() {
					root = w.Join(root, "pyenv-win")
				}
			}
			var dirs []string
			if root != "" {
				dirs = append(dirs, w.Join(root, "versions"))
			}
			for _, p := range w.Places()["pyenv"] {
				dirs = append(dirs, w.Join(p, "versions"))
			}
			return placesOf(placeBases, venvcore.KindPyenv, dirs...)
		},
	}
}
