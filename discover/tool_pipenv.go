package discover

import (
	"cmp"

	"github.com/venvd/venvd/venvcore"
)

// pipenvTool is pipenv: virtualenv writes its environments, and it writes the
// project's path into `.project`.
func pipenvTool() tool {
	return tool{
		name:     "pipenv",
		kind:     venvcore.KindPipenv,
		why:      "before virtualenvwrapper, which writes a `.project` too, and keeps its environments in the same directory",
		evidence: "`.project` names a project for which pipenv computes this name (its directory, and a hash of the path of its Pipfile), or in which it is `.venv`; in a project `.venv` beside a `Pipfile.lock`",
		where:    "`$WORKON_HOME`, else `~/.local/share/virtualenvs` (`$XDG_DATA_HOME`; Windows `~/.virtualenvs`); in a project `.venv`, or the one that a file `.venv` names",
		creates:  "the environment of a project that is pipenv's, where pipenv keeps it",
		owns:     pipenvOwns,
		keeps:    pipenvKeeps,
	}
}

// pipenvOwns computes the name from the project that `.project` names. The hash
// is of a path, so it holds also when the project has gone from there.
func pipenvOwns(l *Look, c candidate, _ *venvcore.Environment) (owner, bool) {
	if !c.has(projectFile) {
		return owner{}, false
	}
	w := l.World()
	file := w.Join(c.dir, projectFile)
	data, err := l.ReadFile(file, maxLine)
	l.fail(file, err)
	dir := namedProject(w, data)
	if dir == "" {
		return owner{}, false
	}
	pipfile := w.Join(dir, "Pipfile")
	_, err = l.Stat(pipfile)
	there := err == nil
	name := w.Base(c.dir)
	own, _ := w.Env("PIPENV_CUSTOM_VENV_NAME")
	switch {
	case isPipenvName(w, name, dir):
	case there && (c.dir == w.Join(dir, ".venv") || own != "" && name == own || namedBy(l, w.Join(dir, ".venv"), name)):
	default:
		return owner{}, false
	}
	o := owner{evidence: []string{file}}
	if there {
		o.project = dir
	}
	return o, true
}

// namedBy reports whether the file `.venv` of a project names an environment by
// its bare name.
func namedBy(l *Look, file, name string) bool {
	info, err := l.Lstat(file)
	if err != nil || !info.Mode.IsRegular() {
		return false
	}
	data, err := l.ReadFile(file, maxLine)
	return err == nil && strip(string(data)) == name
}

// pipenvKeeps gives the project's `.venv` and its environments where pipenv keeps
// them. One of those comes before a `.venv` that pipenv was not told to use.
func pipenvKeeps(r *projectReader) []venvcore.Keep {
	if !r.has("Pipfile") {
		return nil
	}
	w := r.l.World()
	c := settings{r.l, []*manifest{r.pipfile()}}
	inProject, _ := c.flag("PIPENV_VENV_IN_PROJECT", "pipenv", "venv_in_project")
	var out []venvcore.Keep
	if r.has("Pipfile.lock") {
		out = append(out, r.lockKeep(".venv", venvcore.KindPipenv, "Pipfile.lock", "", ""))
	}
	if r.p.Venv != "" && r.hasFile(".venv") {
		out = append(out, venvcore.Keep{Prefix: r.p.Venv, Kind: venvcore.KindPipenv, File: r.path(".venv"), Used: true})
	}
	home := pipenvHome(w)
	if home == "" {
		return out
	}
	entries := storeListing(r.l, home)
	keep := func(name string) {
		if listed(entries, name) {
			out = append(out, venvcore.Keep{Prefix: w.Join(home, name), Kind: venvcore.KindPipenv, File: r.path("Pipfile"), Used: !inProject})
		}
	}
	own, _ := w.Env("PIPENV_CUSTOM_VENV_NAME")
	python, _ := w.Env("PIPENV_PYTHON")
	if own != "" {
		keep(own)
	}
	for _, root := range r.spellings() {
		name := pipenvName(w, w.Join(root, "Pipfile"))
		if w.IsAbs(python) {
			python = w.Base(python)
		}
		if python != "" {
			keep(name + "-" + python)
		}
		keep(name)
	}
	return out
}

// pipenvHome is where pipenv keeps environments.
func pipenvHome(w *World) string {
	if dir, ok := absoluteVariable(w, "WORKON_HOME"); ok {
		return dir
	}
	if w.Windows() {
		if w.Home == "" {
			return ""
		}
		return w.Join(w.Home, ".virtualenvs")
	}
	data := w.xdg("XDG_DATA_HOME", ".local", "share")
	if data == "" {
		return ""
	}
	return w.Join(data, "virtualenvs")
}

// pipfile reads the project's Pipfile once for all who ask.
func (r *projectReader) pipfile() *manifest {
	return cmp.Or(r.config("Pipfile"), &manifest{path: r.path("Pipfile")})
}
