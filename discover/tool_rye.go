package discover

import "github.com/venvd/venvd/venvcore"

// ryeMarker is what rye writes into each environment, with its Python and path.
const ryeMarker = "rye-venv.json"

// ryeTool is rye (ended in 2025): `.venv` at the root of a workspace, one for each
// installed program, and Pythons of its own.
func ryeTool() tool {
	return tool{
		name:     "rye",
		kind:     venvcore.KindRye,
		why:      "among the first: its marker is a file that nobody else writes, in an environment that uv or virtualenv has made",
		evidence: "`rye-venv.json`, or lies where rye keeps its tools or its Pythons",
		where:    "`.venv` at the root of the workspace; in `$RYE_HOME`, else `~/.rye`: tools in `tools`, Pythons in `py`",
		owns: func(l *Look, c candidate, e *venvcore.Environment) (owner, bool) {
			w := l.World()
			// Its tools had no marker while virtualenv made them. In a project the
			// marker comes right after the environment is made: before, it is what
			// its creator says, and its kind changes once.
			switch {
			case c.has(ryeMarker):
				return owner{evidence: []string{w.Join(c.dir, ryeMarker)}}, true
			case liesIn(l, e, l.stores(venvcore.KindRye, ryeTools)):
				return owner{evidence: []string{w.Dir(e.Real)}}, true
			}
			return owner{}, false
		},
		places: func(w *World) []place {
			return append(placesOf(placeEnvironments, venvcore.KindRye, ryeTools(w)...), keptPythons(venvcore.KindRye, ryePythons(w)...)...)
		},
		holds: holdsBelow(ryePythons),
	}
}

// ryeTools gives where rye keeps the environments of installed programs. Its own
// one, `self`, is not looked for.
func ryeTools(w *World) []string { return inEach(w, []string{"tools"}, ryeHomes(w)...) }

// ryePythons gives where `rye fetch` unpacks Pythons: cpython@3.12.3. A file there
// names one that was registered and lies elsewhere.
func ryePythons(w *World) []string { return inEach(w, []string{"py"}, ryeHomes(w)...) }

func ryeHomes(w *World) []string {
	return append([]string{variableDir(w, "RYE_HOME", inHome(w, ".rye"))}, w.Places()["rye"]...)
}
