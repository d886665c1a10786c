package discover

import "github.com/venvd/venvd/venvcore"

// pathTool is the search path of the process: whatever a person has put there.
func pathTool() tool {
	return tool{
		name:     "path",
		kind:     venvcore.KindPath,
		why:      "last: it says nothing about who keeps what lies there",
		evidence: "an interpreter in a directory of `PATH` that is a program and no script",
		where:    "the directories of `PATH`; relative ones and shims are passed over",
		places: func(w *World) []place {
			value, _ := w.Env("PATH")
			var dirs []string
			for _, d := range w.PathList(value) {
				// A relative entry means another directory for every program.
				if !w.IsAbs(d) {
					continue
				}
				if d = w.Clean(d); !isShimDir(w.Base(d)) {
					dirs = append(dirs, d)
				}
			}
			return placesOf(placeInterpreters, venvcore.KindPath, dirs...)
		},
	}
}
