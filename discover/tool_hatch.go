package discover

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// hatchTool is hatch (1.x): virtualenv or uv write its environments.
func hatchTool() tool {
	return tool{
		name:     "hatch",
		kind:     venvcore.KindHatch,
		why:      "before the creators' own names, any of which may have written it",
		evidence: "the directory is that which hatch computes from a project (its name, and a hash of its path), or hatch's own `.metadata` names it; in a project the `path` of an environment; a Python lies where hatch unpacks them",
		where:    "`<name>/<hash>/<environment>` below `env/virtual` in `$HATCH_DATA_DIR`, else in hatch's data (`~/.local/share/hatch`, macOS `~/Library/Application Support/hatch`, Windows `%LOCALAPPDATA%\\hatch`), or below `dirs.env.virtual` of hatch's `config.toml`; without name and hash where that is in the project or `~/.virtualenvs`; Pythons in `pythons` in hatch's data, or in `dirs.python`",
		creates:  "the environments of a project that is hatch's, where hatch keeps them",
		owns:     hatchOwns,
		keeps:    hatchKeeps,
		places: func(w *World) []place {
			return append(hatchPlaces(append([]string{hatchStore(w)}, w.Places()["hatch"]...)...), hatchUnpacked(hatchPythons(w)...)...)
		},
		holds: holdsBelow(hatchPythons),
		configured: func(l *Look) []place {
			s := hatchSettings(l)
			return append(hatchPlaces(s.dir("")), hatchUnpacked(s.directory("", "dirs", "python"))...)
		},
	}
}

func hatchPlaces(dirs ...string) []place {
	return leading(placeEnvironments, venvcore.KindHatch, []string{anyName, anyName}, dirs...)
}

// hatchUnpacked makes the places of Pythons: `3.12` holds the archive's own
// directory, `python`.
func hatchUnpacked(dirs ...string) []place {
	return leading(placeBases, venvcore.KindHatch, []string{anyName, anyName}, dirs...)
}

// hatchStore is where hatch keeps environments when its configuration says
// nothing.
func hatchStore(w *World) string { return under(w, hatchData(w), "env", "virtual") }

// hatchPythons is where `hatch python install`, or an environment that wants
// another Python, unpacks them when nothing is configured.
func hatchPythons(w *World) []string { return []string{under(w, hatchData(w), "pythons")} }

func hatchData(w *World) string {
	return firstOf(w, under(w, w.dataDir(), "hatch"), "HATCH_DATA_DIR")
}

type hatchConfig struct{ settings }

func hatchSettings(l *Look) hatchConfig {
	w := l.World()
	path, ok := absoluteVariable(w, "HATCH_CONFIG")
	if !ok && w.configDir() != "" {
		dir := w.configDir()
		if w.Windows() {
			dir = w.dataDir()
		}
		path = w.Join(dir, "hatch", "config.toml")
	}
	return hatchConfig{settings{l, []*manifest{settingsFile(l, path)}}}
}

// dir gives where environments are kept by configuration: a relative directory
// lies in the project, and is empty without one.
func (c hatchConfig) dir(root string) string {
	keys := []string{"dirs", "env", "virtual"}
	if dir := c.directory("", keys...); dir != "" || root == "" {
		return dir
	}
	dir, _ := c.text("", keys...)
	if dir == "" {
		return ""
	}
	return c.l.World().Abs(root, dir)
}

var hatchHash = regexp.MustCompile(`^[A-Za-z0-9_-]{8}$`)

// hatchOwns: hatch notes of each environment in its own store that it made it;
// and an environment says of which project it is by the project's own package.
func hatchOwns(l *Look, c candidate, e *venvcore.Environment) (owner, bool) {
	w := l.World()
	up := w.Dir(c.dir)
	id, project, store := w.Base(up), w.Base(w.Dir(up)), w.Dir(w.Dir(up))
	if !hatchHash.MatchString(id) || w.Dir(store) == store {
		return owner{}, false
	}
	if p := editableProject(l, e, project); p != nil && hatchID(w, p.real) == id && hatchName(w, p.name(), p.real) == project {
		return owner{project: p.dir, evidence: []string{p.path}}, true
	}
	if w.Base(store) != "virtual" {
		return owner{}, false
	}
	noted := w.Join(w.Dir(store), ".metadata", id, "virtual")
	if info, err := l.Stat(noted); err == nil && info.IsDir() {
		return owner{evidence: []string{noted}}, true
	}
	return owner{}, false
}

