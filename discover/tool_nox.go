package discover

import "github.com/venvd/venvd/venvcore"

// noxTool is nox, which writes nothing of its own into an environment.
func noxTool() tool {
	return tool{
		name:     "nox",
		kind:     venvcore.KindNox,
		why:      "after those with a file of their own: a session may run any tool in its environment",
		evidence: "lies in a directory `.nox` beside a `noxfile.py`; one that `--envdir` has put elsewhere cannot be told from others",
		where:    "`.nox` in a project",
		together: true,
		owns: func(l *Look, _ candidate, e *venvcore.Environment) (owner, bool) {
			w := l.World()
			for _, dir := range surroundings(w, e) {
				file := w.Join(w.Dir(dir), "noxfile.py")
				if w.Base(dir) == ".nox" && isThere(l, file) {
					return owner{evidence: []string{file}}, true
				}
			}
			return owner{}, false
		},
	}
}
