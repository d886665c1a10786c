package discover

import (
	"path"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// readRequires finds what the project says of the interpreter it needs: the
// standard's own key, else poetry's, else setuptools' old file, else pipenv's.
func (r *projectReader) readRequires() {
	if r.manifest != nil {
		if v := r.manifest.text("project", "requires-python"); v != "" {
			r.requires(v, r.manifest.path)
			return
		}
		if v := r.poetryPython(); v != "" {
			r.requires(v, r.manifest.path)
			return
		}
	}
	if data, path, ok := r.read("setup.cfg", maxConfig); ok {
		if v := setupRequires(string(data)); v != "" {
			r.requires(v, path)
			return
		}
	}
	if data, path, ok := r.read("Pipfile", maxConfig); ok {
		m := parseManifest(path, data)
		for _, f := range m.problems {
			r.problem(f)
		}
		for _, key := range []string{"python_full_version", "python_version"} {
			if v := m.text("requires", key); v != "" && v != "*" {
				r.requires(v, path)
				return
			}
		}
	}
}

func (r *projectReader) requires(v, path string) { r.p.Requires, r.p.RequiresFrom = v, path }

// poetryPython is a constraint, or a table that holds one.
func (r *projectReader) poetryPython() string {
	if v := r.manifest.text("tool", "poetry", "dependencies", "python"); v != "" {
		return v
	}
	return r.manifest.text("tool", "poetry", "dependencies", "python", "version")
}

// setupRequires finds python_requires in the section [options] of a setup.cfg,
// which configparser reads: "=" or ":" after the key, "#" and ";" begin
// comments at the start of a line, and an indented line goes on with the value
// before.
func setupRequires(text string) string {
	var section, value string
	reading := false
	for line := range strings.Lines(text) {
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "" || strings.HasPrefix(trimmed, "#") || strings.HasPrefix(trimmed, ";"):
			continue
		case line[0] == ' ' || line[0] == '\t':
			if reading {
				value += trimmed
			}
			continue
		case strings.HasPrefix(trimmed, "["):
			section, _, _ = strings.Cut(trimmed[1:], "]")
			reading = false
			continue
		}
		i := strings.IndexAny(trimmed, "=:")
		if i < 0 {
			continue
		}
		key := strings.ToLower(strings.TrimSpace(trimmed[:i]))
		if reading = section == "options" && strings.ReplaceAll(key, "-", "_") == "python_requires"; reading {
			value = strings.TrimSpace(trimmed[i+1:])
		}
	}
	return value
}

// readWorkspace finds the uv workspace that the project is a member of: the
// nearest directory above whose pyproject.toml has [tool.uv.workspace] and
// takes the project in (uv, "Workspaces"). An own workspace table, or
// `managed = false`, makes it stand alone.
func (r *projectReader) readWorkspace(folder string) {
	if r.manifest == nil || r.manifest.has("tool", "uv", "workspace") || r.manifest.get("tool", "uv", "managed") == false {
		return
	}
	w := r.l.World()
	for dir := w.Dir(r.p.Root); ; dir = w.Dir(dir) {
		if m := workspaceAt(r.l, dir, !w.Within(folder, dir)); m != nil {
			if m.takesIn(w, dir, r.p.Root) {
				r.p.Workspace, r.base = dir, dir
			}
			return
		}
		if w.Dir(dir) == dir || dir == w.Home {
			return
		}
	}
}

// workspaceAt gives the manifest of a directory that is the root of a
// workspace; nil when it is none. Above the folder what is there counts, but
// that something might come to be there is not worth watches up to the root.
func workspaceAt(l *Look, dir string, above bool) *manifest {
	m := once(l, "workspace:"+dir, func(l *Look) *manifest {
		first := l
		if above {
			first = l.quiet()
		}
		if _, err := first.Lstat(l.World().Join(dir, "pyproject.toml")); err != nil {
			return nil
		}
		return manifestAt(l, dir)
	})
	if !m.has("tool", "uv", "workspace") {
		return nil
	}
	return m
}

// takesIn reports whether a directory is a member of the workspace at root.
func (m *manifest) takesIn(w *World, root, dir string) bool {
	rel := strings.TrimPrefix(strings.TrimPrefix(dir, root), w.Separator())
	rel = strings.ReplaceAll(rel, w.Separator(), "/")
	return matchAny(m.list("tool", "uv", "workspace", "members"), rel) &&
		!matchAny(m.list("tool", "uv", "workspace", "exclude"), rel)
}

// matchAny reports whether a relative path matches a glob of the list. What is
// no glob matches nothing.
func matchAny(globs []string, rel string) bool {
	for _, g := range globs {
		if ok, err := doublestar.Match(path.Clean(g), rel); ok && err == nil {
			return true
		}
	}
	return false
}
