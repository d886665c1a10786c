package discover

import (
	"strings"
)

// spot is one directory of a place that is looked at.
type spot struct {
	place place
	dir   string
	rest  []string // levels that are still to be gone down
	top   bool     // the directory of the place itself
}

// tool looks at every place where one tool keeps environments or bases.
func (c *scan) tool() error {
	places, err := c.located(c.query.Root.Tool)
	if err != nil {
		return err
	}
	seen := make(map[string]bool)
	var level []spot
	for _, p := range places {
		level = append(level, spot{place: p, dir: p.dir, rest: p.levels, top: true})
	}
	for len(level) > 0 {
		var jobs []job
		var asked []spot
		for _, s := range level {
			key := s.key()
			if seen[key] {
				continue // two places are one directory
			}
			seen[key] = true
			asked = append(asked, s)
			jobs = append(jobs, job{key: key, path: s.dir, do: func(l *Look) finding { return c.spot(l, s) }})
		}
		units, err := c.each(jobs)
		if err != nil {
			return err
		}
		level = nil
		for i, u := range units {
			level = append(level, asked[i].next(u.below)...)
		}
	}
	return nil
}

// key names the unit of a spot. A directory that is met by two ways down may be
// gone into by one of them only.
func (s spot) key() string {
	kind := "child:"
	if s.top {
		kind = "place:"
	}
	return kind + strings.Join(append([]string{s.dir}, s.rest...), "\x00")
}

// next gives the spots below one.
func (s spot) next(below []string) []spot {
	var out []spot
	for _, dir := range below {
		n := spot{place: s.place, dir: dir}
		if len(s.rest) > 0 {
			n.rest = s.rest[1:]
			// A directory of a fixed name is none of an environment, but the place of
			// some.
			n.top = s.rest[0] != anyName
		}
		out = append(out, n)
	}
	return out
}

// anyName is the level that stands for every directory.
const anyName = "*"

// located gives all places of a tool: those that are fixed and those that its
// configuration names.
func (c *scan) located(name string) ([]place, error) {
	var places []place
	for _, t := range table() {
		if t.name != name {
			continue
		}
		if t.places != nil {
			places = append(places, t.places(c.world)...)
		}
		if t.configured == nil {
			continue
		}
		units, err := c.each([]job{{key: "configured:" + name, do: func(l *Look) finding {
			return finding{places: t.configured(l)}
		}}})
		if err != nil {
			return nil, err
		}
		places = append(places, units[0].places...)
	}
	return places, nil
}

// spot looks at one directory of a place: an environment, the prefix of a base,
// or where others lie. Hidden entries are what tools have set aside or lock
// with (pipx, uv).
func (c *scan) spot(l *Look, s spot) finding {
	var f finding
	p := s.place
	if s.top && p.what == placeInterpreters {
		_, err := l.ReadDir(p.dir)
		l.fail(p.dir, err)
		for _, e := range examineBases(l, p.dir, p.kind) {
			c.claim(l, &f, e, "")
		}
		return f
	}
	if !s.top {
		if info, err := l.Stat(s.dir); err != nil || !info.IsDir() {
			l.fail(s.dir, err)
			return f
		}
	}
	candidate := !s.top || p.what == placeEnvironment || p.what == placeBase
	if candidate && c.occupied(l, s, &f) {
		return f
	}
	if s.top && (p.what == placeEnvironment || p.what == placeBase) || !s.top && len(s.rest) == 0 {
		return f
	}
	if len(s.rest) > 0 && s.rest[0] != anyName {
		f.below = []string{c.world.Join(s.dir, s.rest[0])}
		return f
	}
	entries, err := l.ReadDir(s.dir)
	l.fail(s.dir, err)
	for _, e := range entries {
		if (e.IsDir() || e.IsLink()) && !hidden(e.Name) {
			f.below = append(f.below, c.world.Join(s.dir, e.Name))
		}
	}
	return f
}

// occupied takes what a directory itself is: an environment, or the prefix of a
// base. pyenv-virtualenv keeps its environments among pyenv's bases.
func (c *scan) occupied(l *Look, s spot, f *finding) bool {
	if e := environmentIn(l, s.dir); e != nil {
		c.claim(l, f, e, "")
		return true
	}
	if s.place.what != placeBases && s.place.what != placeBase {
		return false
	}
	for _, e := range examineBases(l, baseBin(c.world, s.dir), s.place.kind) {
		c.claim(l, f, e, "")
	}
	return len(f.environments) > 0
}
