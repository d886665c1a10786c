package discover

import (
	"regexp"

	"github.com/venvd/venvd/venvcore"
)

// uvPythonTool is uv as an installer of bases (`uv python install`). It unpacks
// each into a directory of its own, and keeps a link for each minor version
// (cpython-3.13-linux-x86_64-gnu) and links in ~/.local/bin: one base by many
// names.
func uvPythonTool() tool {
	return tool{
		name:     "uv-python",
		kind:     venvcore.KindUVPython,
		why:      "before the system's directories and PATH, where uv puts links to its bases",
		evidence: "lies in uv's directory of Pythons, or in one that is named as uv does: `cpython-3.13.1-linux-x86_64-gnu`",
		where:    "`$UV_PYTHON_INSTALL_DIR`, else `$XDG_DATA_HOME/uv/python`, else `~/.local/share/uv/python` (Windows `%APPDATA%\\uv\\data\\python`)",
		holds: func(w *World, real string) bool {
			return below(w, real, uvPythons(w)...) || uvDirectory.MatchString(real)
		},
		places: func(w *World) []place { return placesOf(placeBases, venvcore.KindUVPython, uvPythons(w)...) },
	}
}

// uvDirectory is a directory of one base among the parts of a path: the daemon
// may not have the variable that a shell had when it was installed.
var uvDirectory = regexp.MustCompile(`[/\\](?:cpython|pypy|graalpy)-\d+\.\d+\.\d+[^/\\]*-(?:linux|macos|windows)-[^/\\]+[/\\]`)

func uvPythons(w *World) []string {
	usual := under(w, dataHome(w), "uv", "python")
	if w.Windows() {
		usual = under(w, appData(w, "APPDATA"), "uv", "data", "python")
	}
	return append([]string{firstOf(w, usual, "UV_PYTHON_INSTALL_DIR")}, w.Places()["uv-python"]...)
}
