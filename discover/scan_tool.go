package discover

import (
	"fmt"
	"strings"
)

// spot is one directory of a place that is looked at.
type spot struct {
	place  place
	dir    string
	levels []string // that are still to be gone down
	met    bool     // it was met on the way, by no name of its own, and may be what is looked for
	leaf   bool     // nothing below it is looked at
}

// spotOf gives where looking at a place begins.
func spotOf(p place) spot {
	self := p.single() && len(p.levels) == 0
	return spot{place: p, dir: p.dir, levels: p.levels, leaf: self, met: self}
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
		level = append(level, spotOf(p))
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
			for _, p := range u.places {
				level = append(level, spotOf(p))
			}
		}
	}
	return nil
}

// key names the unit of a spot. A directory that is met by two ways down may be
// gone into by one of them only.
func (s spot) key() string {
	if s.leaf {
		return "child:" + s.dir + "\x00" + s.place.program
	}
	return fmt.Sprintf("place:%d:", s.place.what) + strings.Join(append([]string{s.dir, s.place.program}, s.levels...), "\x00")
}

// next gives the spots below one.
func (s spot) next(below []string) []spot {
	var out []spot
	for _, dir := range below {
		n := spot{place: s.place, dir: dir}
		if len(s.levels) == 0 {
			n.met, n.leaf = true, true
		} else {
			n.levels = s.levels[1:]
			n.leaf = s.place.single() && len(n.levels) == 0
			// A directory of a fixed name is none of an environment, but the place of
			// some.
			n.met = n.leaf || isPattern(s.levels[0]) && !s.place.single()
		}
		out = append(out, n)
	}
	return out
}

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
