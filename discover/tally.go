package discover

import (
	"maps"
	"slices"
	"strings"
)

// tally is what all units of a report have in common: what is to be watched,
// each once and sorted, and the facts that they were decided by. It counts how
// many units want each, so that a scan after a change costs what the changed
// units want and a copy of the rest.
type tally struct {
	wanted  map[Watch]int
	facts   map[string]int
	watches []Watch
}

func newTally(units []*unit) *tally {
	t := &tally{wanted: make(map[Watch]int, 2*len(units)), facts: make(map[string]int)}
	for _, u := range units {
		for _, w := range u.watch {
			t.wanted[w]++ // before sorting: most are those of one base
		}
		for _, f := range u.facts {
			t.facts[f]++
		}
	}
	t.watches = slices.AppendSeq(make([]Watch, 0, len(t.wanted)), maps.Keys(t.wanted))
	slices.SortFunc(t.watches, compareWatches)
	return t
}

// change takes in units that are new and takes out units that were in. The
// list of before is not touched, for reports hold it.
func (t *tally) change(fresh, gone []*unit) {
	var more, less []Watch
	for _, u := range fresh {
		for _, w := range u.watch {
			if t.wanted[w]++; t.wanted[w] == 1 {
				more = append(more, w)
			}
		}
		for _, f := range u.facts {
			t.facts[f]++
		}
	}
	for _, u := range gone {
		for _, w := range u.watch {
			if t.wanted[w]--; t.wanted[w] == 0 {
				delete(t.wanted, w)
				less = append(less, w)
			}
		}
		for _, f := range u.facts {
			if t.facts[f]--; t.facts[f] == 0 {
				delete(t.facts, f)
			}
		}
	}
	if len(more) > 0 || len(less) > 0 {
		t.watches = spliced(t.watches, sortWatches(more), sortWatches(less))
	}
}

// spliced gives list with more in their places and without less; all sorted.
func spliced(list, more, less []Watch) []Watch {
	out := make([]Watch, 0, max(0, len(list)+len(more)-len(less)))
	for _, w := range list {
		for len(more) > 0 && compareWatches(more[0], w) < 0 {
			out, more = append(out, more[0]), more[1:]
		}
		if len(less) > 0 && less[0] == w {
			less = less[1:]
			continue
		}
		out = append(out, w)
	}
	return append(out, more...)
}

// compareWatches orders by path and then by identity.
func compareWatches(a, b Watch) int {
	if c := strings.Compare(a.Path, b.Path); c != 0 {
		return c
	}
	return strings.Compare(string(a.ID), string(b.ID))
}

// sortWatches sorts and drops repetitions.
func sortWatches(list []Watch) []Watch {
	slices.SortFunc(list, compareWatches)
	return slices.Compact(list)
}
