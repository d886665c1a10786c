package discover

import "github.com/venvd/venvd/venvcore"

// systemTool is the operating system: the interpreters that it, or who builds
// from source with the usual prefix, puts where every program is.
func systemTool() tool {
	return tool{
		name:     "system",
		kind:     venvcore.KindSystem,
		why:      "before path, which lists the same directories for most people",
		evidence: "an interpreter in a directory of the system that is a program and no script",
		where:    "`/usr/bin`, `/usr/local/bin`, `/bin`; one that is a link to another is not counted twice",
		places: func(w *World) []place {
			if w.Windows() {
				return nil // Windows brings none
			}
			return placesOf(placeInterpreters, venvcore.KindSystem, "/usr/bin", "/usr/local/bin", "/bin")
		},
	}
}
