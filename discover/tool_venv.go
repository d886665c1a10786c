package discover

import (
	"maps"
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// venvTool is the venv module of the standard library (PEP 405, 3.3 to 3.14).
// It writes pyvenv.cfg first and activate.csh last.
func venvTool() tool {
	return tool{
		name:     "venv",
		kind:     venvcore.KindVenv,
		why:      "last of those that are known by pyvenv.cfg: venv signs with nothing of its own before 3.11, so what no other signs is taken for its work",
		evidence: "`pyvenv.cfg` that no other tool has signed; from 3.11 on `command = … -m venv …` in it",
		where:    "anywhere; by habit `.venv`, `venv` or `env` in a project, and `~/.venvs`, `~/envs`, `~/Envs`",
		creates:  "an environment anywhere, with any Python that has the module",
		recognise: func(l *Look, c candidate) *venvcore.Environment {
			return build(l, c, venvcore.KindVenv, venvReady)
		},
		places: plainStores,
	}
}

// venvReady: activate.csh is the last file that venv writes (3.3 to 3.14; on
// Windows, where there is none, activate.bat is among the last). With
// --system-site-packages pyvenv.cfg says "false" until the very end.
func venvReady(b *builder) bool {
	last := "activate.csh"
	if b.l.World().Windows() {
		last = "activate.bat"
	}
	if !listed(b.m.programs, last) {
		return false
	}
	return !strings.Contains(b.m.cfg.last("command"), " --system-site-packages ") || b.m.cfg.systemSite()
}

// plainStores are the directories in which people keep environments that no
// tool manages, by the names that habit has given; those of virtualenvwrapper are
// in its row. What the setting `places` names for "venv" is added.
func plainStores(w *World) []place {
	var dirs []string
	for _, name := range []string{".venvs", "envs", "Envs"} {
		dir := inHome(w, name)
		same := func(d string) bool { return d == dir || w.Windows() && strings.EqualFold(d, dir) }
		if dir != "" && !slices.ContainsFunc(workonHomes(w), same) {
			dirs = append(dirs, dir)
		}
	}
	// The setting's keys that are no tool with a layout of its own name plain
	// directories of environments.
	for _, key := range slices.Sorted(maps.Keys(w.Places())) {
		if key == "venv" || !slices.ContainsFunc(table(), func(t tool) bool { return t.name == key && t.located() }) {
			dirs = append(dirs, w.Places()[key]...)
		}
	}
	return placesOf(placeEnvironments, venvcore.KindVenv, dirs...)
}

// absoluteVariable gives a variable that names a directory; a relative one
// depends on where it is read, and is passed over.
func absoluteVariable(w *World, name string) (string, bool) {
	v, ok := w.Env(name)
	if !ok || !w.IsAbs(v) {
		return "", false
	}
	return w.Clean(v), true
}

// placesOf makes places of one kind, each directory once.
func placesOf(what placeKind, kind venvcore.Kind, dirs ...string) []place {
	var out []place
	seen := map[string]bool{}
	for _, d := range dirs {
		if d == "" || seen[d] {
			continue
		}
		seen[d] = true
		out = append(out, place{dir: d, what: what, kind: kind})
	}
	return out
}

// leading makes places to which levels lead.
func leading(what placeKind, kind venvcore.Kind, levels []string, dirs ...string) []place {
	out := placesOf(what, kind, dirs...)
	for i := range out {
		out[i].levels = slices.Clone(levels)
	}
	return out
}
