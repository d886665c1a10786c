package discover

import (
	"slices"

	"github.com/venvd/venvd/venvcore"
)

// tool looks at every place where one tool keeps environments or bases.
func (c *scan) tool() error {
	var places []place
	for _, t := range table() {
		if t.name == c.query.Root.Tool && t.places != nil {
			places = t.places(c.world)
		}
	}
	jobs := make([]job, len(places))
	for i, p := range places {
		jobs[i] = job{key: "place:" + p.dir, path: p.dir, do: func(l *Look) finding { return c.place(l, p) }}
	}
	units, err := c.each(jobs)
	if err != nil {
		return err
	}
	var below []job
	seen := make(map[string]bool)
	for i, p := range places {
		for _, dir := range units[i].below {
			if seen[dir] {
				continue // two places are one directory
			}
			seen[dir] = true
			below = append(below, job{key: "child:" + dir, path: dir, do: func(l *Look) finding {
				return c.child(l, p, dir)
			}})
		}
	}
	_, err = c.each(below)
	return err
}

// place lists one place. Hidden entries are what tools have set aside or lock
// with (pipx, uv).
func (c *scan) place(l *Look, p place) finding {
	var f finding
	entries, err := l.ReadDir(p.dir)
	l.fail(p.dir, err)
	if p.what == placeInterpreters {
		for _, e := range examineBases(l, p.dir, p.kind) {
			c.claim(l, &f, e, "")
		}
		f.tools = managers(l, p.dir, entries)
		return f
	}
	for _, e := range entries {
		if (e.IsDir() || e.IsLink()) && !hidden(e.Name) {
			f.below = append(f.below, c.world.Join(p.dir, e.Name))
		}
	}
	return f
}

// child looks at one entry of a place: an environment, or the prefix of a
// base. pyenv-virtualenv keeps its environments among pyenv's bases.
func (c *scan) child(l *Look, p place, dir string) finding {
	var f finding
	if info, err := l.Stat(dir); err != nil || !info.IsDir() {
		l.fail(dir, err)
		return f
	}
	if e := environmentIn(l, dir); e != nil {
		c.claim(l, &f, e, "")
		return f
	}
	if p.what == placeBases {
		for _, e := range examineBases(l, baseBin(c.world, dir), p.kind) {
			c.claim(l, &f, e, "")
		}
	}
	return f
}

// managers finds the programs in a directory of programs that manage
// environments.
func managers(l *Look, dir string, entries []Entry) []venvcore.Tool {
	w := l.World()
	var out []venvcore.Tool
	for _, name := range managerNames() {
		file := w.Exe(name)
		if !listed(entries, file) {
			continue
		}
		path := w.Join(dir, file)
		info, err := l.Weak().Stat(path)
		if err != nil || !info.Mode.IsRegular() || !w.Windows() && info.Mode&0o111 == 0 {
			continue
		}
		out = append(out, venvcore.Tool{Name: name, Path: path})
	}
	return out
}

// managerNames are the programs that make or manage environments.
func managerNames() []string {
	return []string{
		"asdf", "conda", "direnv", "hatch", "mamba", "micromamba", "mise", "nox", "pdm", "pipenv", "pipx", "pixi",
		"poetry", "pyenv", "rye", "tox", "uv", "virtualenv",
	}
}

// firstTools keeps, of each name, the one that comes first: that is the one
// that the person's shell would run.
func firstTools(units []*unit) []venvcore.Tool {
	var out []venvcore.Tool
	for _, u := range units {
		for _, t := range u.tools {
			if !slices.ContainsFunc(out, func(o venvcore.Tool) bool { return o.Name == t.Name }) {
				out = append(out, t)
			}
		}
	}
	return out
}
