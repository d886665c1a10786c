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

// unwatched gives how a thing was looked at without the wish for a watch: the
// same hints touch it.
func (k touchKind) unwatched() touchKind {
	if k == touchListed || k == touchWalked {
		return touchWalked
	}
	return touchQuiet
}

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
	return slices.Compact(r)
}
