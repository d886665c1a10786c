package discover

import (
	"encoding/json"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// pymanagerTool is the Python install manager for Windows (PEP 773). Each Python
// is in a directory with a record of it; the commands in bin beside them are
// launchers.
func pymanagerTool() tool {
	return tool{
		name:     "pymanager",
		kind:     venvcore.KindPymanager,
		systems:  []string{"windows"},
		why:      "before the registry, where it registers what it installs",
		evidence: "lies in its directory, with `__install__.json`; what is in `bin` there are launchers",
		where:    "`%LOCALAPPDATA%\\Python`, or `install_dir` of `%APPDATA%\\Python\\PyManager.json` and of the file that `%PYTHON_MANAGER_CONFIG%` names (Windows)",
		holds:    holdsBelow(pymanagerDirs),
		places: func(w *World) []place {
			return placesOf(placeBases, venvcore.KindPymanager, pymanagerDirs(w)...)
		},
		configured: func(l *Look) []place {
			return placesOf(placeBases, venvcore.KindPymanager, pymanagerConfigured(l)...)
		},
	}
}

func pymanagerDirs(w *World) []string {
	if !w.Windows() {
		return nil
	}
	return append([]string{under(w, appData(w, "LOCALAPPDATA"), "Python")}, w.Places()["pymanager"]...)
}

// pymanagerConfigured gives the directories that a person's configuration names
// instead of the usual one.
func pymanagerConfigured(l *Look) []string {
	w := l.World()
	if !w.Windows() {
		return nil
	}
	files := []string{under(w, appData(w, "APPDATA"), "Python", "PyManager.json")}
	if other, ok := absoluteVariable(w, "PYTHON_MANAGER_CONFIG"); ok {
		files = append(files, other)
	}
	var dirs []string
	for _, file := range files {
		data, err := l.ReadFile(file, maxConfig)
		l.fail(file, err)
		var c struct {
			Dir string `json:"install_dir"`
		}
		if err != nil || json.Unmarshal(data, &c) != nil {
			continue // without it, or with one that the manager cannot read either, the usual place holds
		}
		if dir := expand(w, c.Dir); w.IsAbs(dir) {
			dirs = append(dirs, w.Clean(dir))
		}
	}
	return dirs
}

// expand replaces %NAME% by the variable, as Windows' own configuration is
// written; names that are not set stay.
func expand(w *World, s string) string {
	var out strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "%")
		name, after, closed := strings.Cut(rest, "%")
		value, set := w.Env(name)
		if !ok || !closed {
			return out.String() + s
		}
		if !set {
			value = "%" + name + "%"
		}
		out.WriteString(before + value)
		s = after
	}
}
