package discover

import (
	"path"

	"github.com/venvd/venvd/venvcore"
)

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

// stores is where environments lie that the directory above them is no project
// of: directories in which tools keep those of many projects, and the kinds that
// lie together wherever that is.
type stores struct {
	dirs  map[string]bool
	kinds map[venvcore.Kind]bool
}

// has reports whether dir, in which an environment was found, is a store. Where a
// link was found that leads to a store, as from a project to one of
// virtualenvwrapper's, it is none.
func (s *stores) has(l *Look, dir string, e *venvcore.Environment) bool {
	return s.dirs[dir] || e.Owned && s.kinds[e.Kind] && leadsTo(l, dir, l.World().Dir(e.Real))
}

// stores gives the stores of this machine.
func (c *scan) stores() *stores {
	c.storesOnce.Do(func() {
		c.storeSet = stores{dirs: make(map[string]bool), kinds: make(map[venvcore.Kind]bool)}
		for _, t := range table() {
			if t.together {
				c.storeSet.kinds[t.kind] = true
			}
			if t.places == nil {
				continue
			}
			for _, p := range t.places(c.world) {
				c.storeSet.dirs[p.dir] = true
			}
		}
	})
	return &c.storeSet
}
