package discover

import (
	"maps"
	"slices"

	"github.com/venvd/venvd/venvcore"
)

// targets looks at what the projects name and the walk has not met.
func (c *scan) targets(walked map[string]*unit, projects []*unit) error {
	wanted := make(map[string]bool)
	for _, p := range projects {
		for _, t := range p.targets {
			wanted[t] = true
		}
	}
	for _, u := range walked {
		for _, e := range u.environments {
			delete(wanted, e.Prefix)
		}
	}
	_, err := c.each(c.named(slices.Sorted(maps.Keys(wanted))))
	return err
}

// paths looks at a list of paths.
func (c *scan) paths() error {
	list := slices.Clone(c.query.Root.Paths)
	slices.Sort(list)
	_, err := c.each(c.named(slices.Compact(list)))
	return err
}

func (c *scan) named(list []string) []job {
	jobs := make([]job, len(list))
	for i, p := range list {
		jobs[i] = job{key: "path:" + p, path: p, do: func(l *Look) finding {
			var f finding
			for _, e := range environmentsAt(l, p) {
				c.claim(l, &f, knownAs(e, p), "")
			}
			return f
		}}
	}
	return jobs
}

// knownAs gives e with the path that somebody names it by among its aliases,
// so that it can be looked up by that.
func knownAs(e *venvcore.Environment, path string) *venvcore.Environment {
	if path == e.Prefix || path == e.Interpreter || slices.Contains(e.Aliases, path) {
		return e
	}
	e = e.Clone()
	e.Aliases = append(e.Aliases, path)
	slices.Sort(e.Aliases)
	return e
}

// environmentsAt gives what a path names: the environment or the bases with
// this prefix, or those that this interpreter, or a link to one, starts.
// Nothing is given where nothing is.
func environmentsAt(l *Look, path string) []*venvcore.Environment {
	info, err := l.Stat(path)
	if err != nil && !absent(err) {
		l.fail(path, err)
		return nil
	}
	if err == nil && info.IsDir() {
		if e := environmentIn(l, path); e != nil {
			return []*venvcore.Environment{e}
		}
		return basesIn(l, path)
	}
	// An interpreter that dangles still tells which environment it is of.
	if e := environmentOf(l, path); e != nil {
		return []*venvcore.Environment{e}
	}
	if e := examineBase(l, path, venvcore.KindPath); e != nil {
		return []*venvcore.Environment{e}
	}
	return nil
}

// basesIn gives the bases that are installed in a directory. Links in it that
// lead to one elsewhere, such as what is left of an environment, make it none.
func basesIn(l *Look, dir string) []*venvcore.Environment {
	real, err := l.Real(dir)
	if err != nil {
		return nil // it went just now
	}
	bases := examineBases(l, baseBin(l.World(), dir), venvcore.KindPath)
	return slices.DeleteFunc(bases, func(e *venvcore.Environment) bool { return !l.World().Within(real, e.Real) })
}

// environmentIn gives the environment whose root is a directory.
func environmentIn(l *Look, dir string) *venvcore.Environment {
	entries, err := l.ReadDir(dir)
	l.fail(dir, err)
	if !isEnvironmentDir(entries) {
		return nil
	}
	return examine(l, candidate{dir: dir, entries: entries})
}

// environmentOf gives the environment that an interpreter is of: at each link
// on the way from path, the directory above its directory of programs may be
// the root (PEP 405 looks for pyvenv.cfg there, or beside the program). One that
// has lost its pyvenv.cfg, and runs as its base, is told by its activation script.
func environmentOf(l *Look, path string) *venvcore.Environment {
	w := l.World()
	for range maxHops {
		bin := w.Dir(path)
		for _, dir := range []string{w.Dir(bin), bin} {
			if !isThere(l, w.Join(dir, markerName)) && (dir == bin || !isThere(l, w.Join(bin, "activate"))) {
				continue
			}
			if e := environmentIn(l, dir); e != nil {
				return e
			}
		}
		target, err := l.Readlink(path)
		if err != nil {
			break // no link: the end of the way
		}
		path = w.Abs(bin, target)
	}
	// Prefixes of conda packages have no pyvenv.cfg. Their environments lie as deep in
	// an installation as its interpreter does, so the name must be one of those.
	_, named := parseInterpreterName(w.Base(path))
	if dir := basePrefix(w, w.Dir(path)); named && isThere(l.quiet(), w.Join(dir, condaMetaDir)) {
		return environmentIn(l, dir)
	}
	return nil
}

func isThere(l *Look, path string) bool {
	_, err := l.Lstat(path)
	return err == nil
}
