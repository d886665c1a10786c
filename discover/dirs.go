package discover

// Where programs keep what is a person's own, as the platformdirs of Python and
// the dirs of Rust say it: the XDG base directories on Linux and the BSDs, the
// Library on macOS, the two AppData on Windows. Empty when there is no home.

func (w *World) dataDir() string {
	return w.personal("XDG_DATA_HOME", "LOCALAPPDATA", ".local", "share")
}

func (w *World) configDir() string { return w.personal("XDG_CONFIG_HOME", "APPDATA", ".config") }

// cacheDir is that of macOS' own Caches there.
func (w *World) cacheDir() string {
	if w.OS == "darwin" && w.Home != "" {
		return w.Join(w.Home, "Library", "Caches")
	}
	return w.personal("XDG_CACHE_HOME", "LOCALAPPDATA", ".cache")
}

func (w *World) personal(xdg, appData string, below ...string) string {
	switch {
	case w.Windows():
		if dir, ok := absoluteVariable(w, appData); ok {
			return dir
		}
		return ""
	case w.Home == "" && w.OS == "darwin":
		return ""
	case w.OS == "darwin":
		return w.Join(w.Home, "Library", "Application Support")
	}
	return w.xdg(xdg, below...)
}

// xdg gives a base directory of the XDG specification, for the programs that
// keep to it on macOS too.
func (w *World) xdg(variable string, below ...string) string {
	if dir, ok := absoluteVariable(w, variable); ok {
		return dir
	}
	if w.Home == "" {
		return ""
	}
	return w.Join(append([]string{w.Home}, below...)...)
}

// expand puts the home directory in the place of a leading "~".
func (w *World) expand(path string) string {
	if path == "~" {
		return w.Home
	}
	if w.Home != "" && len(path) > 1 && path[0] == '~' && (path[1] == '/' || w.Windows() && path[1] == '\\') {
		return w.Join(w.Home, path[2:])
	}
	return path
}

// inHome gives a path below the person's home; empty when there is none.
func inHome(w *World, parts ...string) string { return under(w, w.Home, parts...) }

// under gives a path below dir, nothing where there is no dir.
func under(w *World, dir string, parts ...string) string {
	if dir == "" {
		return ""
	}
	return w.Join(append([]string{dir}, parts...)...)
}
