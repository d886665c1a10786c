package engine

import (
	"cmp"
	"slices"

	"github.com/venvd/venvd/venvcore"
)

// observed is what all reports together say is on disk now.
type observed struct {
	list   []*venvcore.Environment
	byID   map[string]*venvcore.Environment
	byPath map[string]*venvcore.Environment
	first  map[*venvcore.Environment]bool // it was there when its root was first looked at
	doubts map[string]doubt               // by id
}

// observe merges the reports. One identity cannot be at two places: when the
// reports say so, one finding is from before a move and one from after it, so
// the later one is believed and both are looked at again.
func (l *loop) observe() *observed {
	if l.observed != nil {
		return l.observed
	}
	l.observed = l.merge()
	return l.observed
}

func (l *loop) merge() *observed {
	o := &observed{
		byID:   map[string]*venvcore.Environment{},
		byPath: map[string]*venvcore.Environment{},
		first:  map[*venvcore.Environment]bool{},
		doubts: map[string]doubt{},
	}
	from := map[string]*root{}
	l.found = map[string]bool{}
	for _, key := range sortedKeys(l.roots) {
		r := l.roots[key]
		if r.shown.report == nil {
			continue
		}
		for _, env := range r.shown.report.Environments {
			if r.shown.scan == 1 || !r.toldFirst || key == pathsRoot && l.isFresh(env) {
				o.first[env] = true
			}
			if key != pathsRoot {
				l.found[env.ID] = true
			}
			other := o.byID[env.ID]
			switch {
			case other == nil:
			case other.Real == env.Real || !env.IsVirtual:
				o.byID[env.ID] = venvcore.Nearer(other, env)
				o.first[o.byID[env.ID]] = o.first[other] || o.first[env]
				continue
			case !l.contradicted(o, from[env.ID], other, r, env):
				continue
			}
			o.byID[env.ID], from[env.ID] = env, r
		}
	}
	l.doubts = o.doubts
	l.place(o)
	for _, env := range o.byID {
		o.list = append(o.list, env)
	}
	slices.SortFunc(o.list, func(a, b *venvcore.Environment) int {
		if a.Prefix != b.Prefix {
			return compare(a.Prefix, b.Prefix)
		}
		return cmp.Or(compare(a.Interpreter, b.Interpreter), compare(a.ID, b.ID))
	})
	for _, env := range o.list {
		// Two at one path are one that is gone and one that took its place; what
		// was looked at last is there.
		if other := o.byPath[env.Prefix]; other == nil || !other.IsVirtual ||
			env.IsVirtual && from[env.ID].shown.began.After(from[other.ID].shown.began) {
			o.byPath[env.Prefix] = env
		}
	}
	return o
}

// placed is an environment with what other reports say of it filled in: the
// project that it lies in, and the tool that manages it.
type placed struct {
	project, tool string
	env           *venvcore.Environment
}

// place names the project that each environment lies in, the nearest root above
// it, and the executable of its manager. What an owner's evidence said of the
// project before stands. Which projects and tools there are is known only from
// all reports together, so it is not done where they are made.
func (l *loop) place(o *observed) {
	projects := l.projects()
	managers := l.managers()
	fresh := make(map[*venvcore.Environment]placed, len(l.placed))
	for id, env := range o.byID {
		root, tool := env.Project, managers[env.Kind]
		if root == "" && env.IsVirtual {
			root = projects.above(env.Prefix)
		}
		if root == env.Project && tool == env.Tool {
			continue
		}
		p, ok := l.placed[env]
		if !ok || p.project != root || p.tool != tool {
			c := *env
			c.Project, c.Tool = root, tool
			p = placed{root, tool, &c}
		}
		fresh[env] = p
		o.first[p.env] = o.first[env]
		o.byID[id] = p.env
	}
	l.placed = fresh
}

// managers gives the executable of the tool that manages each kind, as far as
// it was found.
func (l *loop) managers() map[venvcore.Kind]string {
	out := map[venvcore.Kind]string{}
	for _, t := range l.tools() {
		for _, kind := range venvcore.Managed(t.Name) {
			if out[kind] == "" {
				out[kind] = t.Path
			}
		}
	}
	return out
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
