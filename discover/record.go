package discover

import (
	"slices"
	"strings"
)

// touch is one thing that was looked at, by its path with every link in its
// directory part resolved.
type touch struct {
	path string
	how  touchKind
}

// touchKind says how a thing was looked at, which decides what is watched.
type touchKind uint8

const (
	// touchEntry: the entry itself; its directory is watched.
	touchEntry touchKind = iota
	// touchAbsent: it was not there; its directory is watched, or the nearest
	// that exists.
	touchAbsent
	// touchListed: a directory whose names were read; it is watched.
	touchListed
	// touchQuiet: an entry that is not worth a watch; a hint about it still
	// makes the unit stale.
	touchQuiet
	// touchWalked: a listing that is not worth a watch.
	touchWalked
)

// lists reports whether the names of the directory were read.
func (t touch) lists() bool { return t.how == touchListed || t.how == touchWalked }

// record is what one unit was decided by, sorted and without repetition.
type record []touch

// normal sorts the touches and drops repetitions.
func (r record) normal() record {
	slices.SortFunc(r, func(a, b touch) int {
		if c := strings.Compare(a.path, b.path); c != 0 {
			return c
		}
		return int(a.how) - int(b.how)
	})
	return slices.Clip(slices.Compact(r))
}

// hints are changed paths in the form in which they are compared with records.
type hints struct {
	world *World
	list  []string
	paths map[string]bool // changed themselves
	in    map[string]bool // directories in which something changed directly
}

// fewHints is up to where comparing each record with each hint is cheaper than
// looking up every directory above the record: the usual batch is one to three
// paths, and 10,000 environments have 200,000 records.
const fewHints = 4

func newHints(w *World, changed []string) hints {
	h := hints{world: w, paths: make(map[string]bool, len(changed)), in: make(map[string]bool, len(changed))}
	for _, c := range changed {
		c = w.Clean(c)
		h.list = append(h.list, c)
		h.paths[c] = true
		h.in[w.Dir(c)] = true
	}
	return h
}

// stale reports whether a unit with this record must be looked at again: a
// changed path is one that was looked at, lies above one, or lies directly in
// a directory whose names were read.
func (h hints) stale(r record) bool {
	return len(h.list) > 0 && slices.ContainsFunc(r, h.touches)
}

func (h hints) touches(t touch) bool {
	if t.lists() && h.in[t.path] {
		return true
	}
	if len(h.list) <= fewHints {
		return slices.ContainsFunc(h.list, func(c string) bool { return h.world.Within(c, t.path) })
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
