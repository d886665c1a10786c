package discover

import (
	"strings"
	"unicode"

	"github.com/venvd/venvd/venvcore"
)

// readDeclared finds the environments that the project names, best first.
func (r *projectReader) readDeclared() {
	r.pythonEnvs()
	r.uvEnvironment()
	r.pdmPython()
	r.pyenvVirtualenv()
}

func (r *projectReader) declare(path, from string) {
	path = r.l.World().Abs(r.base, path)
	r.p.Declared = append(r.p.Declared, venvcore.Declaration{Prefix: path, File: from})
}

// pythonEnvs reads .python-envs (PEP 832): one environment a line, relative to
// the file; lines that are no paths are ignored; the last is the default.
func (r *projectReader) pythonEnvs() {
	lines, path, ok := r.text(".python-envs")
	if !ok {
		return
	}
	for i := len(lines) - 1; i >= 0; i-- {
		if isPathLine(lines[i]) {
			r.p.Declared = append(r.p.Declared, venvcore.Declaration{
				Prefix: r.l.World().Abs(r.p.Root, lines[i]), File: path,
			})
			return
		}
	}
}

// isPathLine reports whether a line can be a path: not empty, no comment,
// nothing that cannot be seen.
func isPathLine(s string) bool {
	return s != "" && s[0] != '#' && !strings.ContainsFunc(s, unicode.IsControl)
}

const uvVariable = "UV_PROJECT_ENVIRONMENT"

// uvEnvironment is the environment that the daemon's own variables name for
// projects that uv manages (uv, UV_PROJECT_ENVIRONMENT): relative to the root
// of the workspace.
func (r *projectReader) uvEnvironment() {
	if !r.manifest.has("project") || r.manifest.get("tool", "uv", "managed") == false {
		return
	}
	if v, ok := r.l.World().Env(uvVariable); ok && isPathLine(v) {
		r.declare(v, uvVariable)
	}
}

// pdmPython reads .pdm-python: the path of an interpreter (pdm, since 2.5).
func (r *projectReader) pdmPython() {
	lines, path, ok := r.text(".pdm-python")
	if ok && len(lines) > 0 && isPathLine(lines[0]) {
		r.p.Declared = append(r.p.Declared, venvcore.Declaration{
			Prefix: r.l.World().Abs(r.p.Root, lines[0]), File: path,
		})
	}
}

// pyenvVirtualenv finds the environments of pyenv-virtualenv that
// .python-version names: `pyenv local` writes them there as it writes versions.
func (r *projectReader) pyenvVirtualenv() {
	w := r.l.World()
	root, ok := absoluteVariable(w, "PYENV_ROOT")
	if !ok {
		if w.Home == "" {
			return
		}
		root = w.Join(w.Home, ".pyenv")
	}
	from := r.path(".python-version")
	for _, p := range r.p.Pins {
		if p.File != from || !pinPattern.MatchString(p.Value) {
			continue
		}
		dir := w.Join(root, "versions", p.Value)
		if _, err := r.l.Lstat(w.Join(dir, markerName)); err == nil {
			r.p.Declared = append(r.p.Declared, venvcore.Declaration{Prefix: dir, File: from})
		}
	}
}

// readVenv finds what `.venv` leads to when it is a link, or a file that names
// an environment (virtualenv 21, pipenv, uv): a path with a separator or one
// that holds a pyvenv.cfg is taken from the project; a bare name is one of
// pipenv's, looked up where that keeps them.
func (r *projectReader) readVenv() {
	for _, e := range r.files {
		if e.Name != ".venv" {
			continue
		}
		if e.IsLink() {
			r.p.Venv = r.linkTarget(r.path(e.Name))
			return
		}
		if lines, _, ok := r.text(e.Name); ok && len(lines) > 0 && isPathLine(lines[0]) {
			r.p.Venv = r.namedVenv(lines[0])
		}
	}
}

// linkTarget gives what a link leads to, or what it says when that is gone.
func (r *projectReader) linkTarget(link string) string {
	if real, err := r.l.Real(link); err == nil {
		return real
	}
	target, err := r.l.Readlink(link)
	if err != nil {
		return ""
	}
	return r.l.World().Abs(r.p.Root, target)
}

func (r *projectReader) namedVenv(name string) string {
	w := r.l.World()
	here := w.Abs(r.p.Root, name)
	if strings.Contains(name, "/") || w.Windows() && strings.Contains(name, `\`) || r.isEnvironment(here) {
		return here
	}
	for _, home := range virtualenvHomes(w) {
		if dir := w.Join(home, name); r.isEnvironment(dir) {
			return dir
		}
	}
	return here
}

func (r *projectReader) isEnvironment(dir string) bool {
	_, err := r.l.Lstat(r.l.World().Join(dir, markerName))
	return err == nil
}

// virtualenvHomes gives where pipenv keeps environments (pipenv, WORKON_HOME),
// then where virtualenvwrapper does.
func virtualenvHomes(w *World) []string {
	if dir, ok := absoluteVariable(w, "WORKON_HOME"); ok {
		return []string{dir}
	}
	var out []string
	if data, ok := absoluteVariable(w, "XDG_DATA_HOME"); ok {
		out = append(out, w.Join(data, "virtualenvs"))
	} else if w.Home != "" && !w.Windows() {
		out = append(out, w.Join(w.Home, ".local", "share", "virtualenvs"))
	}
	if w.Home != "" {
		out = append(out, w.Join(w.Home, ".virtualenvs"))
	}
	return out
}
