package discover

import "github.com/venvd/venvd/venvcore"

// uvReceipt is what `uv tool install` writes last into an environment (uv 0.2 and
// later); `uv tool list` goes by it.
const uvReceipt = "uv-receipt.toml"

// uvToolTool is `uv tool`: one environment for each installed program.
func uvToolTool() tool {
	return tool{
		name:     "uv-tool",
		kind:     venvcore.KindUVTool,
		why:      "among the first: its receipt is a file that nobody else writes",
		evidence: "`uv-receipt.toml` in an environment of a directory with uv's `.lock`, or lies where uv keeps its tools",
		where:    "`$UV_TOOL_DIR`, `$XDG_DATA_HOME/uv/tools`, else `~/.local/share/uv/tools` (Windows `%APPDATA%\\uv\\data\\tools`)",
		owns:     ownsUVTool,
		together: true,
		places: func(w *World) []place {
			return placesOf(placeEnvironments, venvcore.KindUVTool, uvToolDirs(w)...)
		},
	}
}

// ownsUVTool: where uv keeps its tools nobody else puts an environment, so one
// without a receipt is on its way: it is uv's from its first moment, and told as
// remade or filled when the receipt is there. Elsewhere ($UV_TOOL_DIR of a login
// shell) the receipt proves it, and the lock that uv has set beside: a copy of an
// environment brings its receipt along, and is no tool of uv's.
func ownsUVTool(l *Look, c candidate, e *venvcore.Environment) (owner, bool) {
	w := l.World()
	receipt := c.has(uvReceipt)
	switch {
	case liesIn(l, e, l.stores(venvcore.KindUVTool, uvToolDirs)):
	case !receipt || !isThere(l, w.Join(w.Dir(e.Real), ".lock")):
		return owner{}, false
	}
	if !receipt {
		return owner{evidence: []string{w.Dir(e.Real)}, unfinished: true}, true
	}
	return owner{evidence: []string{w.Join(c.dir, uvReceipt)}}, true
}

// uvToolDirs gives where uv keeps its tools. On macOS it goes on below Library
// where it has begun there, before it followed XDG.
func uvToolDirs(w *World) []string {
	dirs := w.Places()["uv-tool"]
	if dir, ok := absoluteVariable(w, "UV_TOOL_DIR"); ok {
		dirs = append([]string{dir}, dirs...)
	}
	data := []string{w.xdg("XDG_DATA_HOME", ".local", "share")}
	switch w.OS {
	case "windows":
		data = inEach(w, []string{"uv", "data", "tools"}, variableDir(w, "APPDATA", inHome(w, "AppData", "Roaming")))
		return append(dirs, data...)
	case "darwin":
		data = append(data, inHome(w, "Library", "Application Support"))
	}
	return append(dirs, inEach(w, []string{"uv", "tools"}, data...)...)
}
