package discover

import "github.com/venvd/venvd/venvcore"

// systemTool is the operating system: the interpreters that it, or who builds or
// unpacks one without a manager, puts where every program is.
func systemTool() tool {
	return tool{
		name:     "system",
		kind:     venvcore.KindSystem,
		why:      "after all managers, whose links are in the same directories; before path, which lists them for most people",
		evidence: "an interpreter in a directory of the system that is a program and no script; `/usr/bin/python3` of macOS, which only chooses one, is none",
		where:    "`/usr/bin`, `/usr/local/bin`, `/bin`, `/opt/*/bin`, `/opt/python/*/bin` (manylinux), `~/.local/bin`, and `bin` of `~/.local/python*`, `pypy*` and `graalpy*`; one that is a link to another is not counted twice",
		holds: func(w *World, real string) bool {
			return !w.Windows() && below(w, real, append(systemDirs(), inHome(w, ".local"))...)
		},
		places: func(w *World) []place {
			if w.Windows() {
				return nil // Windows brings none
			}
			out := placesOf(placeInterpreters, venvcore.KindSystem, append([]string{"/usr/bin", "/usr/local/bin", "/bin"}, w.Places()["system"]...)...)
			// One level deep and no more: what lies in /opt may be large.
			out = append(out, leading(placeInterpreters, venvcore.KindSystem, []string{anyName, "bin"}, "/opt", "/opt/python")...)
			if w.Home == "" {
				return out
			}
			local := inHome(w, ".local")
			out = append(out, placesOf(placeInterpreters, venvcore.KindSystem, w.Join(local, "bin"))...)
			return append(out, leading(placeInterpreters, venvcore.KindSystem, []string{"python*|pypy*|graalpy*", "bin"}, local)...)
		},
	}
}

// systemDirs are what belongs to the machine, but for what a manager keeps.
func systemDirs() []string { return []string{"/usr", "/bin", "/opt", "/System"} }
