package discover

import "path"

// innerStore is a directory inside a project in which a tool keeps environments
// of that project. It is no project root, and nothing else in it is gone into.
type innerStore struct {
	levels []string // directories on the way down to where the environments lie
	leaf   bool     // it may be an environment, and is gone into no further
}

// innerStoreOf gives the store that a directory of this name is; nil for all
// others.
func innerStoreOf(name string) *innerStore {
	switch name {
	case ".tox", ".nox", ".direnv", ".hatch":
		return &innerStore{}
	case ".pixi":
		return &innerStore{levels: []string{"envs"}}
	}
	return nil
}

// inStore looks at a store or at what lies in it. Hidden directories of a store
// are the tool's own (tox's .pkg and .tmp).
func (c *scan) inStore(l *Look, v visit) finding {
	entries, err := l.ReadDir(v.dir)
	l.fail(v.dir, err)
	f := finding{walked: walked{entries: len(entries)}}
	// Which project it belongs to is known from all reports together.
	if e := c.candidate(l, v.dir, entries); e != nil {
		c.claim(l, &f, e, "")
		return f
	}
	if v.store.leaf {
		return f
	}
	for _, e := range entries {
		next := &innerStore{leaf: true}
		switch levels := v.store.levels; {
		case len(levels) > 0 && e.Name == levels[0]: // a link, where pixi keeps environments elsewhere
			next = &innerStore{levels: levels[1:]}
		case len(levels) > 0 || !e.IsDir() || hidden(e.Name):
			continue
		}
		below := visitOf(c.world.Join(v.dir, e.Name), path.Join(v.rel, e.Name), v.depth+1)
		below.store = next
		f.walked.next = append(f.walked.next, below)
	}
	return f
}
