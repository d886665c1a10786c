package discover

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// pdmTool is pdm (2.x): virtualenv, venv or uv write its environments.
func pdmTool() tool {
	return tool{
		name:     "pdm",
		kind:     venvcore.KindPDM,
		why:      "before the creators' own names, any of which may have written it",
		evidence: "the name is that which pdm computes from a project (its directory, and a hash of its path); in a project the one that `.pdm-python` names, or `.venv` beside a `pdm.lock` or with pdm's prompt; a Python lies where pdm unpacks them",
		where:    "in a project `.venv`, `venv` or `env`; else `venv.location` of pdm's `config.toml`, else `venvs` in pdm's data (`~/.local/share/pdm`, macOS `~/Library/Application Support/pdm`, Windows `%LOCALAPPDATA%\\pdm\\pdm`); Pythons in `python.install_root`, else `python` in pdm's data",
		creates:  "the environment of a project that is pdm's, in the project or where pdm keeps it",
		owns:     pdmOwns,
		keeps:    pdmKeeps,
		places: func(w *World) []place {
			return append(
				placesOf(placeEnvironments, venvcore.KindPDM, append([]string{pdmStore(w)}, w.Places()["pdm"]...)...),
				keptPythons(venvcore.KindPDM, pdmPythons(w)...)...)
		},
		holds: holdsBelow(pdmPythons),
		configured: func(l *Look) []place {
			s := pdmSettings(l, nil)
			return append(
				placesOf(placeEnvironments, venvcore.KindPDM, s.directory("", "venv", "location")),
				keptPythons(venvcore.KindPDM, s.directory("", "python", "install_root"))...)
		},
	}
}

func pdmStore(w *World) string { return under(w, pdmData(w), "venvs") }

// pdmPythons is where `pdm python install` unpacks Pythons when nothing is
// configured, and `pdm python link` puts links to others.
func pdmPythons(w *World) []string { return []string{under(w, pdmData(w), "python")} }

func pdmData(w *World) string {
	if w.Windows() {
		return under(w, w.dataDir(), "pdm", "pdm")
	}
	return under(w, w.dataDir(), "pdm")
}

// pdmSettings: the project's pdm.toml comes before the person's config.toml.
func pdmSettings(l *Look, own *manifest) settings {
	w := l.World()
	path := ""
	switch dir := w.configDir(); {
	case dir == "":
	case w.Windows():
		path = w.Join(dir, "pdm", "pdm", "config.toml")
	default:
		path = w.Join(dir, "pdm", "config.toml")
	}
	if file, ok := absoluteVariable(w, "PDM_CONFIG_FILE"); ok {
		path = file
	}
	return settings{l, []*manifest{own, settingsFile(l, path)}}
}

// pdmLike is what a name of pdm's looks like; it proves nothing.
var pdmLike = regexp.MustCompile(`^(.+)-([A-Za-z0-9_-]{8})-[^-]+$`)

// pdmOwns: an environment says of which project it is by the project's own
// package, when that is installed.
func pdmOwns(l *Look, c candidate, e *venvcore.Environment) (owner, bool) {
	w := l.World()
	name := w.Base(c.dir)
	m := pdmLike.FindStringSubmatch(name)
	if m == nil {
		return owner{}, false
	}
	p := editableProject(l, e, m[1])
	if p == nil {
		return owner{}, false
	}
	for _, root := range []string{p.real, p.dir} {
		if strings.HasPrefix(name, pdmName(w, root)) {
			return owner{project: p.dir, evidence: []string{p.path}}, true
		}
	}
	return owner{}, false
}

// pdmKeeps gives what pdm would find for the project, in its order: in the
// project, then in its store.
func pdmKeeps(r *projectReader) []venvcore.Keep {
	own := r.config("pdm.toml")
	file := r.pdmFile(own)
	if file == "" {
		return nil
	}
	w := r.l.World()
	c := pdmSettings(r.l, own)
	inProject, set := c.flag("PDM_VENV_IN_PROJECT", "venv", "in_project")
	var out []venvcore.Keep
	saved := r.pdmSaved()
	has := false
	for _, name := range []string{".venv", "venv", "env"} {
		k := r.lockKeep(name, venvcore.KindPDM, "pdm.lock", file, w.Base(r.real())+"-"+venvcore.SignMinor)
		if saved != "" && w.Within(k.Prefix, saved) {
			k.File, k.Proof = r.path(".pdm-python"), venvcore.ProofLock
		}
		if r.isEnvironment(k.Prefix) {
			out = append(out, k)
			has = true
		}
	}
	dir := cmp.Or(c.directory("", "venv", "location"), pdmStore(w))
	if dir == "" {
		return out
	}
	for _, root := range r.spellings() {
		for _, e := range storeListing(r.l, dir) {
			if strings.HasPrefix(e.Name, pdmName(w, root)) {
				used := !has || set && !inProject
				out = append(out, venvcore.Keep{Prefix: w.Join(dir, e.Name), Kind: venvcore.KindPDM, File: file, Used: used})
			}
		}
	}
	return out
}

// pdmFile gives the file by which the project is pdm's; empty when it is not.
func (r *projectReader) pdmFile(own *manifest) string {
	switch {
	case r.has("pdm.lock"):
		return r.path("pdm.lock")
	case r.manifest.has("tool", "pdm"), strings.HasPrefix(r.manifest.text("build-system", "build-backend"), "pdm."):
		return r.manifest.path
	case own != nil:
		return own.path
	case r.has(".pdm-python"):
		return r.path(".pdm-python")
	}
	return ""
}

// pdmSaved gives the interpreter that .pdm-python names.
func (r *projectReader) pdmSaved() string {
	for _, d := range r.p.Declared {
		if d.File == r.path(".pdm-python") {
			return d.Prefix
		}
	}
	return ""
}