// hatchKeeps gives the project's environments, the default one first: hatch uses
// that one where it is not told which.
func hatchKeeps(r *projectReader) []venvcore.Keep {
	file := ""
	switch own := r.config("hatch.toml"); {
	case own != nil:
		file = own.path
	case r.manifest.has("tool", "hatch"), strings.HasPrefix(r.manifest.text("build-system", "build-backend"), "hatchling."):
		file = r.manifest.path
	default:
		return nil
	}
	w := r.l.World()
	root := r.real()
	own := hatchName(w, r.projectName(""), root)
	keep := func(dir string, used bool) venvcore.Keep {
		return venvcore.Keep{Prefix: dir, Kind: venvcore.KindHatch, File: file, Used: used}
	}
	explicit := r.hatchPaths()
	var out []venvcore.Keep
	if dir, ok := explicit["default"]; ok {
		out = append(out, keep(dir, true))
	}
	home, flat := r.hatchHome(own, root)
	for _, e := range r.hatchEntries(home, flat, own) {
		used := e == own && len(out) == 0
		k := keep(w.Join(home, e), used)
		if used {
			out = slices.Insert(out, 0, k)
			continue
		}
		out = append(out, k)
	}
	for _, name := range slices.Sorted(maps.Keys(explicit)) {
		if name != "default" {
			out = append(out, keep(explicit[name], false))
		}
	}
	return out
}

// hatchHome gives the directory of the project's environments. It has no name
// and hash where the store lies in the project or is `~/.virtualenvs`.
func (r *projectReader) hatchHome(own, root string) (dir string, flat bool) {
	w := r.l.World()
	store := cmp.Or(hatchSettings(r.l).dir(root), hatchStore(w))
	if store == "" {
		return "", false
	}
	if w.Within(root, store) || w.Home != "" && store == w.Join(w.Home, ".virtualenvs") {
		return store, true
	}
	return w.Join(store, own, hatchID(w, root)), false
}

// hatchEntries gives the names of the project's environments in its directory.
// In one that others use too, only those that the project declares are its own.
func (r *projectReader) hatchEntries(home string, flat bool, own string) []string {
	if home == "" {
		return nil
	}
	entries, err := r.l.ReadDir(home)
	r.l.fail(home, err)
	var out []string
	for _, e := range entries {
		if e.IsDir() && (!flat || e.Name == own || r.hatchDeclares(e.Name)) {
			out = append(out, e.Name)
		}
	}
	return out
}

// hatchPaths gives the environments whose directory the project itself names.
func (r *projectReader) hatchPaths() map[string]string {
	out := make(map[string]string)
	w := r.l.World()
	for name, env := range r.hatchTables() {
		table, _ := env.(map[string]any)
		if path, ok := table["path"].(string); ok && path != "" {
			out[name] = w.Abs(r.p.Root, w.expand(path))
		}
	}
	if path, ok := w.Env("HATCH_ENV_TYPE_VIRTUAL_PATH"); ok && isPathLine(path) {
		out["default"] = w.Abs(r.p.Root, path)
	}
	return out
}

// hatchDeclares reports whether an environment's directory is that of one in the
// project's tables, or of a variant of a matrix: "py3.12.test" begins with it.
func (r *projectReader) hatchDeclares(dir string) bool {
	for name := range r.hatchTables() {
		if dir == name || strings.HasPrefix(dir, name+".") || strings.HasSuffix(dir, "."+name) {
			return true
		}
	}
	return false
}

func (r *projectReader) hatchTables() map[string]any {
	if t, ok := r.config("hatch.toml").get("envs").(map[string]any); ok {
		return t
	}
	t, _ := r.manifest.get("tool", "hatch", "envs").(map[string]any)
	return t
}
