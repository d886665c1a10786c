package discover

// single reports whether what the place leads to counts itself, and not what
// lies in it.
func (p place) single() bool {
	return p.what == placeInterpreters || p.what == placeEnvironment || p.what == placeBase
}

// spot looks at one directory of a place: an environment, the prefix of a base,
// one of interpreters, or where others lie.
func (c *scan) spot(l *Look, s spot) finding {
	var f finding
	if s.leaf && s.place.what == placeInterpreters {
		c.interpreters(l, s, &f)
		return f
	}
	if s.met && (c.occupied(l, s, &f) || s.leaf) {
		return f
	}
	f.below = c.beneath(l, s, &f)
	return f
}

// beneath gives the directories that are looked at next. Hidden entries are what
// tools have set aside or lock with (pipx, uv).
func (c *scan) beneath(l *Look, s spot, f *finding) []string {
	level := anyName
	if len(s.levels) > 0 {
		level = s.levels[0]
	}
	if !isPattern(level) {
		return []string{c.world.Join(s.dir, level)}
	}
	entries, err := l.ReadDir(s.dir)
	l.fail(s.dir, err)
	if listed(entries, condaMetaDir) && !s.met { // a place that is an environment itself
		if e := examine(l, candidate{dir: s.dir, entries: entries}); e != nil {
			c.claim(l, f, e, "")
			return nil
		}
	}
	var below []string
	for _, e := range entries {
		if (e.IsDir() || e.IsLink()) && !hidden(e.Name) && levelFits(level, e.Name) {
			below = append(below, c.world.Join(s.dir, e.Name))
			if e.IsDir() {
				l.pass.learnChild(s.dir, e.Name)
			}
		}
	}
	return below
}

// interpreters takes the bases whose interpreters a directory holds.
func (c *scan) interpreters(l *Look, s spot, f *finding) {
	entries, err := l.ReadDir(s.dir)
	l.fail(s.dir, err)
	for _, e := range examineListed(l, s.dir, entries, s.place.kind) {
		if e = s.place.dress(l, e); e != nil {
			c.claim(l, f, e, "")
		}
	}
}

// occupied takes what a directory itself is: an environment, or the prefix of a
// base. What lies among bases and has a manager (pyenv-virtualenv links its
// environments there) is told by the manager's own root, by its own path.
func (c *scan) occupied(l *Look, s spot, f *finding) bool {
	bases := s.place.what == placeBases || s.place.what == placeBase
	if e := environmentIn(l, s.dir); e != nil {
		if !bases || !e.Owned {
			c.claim(l, f, e, "")
		}
		return true
	}
	if !bases {
		return false
	}
	for _, bin := range baseBins(c.world, s.dir) {
		for _, e := range examineBases(l, bin, s.place.kind) {
			if real, err := l.Real(s.dir); err == nil && real == e.Real && s.dir != e.Prefix {
				e = knownAs(e, s.dir) // a link to all of it: 3.12 of mise, Current of a framework
			}
			if e = s.place.dress(l, e); e != nil {
				c.claim(l, f, e, "")
			}
		}
		if len(f.environments) > 0 {
			return true
		}
	}
	return false
}
