package discover

import (
	"regexp"

	"github.com/venvd/venvd/venvcore"
)

// pathTool is the search path of the process: whatever a person has put there.
func pathTool() tool {
	return tool{
		name:     "path",
		kind:     venvcore.KindPath,
		why:      "last: it says nothing about who keeps what lies there",
		evidence: "an interpreter in a directory of `PATH` that is a program and no script",
		where:    "the directories of `PATH`; relative ones, shims and, on Linux, the drives of Windows (`/mnt/c`) are passed over",
		places: func(w *World) []place {
			value, _ := w.Env("PATH")
			var dirs []string
			for _, d := range w.PathList(value) {
				// A relative entry means another directory for every program.
				if !w.IsAbs(d) {
					continue
				}
				if d = w.Clean(d); !isShimDir(w.Base(d)) && !(w.OS == "linux" && windowsDrive.MatchString(d)) {
					dirs = append(dirs, d)
				}
			}
			return placesOf(placeInterpreters, venvcore.KindPath, append(dirs, w.Places()["path"]...)...)
		},
	}
}

// windowsDrive is where WSL shows a drive of Windows, and so what it adds to
// PATH. Its programs do not run on this system, and each look there is slow.
var windowsDrive = regexp.MustCompile(`^/mnt/[a-z](?:/|$)`)
