package discover

// maxOrigin bounds orig-prefix.txt, which holds one path.
const maxOrigin = 8 << 10

// legacy is what virtualenv up to 16 leaves instead of a pyvenv.cfg.
type legacy struct {
	prefix   string // of the base
	isolated bool
}

// readLegacy reads what virtualenv 1.x to 16.x leaves: orig-prefix.txt (no
// final newline) in the library directory.
func (m *marks) readLegacy(l *Look, c candidate) {
	w := l.World()
	lib := w.Join(c.dir, "lib")
	if w.Windows() {
		lib = w.Join(c.dir, "Lib")
	}
	dirs := []string{lib}
	entries, err := l.Weak().ReadDir(lib)
	if err != nil {
		return
	}
	for _, e := range entries {
		if n, ok := parseInterpreterName(e.Name); ok && n.minor != "" {
			dirs = append(dirs, w.Join(lib, e.Name))
		}
	}
	for _, dir := range dirs {
		path := w.Join(dir, "orig-prefix.txt")
		data, err := l.Weak().ReadFile(path, maxOrigin)
		if err != nil {
			continue
		}
		m.marker = path
		_, open := l.Weak().Lstat(w.Join(dir, "no-global-site-packages.txt"))
		m.legacy = &legacy{prefix: w.Clean(strip(string(data))), isolated: open == nil}
		return
	}
}
