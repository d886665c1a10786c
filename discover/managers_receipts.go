package discover

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

const (
	// maxProgramText bounds a program that is read for its version or for who
	// interprets it: the launchers of Windows have some 100 KiB.
	maxProgramText = 1 << 20
	// maxReceipt bounds the records of installers: cargo's has a line for each program.
	maxReceipt = 1 << 20
)

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

// cargoVersion reads what cargo has installed into a directory, in .crates.toml
// beside its bin, which cargo-binstall writes too:
// [v1] "uv 0.5.1 (registry+https://…)" = ["uv", "uvx"].
func cargoVersion(l *Look, m manager, real string) string {
	w := l.World()
	if m.distribution != notOnPyPI && m.name != "uv" || w.Base(w.Dir(real)) != "bin" {
		return "" // it is no program of Rust
	}
	data, err := l.ReadFile(w.Join(w.Dir(w.Dir(real)), ".crates.toml"), maxReceipt)
	if err != nil {
		return ""
	}
	var installed struct {
		V1 map[string][]string `toml:"v1"`
	}
	if toml.Unmarshal(data, &installed) != nil {
		return "" // half written, or not cargo's
	}
	for crate, programs := range installed.V1 {
		if slices.Contains(programs, w.Base(real)) { // a program is of one crate
			_, rest, _ := strings.Cut(crate, " ")
			v, _, _ := strings.Cut(rest, " ")
			return v
		}
	}
	return ""
}

// condaVersion reads the record of the package in the conda prefix that the
// program lies in: conda-meta/conda-24.5.0-py312h7900ff3_0.json. pixi puts a
// program in its own bin that starts the one of a prefix, and says which beside it.
func condaVersion(l *Look, m manager, p starter, real string) string {
	w := l.World()
	if exe := pixiProgram(l, p); exe != "" {
		real = exe
	}
	bin := w.Dir(real)
	root := w.Dir(bin)
	if w.Base(root) == "Library" { // Windows: Library\bin
		root = w.Dir(root)
	}
	entries, err := l.ReadDir(w.Join(root, "conda-meta"))
	if err != nil {
		return ""
	}
	for _, e := range entries {
		if name, v, ok := condaRecord(e.Name); ok && name == m.name {
			return v
		}
	}
	return ""
}

// condaRecord takes the name of a record apart: name, version and build, of which
// the last two have no dash.
func condaRecord(file string) (name, version string, ok bool) {
	stem, isRecord := strings.CutSuffix(file, ".json")
	if !isRecord {
		return "", "", false
	}
	build := strings.LastIndexByte(stem, '-')
	if build < 0 {
		return "", "", false
	}
	at := strings.LastIndexByte(stem[:build], '-')
	if at < 0 {
		return "", "", false
	}
	return stem[:at], stem[at+1 : build], true
}

// pixiProgram gives what a program of `pixi global` starts; empty for others.
func pixiProgram(l *Look, p starter) string {
	w := l.World()
	bin := w.Dir(p.path)
	if w.Base(bin) != "bin" || p.tool == "pixi" {
		return ""
	}
	name := strings.TrimSuffix(w.Base(p.path), ".exe")
	var said struct {
		Exe string `json:"exe"`
	}
	if !readJSON(l, w.Join(bin, "trampoline_configuration", name+".json"), &said) || !w.IsAbs(said.Exe) {
		return ""
	}
	return w.Clean(said.Exe)
}

// scoopShim gives the file beside a program of scoop that says what it starts.
func scoopShim(w *World, dir string, entries []Entry, file string) string {
	if !w.Windows() {
		return ""
	}
	name := file[:strings.LastIndexByte(file, '.')] + ".shim"
	if found, ok := spelled(w, entries, name); ok {
		return w.Join(dir, found)
	}
	return ""
}

// scoopVersion reads the manifest of the installed program:
// ~\scoop\apps\uv\current\manifest.json, found by uv.shim, which has a line
// path = "C:\Users\u\scoop\apps\uv\current\uv.exe".
func scoopVersion(l *Look, p starter) string {
	if p.shim == "" {
		return ""
	}
	data, err := l.ReadFile(p.shim, maxLine)
	if err != nil {
		return ""
	}
	w := l.World()
	for line := range strings.Lines(string(data)) {
		key, value, _ := strings.Cut(line, "=")
		target := strings.Trim(strings.TrimSpace(value), `"`)
		if strings.TrimSpace(key) != "path" || !w.IsAbs(target) {
			continue
		}
		app, _, found := strings.Cut(w.Clean(target), `\current\`)
		var manifest struct {
			Version string `json:"version"`
		}
		if found && readJSON(l, w.Join(app, "current", "manifest.json"), &manifest) {
			return manifest.Version
		}
	}
	return ""
}

// readJSON reads a record of an installer; false when it is not there or is none.
func readJSON(l *Look, path string, into any) bool {
	data, err := l.ReadFile(path, maxReceipt)
	return err == nil && json.Unmarshal(data, into) == nil
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
