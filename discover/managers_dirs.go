package discover

import (
	"maps"
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

// programDirs gives the directories to look into.
func (c *scan) programDirs() (programDirs, error) {
	dirs := programDirs{path: searchPath(c.world), homes: make(map[string][]string)}
	dirs.all = slices.Clone(dirs.path)
	homes := make(map[string][]home)
	for _, m := range managers() {
		if len(m.fileNames(c.world)) > 0 {
			homes[m.name] = homesOf(c.world, m)
		}
	}
	versions, err := c.versioned(homes)
	if err != nil {
		return dirs, err
	}
	for _, m := range managers() {
		var list []string
		for _, name := range m.named {
			if path, ok := absoluteVariable(c.world, name); ok {
				list = append(list, c.world.Dir(path))
			}
		}
		for _, h := range homes[m.name] {
			if h.below == "" {
				list = append(list, h.dir)
			} else {
				list = append(list, versions[h]...)
			}
		}
		dirs.homes[m.name] = list
		dirs.all = append(dirs.all, list...)
	}
	slices.Sort(dirs.all)
	dirs.all = slices.Compact(dirs.all)
	return dirs, nil
}

// versioned gives the directories that each home stands for of which there is one
// for each version of something; they are found by a listing.
func (c *scan) versioned(homes map[string][]home) (map[home][]string, error) {
	var wanted []home
	for _, name := range slices.Sorted(maps.Keys(homes)) {
		for _, h := range homes[name] {
			if h.below != "" && !slices.Contains(wanted, h) {
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
	out := make(map[home][]string, len(wanted))
	for i, u := range units {
		out[wanted[i]] = u.below
	}
	return out, nil
}

// versionsOf gives the directories that a home has for each version of Python,
// those of the newest first.
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
