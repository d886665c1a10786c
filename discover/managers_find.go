package discover

import (
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// programDirs are the directories in which programs are looked for.
type programDirs struct {
	path  []string            // of PATH
	homes map[string][]string // by tool, the paths of variables among them as their directories
	all   []string            // each once
}

// programDirs gives the directories to look into. Homes of which there is one for
// each version of something are found by a listing.
func (c *scan) programDirs() (programDirs, error) {
	dirs := programDirs{path: searchPath(c.world), homes: make(map[string][]string)}
	below, err := c.versioned()
	if err != nil {
		return dirs, err
	}
	dirs.all = slices.Clone(dirs.path)
	for _, m := range managers() {
		if len(m.fileNames(c.world)) == 0 {
			continue
		}
		var list []string
		for _, name := range m.named {
			if path, ok := absoluteVariable(c.world, name); ok {
				list = append(list, c.world.Dir(path))
			}
		}
		for _, h := range homesOf(c.world, m) {
			list = append(list, below[h]...)
		}
		dirs.homes[m.name] = list
		dirs.all = append(dirs.all, list...)
	}
	slices.Sort(dirs.all)
	dirs.all = slices.Compact(dirs.all)
	return dirs, nil
}

// versioned gives the directories that each home stands for, those of the newest
// version first where there is one for each.
func (c *scan) versioned() (map[home][]string, error) {
	out := make(map[home][]string)
	var wanted []home
	for _, m := range managers() {
		for _, h := range homesOf(c.world, m) {
			if _, known := out[h]; known {
				continue
			}
			out[h] = []string{h.dir}
			if h.below != "" {
				wanted = append(wanted, h)
			}
		}
	}
	jobs := make([]job, len(wanted))
	for i, h := range wanted {
		jobs[i] = job{key: "homes:" + h.dir + "\x00" + h.below, path: h.dir, do: func(l *Look) finding {
			return finding{below: versionsOf(l, h)}
		}}
	}
	units, err := c.each(jobs)
	if err != nil {
		return nil, err
	}
	for i, u := range units {
		out[wanted[i]] = u.below
	}
	return out, nil
}

// versionsOf gives the directories that a home has for each version of Python.
func versionsOf(l *Look, h home) []string {
	entries, err := l.ReadDir(h.dir)
	l.fail(h.dir, err)
	var names []string
	for _, e := range entries {
		if e.IsDir() || e.IsLink() {
			names = append(names, e.Name)
		}
	}
	slices.SortStableFunc(names, func(a, b string) int {
		return venvcore.CompareVersions(schemeVersion(b), schemeVersion(a))
	})
	for i, name := range names {
		names[i] = l.World().Join(h.dir, name, h.below)
	}
	return names
}

// schemeVersion reads the minor from a directory of the user scheme: "3.12" on
// macOS, "Python312" or "Python39-32" on Windows.
func schemeVersion(name string) string {
	rest, windows := strings.CutPrefix(name, "Python")
	if n := digits(rest); windows && n > 1 {
		return rest[:1] + "." + rest[1:n]
	}
	return rest
}

// searchPath gives the directories of PATH, each once. A relative one means
// another directory for every program.
func searchPath(w *World) []string {
	value, _ := w.Env("PATH")
	var out []string
	for _, d := range w.PathList(value) {
		if !w.IsAbs(d) {
			continue
		}
		if d = w.Clean(d); !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	return out
}

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
