package discover

import (
	"slices"
	"strings"
)

// hints are changed paths in the form in which they are compared with records.
type hints struct {
	world *World
	list  []hint
	paths map[string]bool // changed themselves
	in    map[string]bool // directories in which something changed directly
}

// hint is one changed path. below is what the paths below it begin with.
type hint struct{ path, below, dir string }

// fewHints is up to where looking for each hint in each record is cheaper than
// looking up every directory above the record: the usual batch is one to three
// paths, and 10,000 environments have 200,000 records.
const fewHints = 4

func newHints(w *World, changed []string) hints {
	h := hints{world: w}
	for _, c := range changed {
		c = w.Clean(c)
		h.list = append(h.list, hint{c, strings.TrimSuffix(c, w.Separator()) + w.Separator(), w.Dir(c)})
	}
	if len(h.list) > fewHints {
		h.paths, h.in = make(map[string]bool, len(changed)), make(map[string]bool, len(changed))
		for _, c := range h.list {
			h.paths[c.path], h.in[c.dir] = true, true
		}
	}
	return h
}

// stale reports whether a unit with this record must be looked at again: a
// changed path is one that was looked at, lies above one, or lies directly in
// a directory whose names were read.
func (h hints) stale(r record) bool {
	if len(h.list) > fewHints {
		return slices.ContainsFunc(r, h.touches)
	}
	return slices.ContainsFunc(h.list, r.touchedBy)
}

// touchedBy looks for the hint in the sorted record.
func (r record) touchedBy(h hint) bool {
	at := r.from(h.path)
	for _, t := range r[at:] {
		if t.path == h.path || strings.HasPrefix(t.path, h.below) {
			return true
		}
		if !strings.HasPrefix(t.path, h.path) {
			break // else it has the name of the changed one and more, and what is below may follow
		}
	}
	for _, t := range r[r[:at].from(h.dir):at] {
		if t.path != h.dir {
			break
		}
		if t.lists() {
			return true
		}
	}
	return false
}

// from gives the first touch whose path is not before path.
func (r record) from(path string) int {
	i, _ := slices.BinarySearchFunc(r, path, func(t touch, path string) int { return strings.Compare(t.path, path) })
	return i
}

// touches looks for one of many hints.
func (h hints) touches(t touch) bool {
	if t.lists() && h.in[t.path] {
		return true
	}
	for dir := t.path; ; dir = h.world.Dir(dir) {
		if h.paths[dir] {
			return true
		}
		if h.world.Dir(dir) == dir {
			return false
		}
	}
}
