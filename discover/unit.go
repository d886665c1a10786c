package discover

import (
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// unit is the smallest piece of work that is remembered from one scan to the
// next: one directory of a walk, the facts of one project, one place of a
// tool, one candidate. It is never changed once it is made.
type unit struct {
	finding
	record record
	watch  []Watch
	facts  []string // keys of the lasting facts that it was decided by
	faults []venvcore.Fault
	// unknown are the bases in it that have to be asked for their version.
	unknown []unknown
	// fragile: it could not be finished, so it is not to be remembered.
	fragile bool
	// unwatched: no hint comes when it changes, so every scan looks at it again.
	unwatched bool
}

// finding is what a unit has found.
type finding struct {
	environments []*venvcore.Environment
	held         []string // those of them whose packages were looked at
	project      *venvcore.Project
	plain        string          // a file that is there and is no script
	targets      []string        // paths that the project names, to be examined too
	programs     []starter       // of tools, in a directory
	tools        []venvcore.Tool // those that count
	walked       walked
	installed    *installed
	below        []string // what is to be looked at below a place
	places       []place  // those that a tool's configuration names
	refused      error    // why the root cannot be scanned at all
}

// walked is what the listing of a walked directory has told.
type walked struct {
	entries int      // how many, for the bound
	next    []visit  // the directories to go on with
	files   []Entry  // those that say something about a project
	markers []string // those that make it a project root
}

// unit makes a unit of what was found and of what the Look has written down,
// and so ends the Look.
func (l *Look) unit(f finding) *unit {
	n := l.log.notes
	l.log.notes = notes{}
	r := slices.Clone(n.touches.normal()) // it is kept: without what was spare
	return &unit{
		finding: f, record: r, watch: slices.Clone(sortWatches(append(l.pass.watches(r), n.watch...))),
		facts: n.facts, faults: n.faults, unknown: n.unknown, fragile: timedOut(n.faults), unwatched: n.unwatched,
	}
}

// watches turns what was looked at into what is to be watched: files through
// their directory, what is absent also by itself, so that the watcher takes
// the nearest that exists.
func (p *pass) watches(r record) []Watch {
	out := make([]Watch, 0, 16)
	last := ""
	for _, t := range r {
		switch t.how {
		case touchListed:
			out = append(out, Watch{t.path, p.watchedID(t.path)})
		case touchAbsent:
			out = append(out, Watch{Path: t.path})
			fallthrough
		case touchEntry:
			// The entries of one directory mostly follow each other.
			if dir := p.world.Dir(t.path); dir != last {
				out = append(out, Watch{dir, p.watchedID(dir)})
				last = dir
			}
		}
	}
	return out
}

// sortFaults sorts and drops repetitions: one broken base is met by every
// environment on it.
func sortFaults(list []venvcore.Fault) []venvcore.Fault {
	slices.SortFunc(list, func(a, b venvcore.Fault) int {
		if c := strings.Compare(a.Path, b.Path); c != 0 {
			return c
		}
		if c := strings.Compare(string(a.Code), string(b.Code)); c != 0 {
			return c
		}
		return strings.Compare(a.Message, b.Message)
	})
	return slices.Compact(list)
}

// current reports whether the unit's packages were looked at for just those of
// its environments that are held now.
func (u *unit) current(held map[string]bool) bool {
	for _, e := range u.environments {
		if held[e.Prefix] != slices.Contains(u.held, e.Prefix) {
			return false
		}
	}
	return true
}
