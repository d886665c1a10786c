package engine

import (
	"cmp"
	"maps"
	"reflect"
	"runtime"
	"slices"
	"time"

	"go.uber.org/zap"

	"github.com/venvd/venvd/venvcore"
)

// tell publishes a snapshot of what this pass decided, when it differs from
// the one before.
func (l *loop) tell(s *settling) {
	past := s.pastNow()
	changed := !sameEnvironments(s.next, l.toldEnvs)
	if !changed && !l.dirty && !l.scopesWait() {
		return
	}
	next := &venvcore.Snapshot{
		Generation: l.told.Generation + 1, Cause: l.lastCause,
		Machine: l.told.Machine, Past: past, Scopes: map[string]*venvcore.Scope{},
	}
	if changed {
		next.Machine = venvcore.NewMachine(s.next)
	}
	for _, f := range l.folders {
		if f.at != f.path {
			if next.Moved == nil {
				next.Moved = map[string]string{}
			}
			next.Moved[f.path] = f.at
		}
	}
	projects := l.projects()
	l.toldProjects = projects.byRoot
	l.review(projects, s.now)
	next.Projects = projects.sorted
	next.Tools, next.Faults = l.tools(), l.faults()
	held := l.held()
	scopesChanged := l.chooseAll(next, projects)
	l.hold(held)
	l.dirty = false
	for _, r := range l.roots {
		if r.shown.report != nil && !r.toldFirst {
			r.toldFirst, l.observed = true, nil
		}
	}
	if len(l.fresh) > 0 {
		clear(l.fresh)
		l.observed = nil
	}
	if !changed && !scopesChanged && sameSurroundings(l.told, next) {
		return
	}
	l.told, l.toldEnvs = next, s.next
	l.moves++
	l.engine.publish(next)
	// Who tells the clients goes first: the next look and the watches may take both
	// cores of a small machine for a millisecond.
	runtime.Gosched()
	l.engine.status.Store(l.figures())
	l.log.Debug("published", zap.Uint64("generation", next.Generation), zap.String("cause", next.Cause),
		zap.Int("environments", len(next.Machine.Environments)))
}

// scopesWait reports whether a scope waits for its end.
func (l *loop) scopesWait() bool {
	for _, s := range l.scopes {
		if !s.gone.IsZero() && !s.ended {
			return true
		}
	}
	return false
}

// chooseAll answers every followed scope and reports whether an answer, or the
// set of scopes, differs from what was published.
func (l *loop) chooseAll(next *venvcore.Snapshot, projects *projectSet) bool {
	c := l.chooser(next.Machine, projects)
	changed := false
	for _, path := range sortedKeys(l.scopes) {
		s := l.scopes[path]
		if !s.ended {
			l.chooseOne(c, s, next)
		}
		pub := &venvcore.Scope{
			Path: s.path, ID: s.id, Selection: s.selection, Known: s.known,
			First: s.first, Ended: s.ended, EndedBy: s.endedBy,
		}
		next.Scopes[path] = pub
		old := l.told.Scopes[path]
		if old == nil || old.Known != pub.Known || old.Ended != pub.Ended || old.Selection.Generation != pub.Selection.Generation {
			changed = true
		}
	}
	return changed || len(next.Scopes) != len(l.told.Scopes)
}

func (l *loop) chooseOne(c *chooser, s *scope, next *venvcore.Snapshot) {
	f := l.folderOf(s.path)
	s.known = s.known || f == nil || l.scanned(f)
	if !s.known || !s.gone.IsZero() {
		return // not known yet, or held until it is certain that it ended
	}
	in := c.input(s.path)
	if l.awaits(s.path, &in) {
		s.known = s.selection.Generation > 0
		return // what it was told before stands until that was looked at
	}
	sel, _ := venvcore.Choose(in)
	sel.Generation = s.selection.Generation
	if _, differs := venvcore.Why(l.told, next, s.selection, sel); differs || sel.Generation == 0 {
		sel.Generation = next.Generation
	}
	s.selection = sel
	l.remember(s, sel)
	l.adopt(s, c.projects.byRoot[l.real(s.path)])
}

// hold has environments that are chosen from now on, or no longer, looked at
// again: their packages begin or cease to matter.
func (l *loop) hold(before map[string]bool) {
	after := l.held()
	for p := range after {
		if !before[p] {
			l.mark(p, (*root).touch)
		}
	}
	for p := range before {
		if !after[p] {
			l.mark(p, (*root).touch)
		}
	}
}

// tools gives, of each name, the one that the person means. That is the business
// of the root of tools; what others met, such as an installation of conda where
// nobody looks for its program, counts where that has none of the name.
func (l *loop) tools() []venvcore.Tool {
	var out, met []venvcore.Tool
	for _, key := range sortedKeys(l.roots) {
		switch r := l.roots[key]; {
		case r.shown.report == nil:
		case r.what.Tool == toolsRoot:
			out = append(out, r.shown.report.Tools...)
		default:
			met = append(met, r.shown.report.Tools...)
		}
	}
	byName := func(a, b venvcore.Tool) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Path, b.Path)) }
	slices.SortFunc(met, byName)
	for _, t := range met {
		if !slices.ContainsFunc(out, func(o venvcore.Tool) bool { return o.Name == t.Name }) {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, byName)
	return out
}

func (l *loop) faults() []venvcore.Fault {
	var out []venvcore.Fault
	for _, key := range sortedKeys(l.roots) {
		if r := l.roots[key]; r.shown.report != nil {
			out = append(out, r.shown.report.Faults...)
		}
	}
	for _, p := range sortedKeys(l.wants.fault) {
		out = append(out, l.wants.fault[p])
	}
	slices.SortFunc(out, func(a, b venvcore.Fault) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(out)
}

func sameEnvironments(a, b []*venvcore.Environment) bool {
	return slices.EqualFunc(a, b, func(x, y *venvcore.Environment) bool { return x == y || x.Same(y) })
}

// sameSurroundings reports whether nothing else that clients can ask for
// differs.
func sameSurroundings(a, b *venvcore.Snapshot) bool {
	return slices.Equal(a.Faults, b.Faults) && slices.Equal(a.Tools, b.Tools) &&
		slices.EqualFunc(a.Projects, b.Projects, sameProject) &&
		maps.Equal(a.Past, b.Past) && maps.Equal(a.Moved, b.Moved)
}

func sameProject(a, b *venvcore.Project) bool { return a == b || reflect.DeepEqual(a, b) }

// Status holds the figures of the latest scans and watches.
type Status struct {
	Scans []ScanFigures
}

// ScanFigures are those of the last scan of one root.
type ScanFigures struct {
	Root         string
	Elapsed      time.Duration
	Environments int
	Scans        int
	Skipped      []string
}

func (l *loop) figures() *Status {
	st := &Status{}
	for _, key := range sortedKeys(l.roots) {
		r := l.roots[key]
		if r.report == nil {
			continue
		}
		f := ScanFigures{Root: key, Elapsed: r.report.Elapsed, Environments: len(r.report.Environments), Scans: r.scans}
		for _, fault := range r.report.Faults {
			if fault.Path != "" {
				f.Skipped = append(f.Skipped, fault.Path)
			}
		}
		st.Scans = append(st.Scans, f)
	}
	return st
}
