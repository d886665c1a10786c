package discover

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// poetryTool is poetry (1.x, 2.x): virtualenv writes its environments, and their
// names are computed from the project.
func poetryTool() tool {
	return tool{
		name:     "poetry",
		kind:     venvcore.KindPoetry,
		why:      "before the creators' own names; its environments are virtualenv's",
		evidence: "the name is that which poetry computes from a project (its name, and a hash of its path), or poetry's `envs.toml` names it; in a project `.venv` beside a `poetry.lock`, or with poetry's prompt; a Python lies where poetry unpacks them",
		where:    "`$POETRY_VIRTUALENVS_PATH`, `virtualenvs.path` of `config.toml` and `poetry.toml`, else `virtualenvs` in poetry's cache (`~/.cache/pypoetry`, macOS `~/Library/Caches/pypoetry`, Windows `%LOCALAPPDATA%\\pypoetry\\Cache`); in a project `.venv`; Pythons in `python.installation-dir`, else in `python` of `data-dir`, `$POETRY_HOME` or poetry's data (`~/.local/share/pypoetry`, macOS `~/Library/Application Support/pypoetry`, Windows `%APPDATA%\\pypoetry`)",
		creates:  "the environment of a project that is poetry's, where poetry keeps it",
		owns:     poetryOwns,
		keeps:    poetryKeeps,
		places: func(w *World) []place {
			return append(
				placesOf(placeEnvironments, venvcore.KindPoetry, append([]string{poetryStore(w)}, w.Places()["poetry"]...)...),
				keptPythons(venvcore.KindPoetry, poetryPythons(w)...)...)
		},
		holds: holdsBelow(poetryPythons),
		configured: func(l *Look) []place {
			c := poetrySettings(l, nil)
			return append(placesOf(placeEnvironments, venvcore.KindPoetry, c.store()), keptPythons(venvcore.KindPoetry, c.pythons())...)
		},
	}
}

// poetryStore is where poetry keeps environments when nothing says otherwise.
func poetryStore(w *World) string {
	if dir := poetryCache(w); dir != "" {
		return w.Join(dir, "virtualenvs")
	}
	return ""
}

func poetryCache(w *World) string {
	switch dir := w.cacheDir(); {
	case dir == "":
		return ""
	case w.Windows():
		return w.Join(dir, "pypoetry", "Cache")
	default:
		return w.Join(dir, "pypoetry")
	}
}

// poetryPythons is where `poetry python install` unpacks Pythons when nothing says
// otherwise.
func poetryPythons(w *World) []string { return []string{under(w, poetryData(w), "python")} }

func poetryData(w *World) string {
	data := w.dataDir()
	if w.Windows() {
		data = w.configDir() // the one that goes with the person from machine to machine
	}
	return firstOf(w, under(w, data, "pypoetry"), "POETRY_HOME")
}

// poetryConfig is what poetry's configuration says for one project, or for none.
type poetryConfig struct{ settings }

// poetrySettings: a variable comes before the project's poetry.toml, and that
// before the person's config.toml (poetry, "Configuration").
func poetrySettings(l *Look, own *manifest) poetryConfig {
	w := l.World()
	dir, ok := absoluteVariable(w, "POETRY_CONFIG_DIR")
	if !ok && w.configDir() != "" {
		dir = w.Join(w.configDir(), "pypoetry")
	}
	var person *manifest
	if dir != "" {
		person = settingsFile(l, w.Join(dir, "config.toml"))
	}
	return poetryConfig{settings{l, []*manifest{own, person}}}
}

// store gives where environments are kept by configuration; empty when nothing
// is said, or when it depends on the project and there is none.
func (c poetryConfig) store() string {
	w := c.l.World()
	cache, _ := c.text("POETRY_CACHE_DIR", "cache-dir")
	path, _ := c.text("POETRY_VIRTUALENVS_PATH", "virtualenvs", "path")
	switch {
	case path == "" && cache == "":
		return ""
	case path == "":
		path = "{cache-dir}/virtualenvs"
	}
	if cache == "" {
		cache = poetryCache(w)
	}
	path = strings.ReplaceAll(path, "{cache-dir}", w.expand(cache))
	if dir := c.project(); dir != "" {
		path = strings.ReplaceAll(path, "{project-dir}", dir)
		// A relative one is taken from where poetry is run, the project by habit.
		return w.Abs(dir, w.expand(path))
	}
	if path = w.expand(path); !w.IsAbs(path) || strings.Contains(path, "{") {
		return ""
	}
	return w.Clean(path)
}

