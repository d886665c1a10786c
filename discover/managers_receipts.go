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

// readJSON reads a record of an installer; false when it is not there or is none.
func readJSON(l *Look, path string, into any) bool {
	data, err := l.ReadFile(path, maxReceipt)
	return err == nil && json.Unmarshal(data, into) == nil
}
