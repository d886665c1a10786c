package discover

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/venvd/venvd/venvcore"
)

// IsMarker reports whether a file of this name makes its directory a project
// root. A direct child that is an environment, and being opened, do so too.
func IsMarker(name string) bool {
	switch name {
	case "pyproject.toml", "setup.py", "setup.cfg", "Pipfile", "environment.yml", "pixi.toml", ".python-version":
		return true
	}
	return strings.HasPrefix(name, "requirements") && strings.HasSuffix(name, ".txt")
}

// tells reports whether an entry says something about the project around it.
func tells(e Entry) bool {
	switch e.Name {
	case "pyproject.toml", "setup.cfg", "Pipfile", ".python-version", ".tool-versions", "mise.toml", ".mise.toml",
		".python-envs", ".pdm-python", "__pypackages__",
		"uv.lock", "poetry.lock", "poetry.toml", "pdm.lock", "pdm.toml", "Pipfile.lock", "hatch.toml":
		return true
	case "environment.yml", "environment.yaml":
		return true
	case ".venv":
		return !e.IsDir()
	}
	return false
}

// projects looks at every project root of the walk.
func (c *scan) projects(walked map[string]*unit) ([]*unit, error) {
	roots := map[string]bool{c.query.Root.Path: true}
	for dir, u := range walked {
		if len(u.walked.markers) > 0 {
			roots[dir] = true
		}
		for _, e := range u.environments {
			// A direct child makes it one. That an environment elsewhere names it
			// does not: whether that was met depends on what else is in the folder.
			if _, inside := walked[e.Project]; inside && e.Project == c.world.Dir(e.Prefix) {
				roots[e.Project] = true
			}
		}
	}
	var jobs []job
	for _, dir := range slices.Sorted(maps.Keys(roots)) {
		at := walked[dir]
		if at == nil {
			at = &unit{} // it could not be looked at: a bare folder, with its fault
		}
		jobs = append(jobs, job{key: "project:" + dir, path: dir, do: func(l *Look) finding {
			return c.project(l, dir, at.walked)
		}})
	}
	return c.each(jobs)
}

// projectReader gathers the facts of one project.
type projectReader struct {
	l     *Look
	p     *venvcore.Project
	files []Entry
	// manifest is what pyproject.toml says; nil when there is none or when it
	// cannot be read.
	manifest *manifest
	base     string // what relative paths of uv are relative to
}

// project reads the facts of one project root.
func (c *scan) project(l *Look, dir string, at walked) finding {
	// What the project has was told by its listing.
	if real, err := l.Real(dir); err == nil {
		l.pass.watchID(l, real)
		l.touch(real, touchListed)
	}
	r := &projectReader{l: l, files: at.files, base: dir, p: &venvcore.Project{
		Root: dir, Folder: c.query.Root.Path, Markers: slices.Clone(at.markers),
	}}
	var err error
	if r.p.ID, err = l.Identity(dir); err != nil {
		r.problem(faultOf(dir, err))
	}
	r.readManifest()
	r.readWorkspace(c.query.Root.Path)
	r.readRequires()
	r.readPins()
	r.readDeclared()
	r.readVenv()
	r.readKept()
	if r.has("__pypackages__") {
		r.problem(venvcore.Fault{
			Path: r.path("__pypackages__"), Code: venvcore.FaultPEP582,
			Message: r.path("__pypackages__") + " is of PEP 582, which no interpreter follows: create an environment instead",
		})
	}
	return finding{project: r.p, targets: r.targets()}
}

func (r *projectReader) has(name string) bool { return listed(r.files, name) }

func (r *projectReader) path(name string) string { return r.l.World().Join(r.p.Root, name) }

// problem reports a fault of the project's own files.
func (r *projectReader) problem(f venvcore.Fault) {
	r.p.Problems = append(r.p.Problems, f)
	r.l.Fault(f)
}

// read reads a file of the project that its listing has; what is wrong with it
// is a problem of the project.
func (r *projectReader) read(name string, max int64) (data []byte, path string, ok bool) {
	if !r.has(name) {
		return nil, "", false
	}
	path = r.path(name)
	data, err := r.l.ReadFile(path, max)
	if err != nil {
		if !absent(err) && !errors.Is(err, errAbandoned) {
			r.problem(faultOf(path, err))
		}
		return nil, "", false
	}
	return data, path, true
}

// text reads a file of lines, which must be UTF-8. A byte order mark is taken
// off.
func (r *projectReader) text(name string) (lines []string, path string, ok bool) {
	data, path, ok := r.read(name, maxLine)
	if !ok {
		return nil, "", false
	}
	if !utf8.Valid(data) {
		r.problem(venvcore.Fault{
			Path: path, Code: venvcore.FaultEncoding, Message: path + " is not UTF-8 and says nothing: save it as UTF-8",
		})
		return nil, "", false
	}
	text := strings.TrimPrefix(string(data), "\uFEFF")
	for line := range strings.Lines(text) {
		lines = append(lines, strings.TrimSpace(line))
	}
	return lines, path, true
}

// notAVersion reports a pin that names no version.
func (r *projectReader) notAVersion(path, value string) {
	r.problem(venvcore.Fault{
		Path: path, Code: venvcore.FaultUnreadable,
		Message: fmt.Sprintf("%s names %q, which is no version: write one such as 3.13", path, value),
	})
}

// targets gives the paths that the project names and that may lie outside of
// what is walked.
func (r *projectReader) targets() []string {
	var out []string
	for _, d := range r.p.Declared {
		out = append(out, d.Prefix)
	}
	if r.p.Venv != "" {
		out = append(out, r.p.Venv)
	}
	for _, k := range r.p.Kept {
		// What lies in the project is met by the walk.
		if k.Proof == venvcore.ProofPath || !r.l.World().Within(r.p.Root, k.Prefix) {
			out = append(out, k.Prefix)
		}
	}
	return out
}