// pythons gives where Pythons are kept by configuration; empty when nothing is said.
func (c poetryConfig) pythons() string {
	w := c.l.World()
	data := c.directory("POETRY_DATA_DIR", "data-dir")
	path, _ := c.text("POETRY_PYTHON_INSTALLATION_DIR", "python", "installation-dir")
	if path == "" {
		return under(w, data, "python")
	}
	path = w.expand(strings.ReplaceAll(path, "{data-dir}", cmp.Or(data, poetryData(w))))
	if !w.IsAbs(path) || strings.Contains(path, "{") {
		return ""
	}
	return w.Clean(path)
}

func (c poetryConfig) project() string {
	if own := c.files[0]; own != nil {
		return c.l.World().Dir(own.path)
	}
	return ""
}

// poetryLike is what a name of poetry's looks like. It proves nothing, and spares
// looking for a proof where there is none.
var poetryLike = regexp.MustCompile(`^(.+)-([A-Za-z0-9_-]{8})-py(\d+\.\d+)$`)

// poetryOwns: an environment says of which project it is by the project's own
// package, when that is installed; envs.toml says it of those that were chosen by
// `poetry env use`.
func poetryOwns(l *Look, c candidate, e *venvcore.Environment) (owner, bool) {
	w := l.World()
	m := poetryLike.FindStringSubmatch(w.Base(c.dir))
	if m == nil {
		return owner{}, false
	}
	base := m[1] + "-" + m[2]
	if p := editableProject(l, e, m[1]); p != nil && poetryName(w, p.name(), p.real) == base {
		return owner{project: p.dir, evidence: []string{p.path}}, true
	}
	envs := settingsFile(l, w.Join(w.Dir(c.dir), "envs.toml"))
	if envs.has(base) {
		return owner{evidence: []string{envs.path}}, true
	}
	return owner{}, false
}

// poetryKeeps gives the project's `.venv` and its environments in poetry's store.
func poetryKeeps(r *projectReader) []venvcore.Keep {
	own := r.config("poetry.toml")
	file := r.poetryFile(own)
	if file == "" {
		return nil
	}
	w := r.l.World()
	c := poetrySettings(r.l, own)
	if own == nil {
		c.files[0] = &manifest{path: r.path("poetry.toml")} // says nothing, and where
	}
	// Told to use the one in the project poetry uses another as long as that is not
	// there; told nothing, it uses what is there.
	wanted, set := c.flag("POETRY_VIRTUALENVS_IN_PROJECT", "virtualenvs", "in-project")
	inProject := (wanted || !set) && r.hasDirectory(".venv")
	name := r.projectName("poetry")
	var out []venvcore.Keep
	if inProject {
		out = append(out, r.lockKeep(".venv", venvcore.KindPoetry, "poetry.lock", file, normalName(name)+"-py"+venvcore.SignMinor))
	}
	base := poetryName(w, name, r.real())
	store := cmp.Or(c.store(), poetryStore(w))
	for _, env := range r.poetryEnvironments(store, base) {
		out = append(out, venvcore.Keep{Prefix: env, Kind: venvcore.KindPoetry, File: file, Used: !inProject})
	}
	return out
}

// poetryFile gives the file by which the project is poetry's; empty when it is
// not.
func (r *projectReader) poetryFile(own *manifest) string {
	switch {
	case r.has("poetry.lock"):
		return r.path("poetry.lock")
	case r.manifest.has("tool", "poetry"), strings.HasPrefix(r.manifest.text("build-system", "build-backend"), "poetry."):
		return r.manifest.path
	case own != nil:
		return own.path
	}
	return ""
}

// poetryEnvironments gives the project's environments in a store: the one that
// envs.toml says is in use, then those of newer Pythons first.
func (r *projectReader) poetryEnvironments(store, base string) []string {
	if store == "" {
		return nil
	}
	w := r.l.World()
	entries := storeListing(r.l, store)
	inUse := ""
	if listed(entries, "envs.toml") {
		inUse = settingsFile(r.l, w.Join(store, "envs.toml")).text(base, "minor")
	}
	var minors []string
	for _, e := range entries {
		if minor, ok := strings.CutPrefix(e.Name, base+"-py"); ok {
			minors = append(minors, minor)
		}
	}
	slices.SortFunc(minors, func(a, b string) int {
		return cmp.Or(-venvcore.CompareVersions(a, b), cmp.Compare(a, b))
	})
	if i := slices.Index(minors, inUse); i > 0 {
		minors = slices.Insert(slices.Delete(minors, i, i+1), 0, inUse)
	}
	var out []string
	for _, minor := range minors {
		out = append(out, w.Join(store, base+"-py"+minor))
	}
	return out
}
