package discover

import (
	"strings"
)

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
