package discover

import (
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// direnvTool is direnv's `layout python` and `layout pyenv`.
func direnvTool() tool {
	return tool{
		name:     "direnv",
		kind:     venvcore.KindDirenv,
		why:      "after those with a file of their own: an .envrc may call any of them",
		evidence: "named `python-X.Y`, `python-X.Y.Z` or `virtualenv` in `.direnv` beside an `.envrc`, or in the directory that `direnv_layout_dir=` in an `.envrc` above names",
		where:    "`.direnv` in a project; `$XDG_CACHE_HOME/direnv/layouts/*` or `~/.cache/direnv/layouts/*`, as direnv's wiki keeps it out of projects",
		owns:     ownsDirenv,
		together: true,
		places: func(w *World) []place {
			places := placesOf(placeEnvironments, venvcore.KindDirenv, direnvLayouts(w)...)
			for i := range places {
				places[i].levels = []string{anyName} // one directory for each project
			}
			return places
		},
	}
}

// direnvDepth is how far above a layout directory the .envrc that names it is
// looked for: .cache/direnv/layout and the like.
const direnvDepth = 3

// ownsDirenv: which project a directory of the cache is for is in its name as a
// hash, from which no path can be had.
func ownsDirenv(l *Look, _ candidate, e *venvcore.Environment) (owner, bool) {
	w := l.World()
	for _, dir := range surroundings(w, e) {
		if !isDirenvName(w.Base(e.Prefix)) && !isDirenvName(w.Base(e.Real)) {
			return owner{}, false
		}
		for _, layouts := range direnvLayouts(w) {
			if w.Dir(dir) == layouts {
				return owner{evidence: []string{dir}}, true
			}
		}
		if file := direnvFile(l, dir); file != "" {
			return owner{project: w.Dir(file), evidence: []string{file}}, true
		}
	}
	return owner{}, false
}

// isDirenvName reports whether direnv names an environment like that: by the
// minor, in older ones by the whole version, before 2.5 "virtualenv".
func isDirenvName(name string) bool {
	version, ok := strings.CutPrefix(name, "python-")
	return ok && digits(version) > 0 || name == "virtualenv"
}

// direnvFile gives the .envrc whose layout directory dir is; empty when there is
// none.
func direnvFile(l *Look, dir string) string {
	w := l.World()
	at := w.Dir(dir)
	if file := w.Join(at, ".envrc"); w.Base(dir) == ".direnv" && isThere(l, file) {
		return file
	}
	for range direnvDepth {
		file := w.Join(at, ".envrc")
		// A file that cannot be read says nothing of where its layout is.
		if data, err := l.ReadFile(file, maxLine); err == nil && direnvLayoutDir(w, at, string(data)) == dir {
			return file
		}
		if at == w.Dir(at) {
			break
		}
		at = w.Dir(at)
	}
	return ""
}

// direnvLayoutDir gives the directory that an .envrc in dir names by the variable
// direnv_layout_dir, as far as that can be seen without running it: a path that
// is literal, or begins with the directory itself or the home. The last one
// counts; empty when there is none.
func direnvLayoutDir(w *World, dir, envrc string) string {
	layout := ""
	for line := range strings.Lines(envrc) {
		line = strings.TrimPrefix(strings.TrimSpace(line), "export ")
		value, ok := strings.CutPrefix(strings.TrimSpace(line), "direnv_layout_dir=")
		if !ok {
			continue
		}
		value, _, _ = strings.Cut(value, " #")
		value = strings.Trim(strings.TrimSpace(value), `"'`)
		layout = shellPath(w, dir, value)
	}
	return layout
}

// shellPath gives the path that a word of a shell stands for, in a directory;
// empty when only the shell can tell.
func shellPath(w *World, dir, word string) string {
	for _, known := range [][2]string{
		{"$PWD/", dir}, {"${PWD}/", dir}, {"$(pwd)/", dir}, {"$HOME/", w.Home}, {"${HOME}/", w.Home}, {"~/", w.Home},
	} {
		if rest, ok := strings.CutPrefix(word, known[0]); ok && known[1] != "" {
			word = w.Join(known[1], rest)
			break
		}
	}
	if !isPathLine(word) || strings.ContainsAny(word, "$`*?()'\";&|<> ") || strings.HasPrefix(word, "~") {
		return ""
	}
	return w.Abs(dir, word)
}

// direnvLayouts gives the directories in which the layouts of all projects lie
// for who keeps them out of the projects (direnv's wiki, "Customizing cache
// location").
func direnvLayouts(w *World) []string {
	cache := variableDir(w, "XDG_CACHE_HOME", inHome(w, ".cache"))
	return append(inEach(w, []string{"direnv", "layouts"}, cache), w.Places()["direnv"]...)
}
