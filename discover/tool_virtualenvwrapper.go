package discover

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/venvd/venvd/venvcore"
)

// virtualenvwrapperTool is virtualenvwrapper, its Windows port, and pew, which
// keep environments of a person in one directory. Others put theirs there too,
// so without a proof one is what its creator says; and as the proof comes after
// the environment (hooks 0.3 s, `.project` by `setvirtualenvproject` at any time),
// its kind changes once then.
func virtualenvwrapperTool() tool {
	return tool{
		name:     "virtualenvwrapper",
		kind:     venvcore.KindVirtualenvwrapper,
		why:      "last of the owners: pipenv writes `.project` too, and its environments are told by their computed names",
		evidence: "lies in `$WORKON_HOME` and has `get_env_details`, `postactivate` or another of its hooks beside the interpreter, or a `.project` that is not pipenv's",
		where:    "`$WORKON_HOME`, `~/.virtualenvs`, `$XDG_DATA_HOME/virtualenvs` or `~/.local/share/virtualenvs` (pew), `~/Envs` (Windows)",
		creates:  "an environment with a name of its own in `$WORKON_HOME`",
		owns:     ownsVirtualenvwrapper,
		together: true,
		places: func(w *World) []place {
			return placesOf(placeEnvironments, venvcore.KindVirtualenvwrapper, workonHomes(w)...)
		},
	}
}

// projectFile names the directory of an environment's project.
const projectFile = ".project"

// ownsVirtualenvwrapper: a project that is gone is named no more, and the
// environment stays virtualenvwrapper's.
func ownsVirtualenvwrapper(l *Look, c candidate, e *venvcore.Environment) (owner, bool) {
	w := l.World()
	var proof []string
	if hook := wrapperHook(c.marks.programs); hook != "" {
		proof = append(proof, w.Join(c.marks.bin, hook))
	}
	if len(proof) == 0 && !c.has(projectFile) || !liesBehind(l, e, workonHomes(w)) {
		return owner{}, false
	}
	project := ""
	if c.has(projectFile) {
		file := w.Join(c.dir, projectFile)
		data, err := l.ReadFile(file, maxLine)
		l.fail(file, err)
		if project = namedProject(w, data); project != "" {
			proof = append(proof, file)
		}
	}
	if len(proof) == 0 || project != "" && isPipenvName(w, w.Base(e.Real), project) {
		return owner{}, false
	}
	return owner{project: directoryAt(l, project), evidence: proof}, true
}

// directoryAt gives a directory when it is there, else nothing.
func directoryAt(l *Look, dir string) string {
	if dir == "" {
		return ""
	}
	if info, err := l.Stat(dir); err != nil || !info.IsDir() {
		return ""
	}
	return dir
}

// wrapperHook gives the script that virtualenvwrapper has put beside the
// interpreter for the person to fill; empty when there is none.
func wrapperHook(programs []Entry) string {
	for _, name := range []string{"get_env_details", "postactivate", "predeactivate", "preactivate", "postdeactivate"} {
		if listed(programs, name) {
			return name
		}
	}
	return ""
}

// namedProject gives the directory that a .project names: an absolute path and
// nothing else (Eclipse's file of that name is XML). virtualenvwrapper ends it
// with a newline, pew and pipenv do not.
func namedProject(w *World, data []byte) string {
	path := strings.TrimSpace(string(data))
	if !utf8.ValidString(path) || strings.ContainsAny(path, "\r\n") || !w.IsAbs(path) {
		return ""
	}
	return w.Clean(path)
}

// isPipenvName reports whether pipenv names the environment of a project so. It
// needs no Pipfile to be there: the project may have been renamed.
func isPipenvName(w *World, own, project string) bool {
	name := pipenvName(w, w.Join(project, "Pipfile"))
	return own == name || strings.HasPrefix(own, name+"-")
}

// workonHomes gives the directories in which virtualenvwrapper and pew keep
// environments. A desktop does not know the shell's WORKON_HOME, so the others
// are looked at besides.
func workonHomes(w *World) []string {
	var dirs []string
	if dir, ok := absoluteVariable(w, "WORKON_HOME"); ok {
		dirs = append(dirs, dir)
	}
	dirs = append(dirs, inHome(w, ".virtualenvs"))
	if w.Windows() {
		dirs = append(dirs, inHome(w, "Envs"))
	} else {
		dirs = append(dirs, inEach(w, []string{"virtualenvs"}, w.xdg("XDG_DATA_HOME", ".local", "share"))...)
	}
	dirs = append(dirs, w.Places()["virtualenvwrapper"]...)
	return slices.DeleteFunc(dirs, func(d string) bool { return d == "" })
}
