package discover

import (
	"cmp"
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// report puts together what the units of the scan have found.
func (c *scan) report() *Report {
	r := &Report{Root: c.query.Root, Faults: slices.Clone(c.faults), Tools: firstTools(c.order)}
	var found []*venvcore.Environment
	for _, u := range c.order {
		found = append(found, u.environments...)
		r.Faults = append(r.Faults, u.faults...)
		if u.project != nil {
			r.Projects = append(r.Projects, u.project)
		}
		if u.plain != "" {
			r.Plain = append(r.Plain, u.plain)
		}
	}
	if c.stalls >= maxStalls {
		r.Faults = append(r.Faults, c.gaveUp())
	}
	r.Environments = merge(found)
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

func (c *scan) gaveUp() venvcore.Fault {
	return venvcore.Fault{
		Path: c.query.Root.Path, Code: venvcore.FaultTimeout,
		Message: "too many directories do not answer: the rest is shown as it was known before",
	}
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

// better orders the spellings of one environment: in a project before
// elsewhere, short before long, then by letters.
func better(a, b *venvcore.Environment) int {
	switch {
	case a.Project != "" && b.Project == "":
		return -1
	case a.Project == "" && b.Project != "":
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
