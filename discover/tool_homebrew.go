package discover

import "github.com/venvd/venvd/venvcore"

// homebrewTool is Homebrew, on macOS and Linux: opt/<formula> is the version of
// a formula that is in use, whether it is linked into bin or not.
func homebrewTool() tool {
	return tool{
		name:     "homebrew",
		kind:     venvcore.KindHomebrew,
		systems:  []string{"darwin", "linux"},
		why:      "before the system's directories: on Intel Macs `/usr/local/bin` has links to its bases",
		evidence: "lies in a `Cellar`; its names through `opt/<formula>`, which an upgrade leaves standing, are shown",
		where:    "`opt/python@*`, `opt/pypy*`, `opt/graalpy*` and `opt/python-freethreading` of `$HOMEBREW_PREFIX`, `/opt/homebrew`, `/usr/local` (macOS), `/home/linuxbrew/.linuxbrew`, `~/.linuxbrew` (Linux), and `bin` there",
		holds: func(w *World, real string) bool {
			_, ok := kegOf(w, real)
			return ok
		},
		places: func(w *World) []place {
			var out []place
			for _, brew := range brews(w) {
				levels := []string{"opt", "python|python3|python@*|python-freethreading|pypy*|graalpy*"}
				out = append(out, leading(placeBase, venvcore.KindHomebrew, levels, brew)...)
				if brew != "/usr/local" { // that one is the system's
					out = append(out, placesOf(placeInterpreters, venvcore.KindHomebrew, w.Join(brew, "bin"))...)
				}
			}
			return out
		},
	}
}

// brews gives the prefixes that Homebrew may have.
func brews(w *World) []string {
	var dirs []string
	if own, ok := absoluteVariable(w, "HOMEBREW_PREFIX"); ok {
		dirs = append(dirs, own)
	}
	switch w.OS {
	case "darwin":
		dirs = append(dirs, "/opt/homebrew", "/usr/local")
	case "linux":
		dirs = append(dirs, "/home/linuxbrew/.linuxbrew")
		if w.Home != "" {
			dirs = append(dirs, inHome(w, ".linuxbrew"))
		}
	}
	return append(dirs, w.Places()["homebrew"]...)
}
