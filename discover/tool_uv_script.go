package discover

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// uvScriptTool is uv run on a script with a block of its own (PEP 723).
func uvScriptTool() tool {
	return tool{
		name:     "uv-script",
		kind:     venvcore.KindUVScript,
		why:      "before uv, which writes them",
		evidence: "the name is that which uv computes from the script's path; or it lies in uv's cache, is named as uv names the script's file that its prompt gives, and a hash follows",
		where:    "`environments-v*` in `$UV_CACHE_DIR`, else in `~/.cache/uv` (`$XDG_CACHE_HOME`; Windows `%LOCALAPPDATA%\\uv\\cache`)",
		owns:     uvScriptOwns,
		configured: func(l *Look) []place {
			return placesOf(placeEnvironments, venvcore.KindUV, uvScriptStores(l)...)
		},
	}
}

func uvCache(w *World) string {
	if dir, ok := absoluteVariable(w, "UV_CACHE_DIR"); ok {
		return dir
	}
	if w.Windows() {
		if dir := w.cacheDir(); dir != "" {
			return w.Join(dir, "uv", "cache")
		}
		return ""
	}
	if dir := w.xdg("XDG_CACHE_HOME", ".cache"); dir != "" {
		return w.Join(dir, "uv")
	}
	return ""
}

// uvScriptStores gives the directories of environments in uv's cache, that of
// the newest layout first.
func uvScriptStores(l *Look) []string {
	w := l.World()
	cache := uvCache(w)
	if cache == "" {
		return nil
	}
	var out []string
	for _, e := range storeListing(l, cache) {
		if e.IsDir() && strings.HasPrefix(e.Name, "environments-v") {
			out = append(out, w.Join(cache, e.Name))
		}
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(b, a)) })
	return out
}

var uvHash = regexp.MustCompile(`^(.*?)-?([0-9a-f]{16})$`)

// uvScriptOwns: uv gives the file's name as prompt. Which script it is cannot be
// known from here. Environments that uv keeps there for projects are named by
// the interpreter too.
func uvScriptOwns(l *Look, c candidate, e *venvcore.Environment) (owner, bool) {
	w := l.World()
	store := w.Dir(c.dir)
	if e.Creator != string(venvcore.KindUV) || !strings.HasPrefix(w.Base(store), "environments-v") || w.Dir(store) != uvCache(w) {
		return owner{}, false
	}
	m := uvHash.FindStringSubmatch(w.Base(c.dir))
	if m == nil || m[1] != uvCacheName(fileStem(e.Name)) {
		return owner{}, false
	}
	return owner{evidence: []string{c.marks.marker}}, true
}

// scriptKeeps gives the environment that uv keeps for a script.
func scriptKeeps(l *Look, script string) []venvcore.Keep {
	w := l.World()
	paths := []string{script}
	if real, err := l.Real(script); err == nil && real != script {
		paths = append(paths, real)
	}
	var out []venvcore.Keep
	for _, store := range uvScriptStores(l) {
		for _, path := range paths {
			dir := w.Join(store, uvScriptName(w, path))
			if _, err := l.Lstat(dir); err == nil {
				out = append(out, venvcore.Keep{Prefix: dir, Kind: venvcore.KindUVScript, File: script, Used: true})
			}
		}
	}
	return out
}
