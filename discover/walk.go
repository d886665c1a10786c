package discover

import (
	"fmt"
	"path"
	"slices"

	"github.com/venvd/venvd/venvcore"
)

// visit is one directory of a walk.
type visit struct {
	key   string // of its unit
	dir   string
	rel   string // from the folder, with slashes; "" for the folder
	depth int
	store *innerStore // it is a store of environments inside a project, or lies in one
}

// visitKey begins the key of a visit's unit; its path follows.
const visitKey = "walk:"

func visitOf(dir, rel string, depth int) visit {
	key := visitKey + dir
	return visit{key: key, dir: key[len(visitKey):], rel: rel, depth: depth}
}

// folder walks an opened folder, then looks at its projects, then at what
// these name outside of the walk.
func (c *scan) folder() error {
	root := c.query.Root
	if err := c.open(root); err != nil {
		return err
	}
	walked, err := c.walk(visitOf(root.Path, "", 0))
	if err != nil {
		return err
	}
	projects, err := c.projects(walked)
	if err != nil {
		return err
	}
	return c.targets(walked, projects)
}

// open makes sure that the folder is one. A root that is remembered needs no
// look: had it gone, its unit would be stale.
func (c *scan) open(root Root) error {
	if _, ok := c.memory.units[visitKey+root.Path]; ok {
		return nil
	}
	u, err := c.try(job{key: "open:" + root.Path, path: root.Path, do: func(l *Look) finding {
		info, err := l.Stat(root.Path)
		if err == nil && !info.IsDir() {
			err = errNotDirectory
		}
		return finding{refused: err}
	}})
	if err == nil && u.refused != nil {
		return &RootError{Root: root, Err: u.refused}
	}
	return err
}

// walk goes down level by level, each level in the order of its paths: so
// which directories lie within the bound does not depend on the workers, and
// what is near the folder is found before what is deep.
func (c *scan) walk(from visit) (map[string]*unit, error) {
	walked := make(map[string]*unit, len(c.memory.units))
	entries := 0
	bounds := c.query.Root.Bounds
	c.ignore = c.globs(bounds.Ignore)
	for level := []visit{from}; len(level) > 0; {
		var next []visit
		for part := range slices.Chunk(level, chunk) {
			// Told only when they are known to be within the bound.
			units, err := c.fetch(c.visits(part), nil)
			if err != nil {
				return nil, err
			}
			for i, u := range units {
				if entries += u.walked.entries; entries > bounds.Entries && part[i].depth > 0 {
					c.bound(entries - u.walked.entries)
					return walked, nil
				}
				walked[part[i].dir] = u
				c.order = append(c.order, u)
				c.found(u)
				next = append(next, u.walked.next...)
			}
		}
		level = next
	}
	return walked, nil
}

// visits gives the jobs of some directories.
func (c *scan) visits(list []visit) []job {
	jobs := make([]job, len(list))
	for i, v := range list {
		jobs[i] = job{key: v.key, path: v.dir, do: func(l *Look) finding { return c.visit(l, v) }}
	}
	return jobs
}

// children gives the directories in a listed one to go on with. That they are
// some is known by now, so nothing in them needs to ask again.
func (c *scan) children(v visit, entries []Entry) []visit {
	if v.depth >= c.query.Root.Bounds.Depth {
		return nil
	}
	var out []visit
	for _, e := range entries {
		if !e.IsDir() || never(e.Name) {
			continue
		}
		rel := path.Join(v.rel, e.Name)
		store := innerStoreOf(e.Name)
		if ignored(c.ignore, rel, e.Name) {
			continue
		}
		c.pass.learnChild(v.dir, e.Name)
		next := visitOf(c.world.Join(v.dir, e.Name), rel, v.depth+1)
		next.store = store
		out = append(out, next)
	}
	return out
}

// bound reports that the walk was cut.
func (c *scan) bound(entries int) {
	c.faults = append(c.faults, venvcore.Fault{
		Path: c.query.Root.Path, Code: venvcore.FaultBounds,
		Message: fmt.Sprintf("%d entries of %s were looked at and the rest was not: raise the setting discovery.entries "+
			"(%d), or name what to leave out in discovery.ignore", entries, c.query.Root.Path, c.query.Root.Bounds.Entries),
	})
}
