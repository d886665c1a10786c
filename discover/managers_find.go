package discover

import (
	"slices"
	"strings"
)

// programsIn finds the programs of all tools in one directory. Its listing is
// watched; where links in it lead is not, until one of them counts.
func programsIn(l *Look, dir string) []starter {
	w := l.World()
	entries, err := l.ReadDir(dir)
	l.fail(dir, err)
	if len(entries) == 0 {
		return nil
	}
	var out []starter
	for _, m := range managers() {
		for _, name := range m.fileNames(w) {
			file, ok := spelled(w, entries, name)
			if !ok {
				continue
			}
			p := starter{tool: m.name, path: w.Join(dir, file), shim: scoopShim(w, dir, entries, name)}
			real, info, err := l.Weak().follow(p.path, new(int))
			if notRunnable(w, m, info, err) != "" || isShim(w, m, p, real) {
				continue
			}
			out = append(out, p)
			break
		}
	}
	if len(out) > 0 && inEnvironment(l, dir) {
		for i := range out {
			out[i].inner = true
		}
	}
	return out
}

// spelled finds a file name in a sorted listing as it is spelled there: Windows
// does not tell cases apart.
func spelled(w *World, entries []Entry, name string) (string, bool) {
	i, ok := slices.BinarySearchFunc(entries, name, func(e Entry, name string) int { return strings.Compare(e.Name, name) })
	if !ok && w.Windows() {
		i = slices.IndexFunc(entries, func(e Entry) bool { return strings.EqualFold(e.Name, name) })
		ok = i >= 0
	}
	if !ok || entries[i].IsDir() {
		return "", false
	}
	return entries[i].Name, true
}

// isShim reports whether a program is a stand-in that chooses what it starts by
// the directory it is run in (pyenv, asdf, mise): which tool that is, and whether
// any, is known to nobody before, and running one may even install it. Those of
// asdf and pyenv are scripts in a directory "shims"; mise's are links to mise
// itself, wherever they lie. scoop's lie in a directory of that name too, and start
// one fixed program each; rye keeps itself among its own.
func isShim(w *World, m manager, p starter, real string) bool {
	target := strings.TrimSuffix(w.Base(real), ".exe")
	if target != m.name && slices.Contains([]string{"asdf", "mise", "pyenv", "rye"}, target) {
		return true
	}
	dir := w.Dir(p.path)
	if w.Base(dir) != "shims" || p.shim != "" {
		return false
	}
	return !slices.Contains(homesOf(w, m), home{dir: dir})
}

// inEnvironment reports whether a directory of programs is that of an environment: one
// with pyvenv.cfg (PEP 405), or a conda prefix that is no installation of conda.
func inEnvironment(l *Look, dir string) bool {
	w, l := l.World(), l.quiet()
	roots := []string{w.Dir(dir)}
	if w.Windows() { // conda has programs in the prefix itself and in Library\bin
		roots = append(roots, dir, w.Dir(w.Dir(dir)))
	}
	for _, root := range roots {
		if isThere(l, w.Join(root, markerName)) {
			return true
		}
		if isThere(l, w.Join(root, "conda-meta")) {
			return !isThere(l, w.Join(root, "condabin"))
		}
	}
	return false
}
