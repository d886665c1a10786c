package discover

import (
	"encoding/json"
	"fmt"

	"github.com/venvd/venvd/venvcore"
)

// Files by which pixi signs an environment, in its conda-meta: JSON with the path
// of the manifest, and the path at which it was made. Versions of 2024 have them in
// the environment itself, as `pixi` and `prefix`; 0.15 the second alone.
const (
	pixiFile       = "pixi"
	pixiPrefixFile = "pixi_env_prefix"
	// maxPixi bounds both: they hold one path or two.
	maxPixi = 64 << 10
)

// pixiTool is pixi.
func pixiTool() tool {
	return tool{
		name:     "pixi",
		kind:     venvcore.KindPixi,
		prefixes: true,
		why:      "before conda, whose layout its environments have",
		evidence: "`conda-meta/pixi` (which names the manifest) or `conda-meta/pixi_env_prefix`; of old versions `prefix`; or that it lies in `.pixi/envs`",
		where: "`.pixi/envs` of a project, also when that is a link; where `detached-environments` of a `config.toml` of pixi puts them; " +
			"those of `pixi global` in `$PIXI_HOME/envs`, else `~/.pixi/envs`",
		creates: "the environments of a project that is pixi's",
		recognise: func(l *Look, c candidate) *venvcore.Environment {
			if c.conda == nil {
				return nil
			}
			maker, ok := readPixi(l, c)
			if !ok {
				return nil
			}
			return buildPrefix(l, c, maker)
		},
		places: func(w *World) []place {
			return placesOf(placeEnvironments, venvcore.KindPixi, w.Places()["pixi"]...)
		},
		configured: pixiPlaces,
	}
}

// pixiNote is what pixi writes down of an environment.
type pixiNote struct {
	Manifest string `json:"manifest_path"`
	Name     string `json:"environment_name"`
}

// readPixi finds pixi's signs.
func readPixi(l *Look, c candidate) (prefixMaker, bool) {
	w := l.World()
	m := prefixMaker{kind: venvcore.KindPixi}
	note := m.readNote(l, c)
	for _, path := range []string{signIn(w, c.conda.dir, c.conda.entries, pixiPrefixFile), signIn(w, c.dir, c.entries, "prefix")} {
		if path == "" || m.place != "" {
			continue
		}
		// A file of that name that holds no path is something else.
		if data, ok := readSign(l, path); ok && w.IsAbs(strip(string(data))) {
			m.place, m.evidence = w.Clean(strip(string(data))), append(m.evidence, path)
		}
	}
	if len(m.evidence) == 0 && !inPixiStore(w, c.dir) {
		return m, false
	}
	m.project = pixiProject(l, c.dir, note)
	if w.Base(c.dir) == "default" && m.project != "" {
		m.name = w.Base(m.project) // as it is in the prompt
	}
	return m, true
}

// readNote reads the JSON. In conda-meta it is a sign whatever is in it.
func (m *prefixMaker) readNote(l *Look, c candidate) (note pixiNote) {
	w := l.World()
	if path := signIn(w, c.conda.dir, c.conda.entries, pixiFile); path != "" {
		m.evidence = append(m.evidence, path)
		data, ok := readSign(l, path)
		if err := json.Unmarshal(data, &note); ok && err != nil {
			l.Fault(venvcore.Fault{
				Path: path, Code: venvcore.FaultUnreadable,
				Message: fmt.Sprintf("%s is not the JSON that pixi writes, so the project of this environment is not known: %v", path, err),
			})
		}
		return note
	}
	if path := signIn(w, c.dir, c.entries, pixiFile); path != "" {
		if data, ok := readSign(l, path); ok && json.Unmarshal(data, &note) == nil && note.Manifest != "" {
			m.evidence = append(m.evidence, path)
		}
	}
	return note
}

// signIn gives the path of a file that a listing has; empty when it has none.
func signIn(w *World, dir string, entries []Entry, name string) string {
	if !listed(entries, name) {
		return ""
	}
	return w.Join(dir, name)
}

// readSign reads a small file. What cannot be read says nothing, and is told.
func readSign(l *Look, path string) ([]byte, bool) {
	data, err := l.ReadFile(path, maxPixi)
	l.fail(path, err)
	return data, err == nil
}

// inPixiStore reports whether a prefix lies where pixi alone puts one: those of
// `pixi global` bear no sign.
func inPixiStore(w *World, dir string) bool {
	up := w.Dir(dir)
	if w.Base(up) != "envs" {
		return false
	}
	home, ok := absoluteVariable(w, "PIXI_HOME")
	return w.Base(w.Dir(up)) == ".pixi" || ok && w.Dir(up) == home
}

// pixiProject gives the project that an environment is of. The note alone does
// not prove it, for a copied project brings its notes along: the prefix must lie
// in the project, or be where the project's own `.pixi/envs` leads, or have no
// other place to be (Windows has no link there). A moved project is known by its
// manifest beside `.pixi`.
func pixiProject(l *Look, dir string, note pixiNote) string {
	w := l.World()
	up := w.Dir(dir)
	inside := w.Base(up) == "envs" && w.Base(w.Dir(up)) == ".pixi"
	if w.IsAbs(note.Manifest) {
		project := w.Dir(w.Clean(note.Manifest))
		if w.Within(project, dir) || areOne(l, w.Join(project, ".pixi", "envs"), up) || !inside && isDetached(l, project, note) {
			return project
		}
	}
	if !inside {
		return ""
	}
	project := w.Dir(w.Dir(up))
	for _, name := range pixiManifests() {
		if isThere(l, w.Join(project, name)) {
			return project
		}
	}
	return "" // of `pixi global`
}

// pixiManifests are the files that make a project of pixi.
func pixiManifests() []string { return []string{"pixi.toml", "pyproject.toml", "mojoproject.toml"} }

// areOne reports whether two paths are one directory.
func areOne(l *Look, path, dir string) bool {
	one, err1 := l.Real(path)
	two, err2 := l.Real(dir)
	return err1 == nil && err2 == nil && one == two
}

// isDetached reports whether a project has its manifest and keeps no environments
// of its own.
func isDetached(l *Look, project string, note pixiNote) bool {
	w := l.World()
	info, err := l.Stat(w.Join(project, ".pixi", "envs"))
	return isThere(l, w.Clean(note.Manifest)) && (absent(err) || err == nil && !info.IsDir())
}
