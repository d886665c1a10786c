package discover

import "github.com/venvd/venvd/venvcore"

// pixiPlaces gives where pixi keeps environments outside of projects: those of
// `pixi global`, and those that a configuration file has detached.
func pixiPlaces(l *Look) []place {
	w := l.World()
	home, ok := absoluteVariable(w, "PIXI_HOME")
	if !ok && w.Home != "" {
		home = w.Join(w.Home, ".pixi")
	}
	var out []place
	found := l.shelf(home, "envs", "config.toml")
	if found.has("envs") {
		out = placesOf(placeEnvironments, venvcore.KindPixi, w.Join(home, "envs"))
	}
	var configs []string
	if found.has("config.toml") {
		configs = append(configs, w.Join(home, "config.toml"))
	}
	for _, path := range append(configs, pixiConfigs(w)...) {
		dir, said := detachedTo(l, path)
		if dir != "" {
			// DIR/NAME-HASH/envs/ENVIRONMENT
			out = append(out, place{dir: dir, what: placeEnvironments, kind: venvcore.KindPixi, levels: []string{anyName, "envs"}})
		}
		if said {
			break
		}
	}
	return out
}

// pixiConfigs gives the configuration files beside that in pixi's home, the one
// that counts most first ("Pixi configuration").
func pixiConfigs(w *World) []string {
	var dirs []string
	add := func(variable string, parts ...string) {
		if dir, ok := absoluteVariable(w, variable); ok {
			dirs = append(dirs, w.Join(append([]string{dir}, parts...)...))
		}
	}
	add("XDG_CONFIG_HOME", "pixi")
	switch {
	case w.Windows():
		add("APPDATA", "pixi")
		add("PROGRAMDATA", "pixi")
	case w.OS == "darwin" && w.Home != "":
		dirs = append(dirs, w.Join(w.Home, "Library", "Application Support", "pixi"))
	}
	if !w.Windows() {
		if w.Home != "" {
			dirs = append(dirs, w.Join(w.Home, ".config", "pixi"))
		}
		dirs = append(dirs, "/etc/pixi")
	}
	var out []string
	for _, dir := range dirs {
		out = append(out, w.Join(dir, "config.toml"))
	}
	return out
}

// detachedTo reads `detached-environments`: a directory, true for pixi's cache, or
// false. said is whether it is set at all.
func detachedTo(l *Look, path string) (dir string, said bool) {
	w := l.World()
	data, err := l.ReadFile(path, maxConfig)
	if err != nil {
		l.fail(path, err)
		return "", false
	}
	m := parseManifest(path, data)
	for _, f := range m.problems {
		l.Fault(f)
	}
	switch v := m.get("detached-environments").(type) {
	case string:
		dir, _ = expandPath(w, v)
		return dir, true
	case bool:
		if cache := pixiCache(l); v && cache != "" {
			dir = w.Join(cache, "envs")
		}
		return dir, true
	}
	return "", false
}

// pixiCache gives pixi's cache, which is rattler's where nothing else is there.
func pixiCache(l *Look) string {
	w := l.World()
	for _, name := range []string{"PIXI_CACHE_DIR", "RATTLER_CACHE_DIR"} {
		if dir, ok := absoluteVariable(w, name); ok {
			return dir
		}
	}
	if dir, ok := absoluteVariable(w, "XDG_CACHE_HOME"); ok {
		if own := w.Join(dir, "pixi"); isThere(l, own) {
			return own
		}
		return w.Join(dir, "rattler", "cache")
	}
	local, ok := absoluteVariable(w, "LOCALAPPDATA")
	switch {
	case w.Windows() && ok:
		return w.Join(local, "rattler", "cache")
	case w.Home == "" || w.Windows():
		return ""
	case w.OS == "darwin":
		return w.Join(w.Home, "Library", "Caches", "rattler", "cache")
	}
	return w.Join(w.Home, ".cache", "rattler", "cache")
}
