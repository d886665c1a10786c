package discover

import (
	"cmp"
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// report puts together what the units of the scan have found.
func (c *scan) report() *Report {
	r := &Report{Root: c.query.Root, Faults: slices.Clone(c.faults)}
	var found []*venvcore.Environment
	for _, u := range c.order {
		found = append(found, u.environments...)
		r.Tools = append(r.Tools, u.tools...)
		r.Faults = append(r.Faults, u.faults...)
		if u.project != nil {
			r.Projects = append(r.Projects, u.project)
		}
		if u.plain != "" {
			r.Plain = append(r.Plain, u.plain)
		}
	}
	r.Faults = append(r.Faults, c.notLookedAt()...)
	found = kept(found, r.Projects)
	r.Environments, r.Projects = merge(found), bare(r.Projects, found)
	r.Faults = sortFaults(r.Faults)
	r.Watch = c.watches()
	r.Unknown = c.unknowns()
	slices.SortFunc(r.Projects, func(a, b *venvcore.Project) int { return strings.Compare(a.Root, b.Root) })
	slices.Sort(r.Plain)
	slices.SortFunc(r.Tools, func(a, b venvcore.Tool) int { return strings.Compare(a.Name, b.Name) })
	return r
}

// watches gives what the report is to be watched by, by what has changed since
// the last one where that is known.
func (c *scan) watches() []Watch {
	m := c.memory
	whole := len(c.order) == len(c.met) // else the walk was cut: some of the units do not count
	if m.tally == nil || !whole {
		t := newTally(c.order)
		if m.tally = nil; whole {
			m.tally = t
		}
		return t.watches
	}
	m.tally.change(c.fresh, m.gone(c.met))
	return m.tally.watches
}

// merge gives one environment for each real one, sorted by prefix. The best
// path is the one it is shown by, the others become its aliases.
func merge(found []*venvcore.Environment) []*venvcore.Environment {
	found = slices.Clone(found)
	slices.SortStableFunc(found, better)
	at := make(map[string]int, len(found))
	var out []*venvcore.Environment
	for _, e := range found {
		key := cmp.Or(e.ID, e.Prefix+"\x00"+e.Interpreter)
		i, known := at[key]
		switch {
		case !known:
			at[key] = len(out)
			out = append(out, e)
		case out[i] != e:
			out[i] = joined(out[i], e)
		}
	}
	slices.SortFunc(out, func(a, b *venvcore.Environment) int {
		return cmp.Or(strings.Compare(a.Prefix, b.Prefix), strings.Compare(a.Interpreter, b.Interpreter))
	})
	return out
}

// better orders the spellings of one environment: one whose owner is proven
// before others, in a project before elsewhere, a base that is named by its
// version before a junction to it, in the same project its own path before a link
// to it, short before long, then by letters.
func better(a, b *venvcore.Environment) int {
	aLinked, bLinked := a.Prefix != a.Real, b.Prefix != b.Real
	switch {
	case a.Owned != b.Owned:
		if a.Owned {
			return -1
		}
		return 1
	case a.Project != "" && b.Project == "":
		return -1
	case a.Project == "" && b.Project != "":
		return 1
	case venvcore.NamesVersion(a) != venvcore.NamesVersion(b):
		if venvcore.NamesVersion(a) {
			return -1
		}
		return 1
	case a.Project == b.Project && aLinked != bLinked:
		// As venvcore.NewMachine has it, so that the path does not change with
		// what else was looked at.
		if bLinked {
			return -1
		}
		return 1
	}
	return cmp.Or(len(a.Prefix)-len(b.Prefix), strings.Compare(a.Prefix, b.Prefix),
		len(a.Interpreter)-len(b.Interpreter), strings.Compare(a.Interpreter, b.Interpreter))
}

// joined gives e with another spelling of it among its aliases. One that lies
// in several projects belongs to none.
func joined(e, o *venvcore.Environment) *venvcore.Environment {
	j := e.Clone()
	own := func(p string) bool { return p == "" || p == j.Prefix || p == j.Interpreter }
	j.Aliases = append(j.Aliases, o.Prefix, o.Interpreter)
	j.Aliases = slices.DeleteFunc(append(j.Aliases, o.Aliases...), own)
	slices.Sort(j.Aliases)
	j.Aliases = slices.Compact(j.Aliases)
	if o.Project != "" && o.Project != j.Project {
		j.Project = ""
	}
	return j
}
