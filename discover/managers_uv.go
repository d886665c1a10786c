package discover

import (
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// uvToolOf gives the environment of a tool that `uv tool install` made, when its
// receipt names this very program. On Windows the program is no link to it.
func uvToolOf(l *Look, m manager, p starter) string {
	w := l.World()
	if !w.Windows() {
		return "" // there its path leads to the environment
	}
	tools := variable(w, "UV_TOOL_DIR")
	if tools == "" {
		tools = variable(w, "APPDATA", "uv", "data", "tools")
	}
	if tools == "" {
		return ""
	}
	env := w.Join(tools, m.name)
	data, err := l.ReadFile(w.Join(env, "uv-receipt.toml"), maxReceipt)
	if err != nil {
		return ""
	}
	if slices.ContainsFunc(uvEntryPoints(data), func(path string) bool { return strings.EqualFold(w.Clean(path), p.path) }) {
		return env
	}
	return ""
}

// uvVersion reads the receipt of uv's installer, which cargo-dist makes:
// {"binaries":["uv"],"install_prefix":"/home/u/.local/bin","version":"0.5.9", …},
// in $XDG_CONFIG_HOME/uv, else ~/.config/uv, or %LOCALAPPDATA%\uv. `uv self
// update` writes it anew. It says nothing of a uv that lies elsewhere.
func uvVersion(l *Look, p starter) string {
	w := l.World()
	dirs := []string{variable(w, "XDG_CONFIG_HOME", "uv"), inHome(w, ".config", "uv")}
	if w.Windows() {
		dirs = []string{variable(w, "XDG_CONFIG_HOME", "uv"), variable(w, "LOCALAPPDATA", "uv")}
	}
	for _, dir := range dirs {
		var r struct {
			Prefix  string `json:"install_prefix"`
			Version string `json:"version"`
		}
		if dir == "" || !readJSON(l, w.Join(dir, "uv-receipt.json"), &r) || !w.IsAbs(r.Prefix) {
			continue
		}
		// Up to 0.4 the prefix was that of cargo, with a bin below it.
		bin := w.Dir(p.path)
		if prefix := w.Clean(r.Prefix); prefix == bin || w.Join(prefix, "bin") == bin {
			return r.Version
		}
	}
	return ""
}

// uvEntryPoints gives the programs that a receipt of `uv tool` names:
// [tool] entrypoints = [{ name = "tox", install-path = "C:\\Users\\u\\.local\\bin\\tox.exe" }].
func uvEntryPoints(receipt []byte) []string {
	var r struct {
		Tool struct {
			EntryPoints []struct {
				Path string `toml:"install-path"`
			} `toml:"entrypoints"`
		} `toml:"tool"`
	}
	if toml.Unmarshal(receipt, &r) != nil {
		return nil
	}
	var out []string
	for _, e := range r.Tool.EntryPoints {
		out = append(out, e.Path)
	}
	return out
}
