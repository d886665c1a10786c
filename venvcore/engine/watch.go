package engine

import (
	"slices"
	"strings"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// stateKey stands for the state directory among the keys of roots.
const stateKey = "state"

// wants is the set of paths that have to be watched, derived from what the
// last reports were decided by.
type wants struct {
	stale bool
	paths []string            // sorted
	who   map[string][]string // path -> keys of the roots that want it
	armed map[string]Armed
	fault map[string]venvcore.Fault
}

// by gives the roots to look at when something happened at path: those that
// were decided by path itself, or by the directory it lies in.
func (w *wants) by(path string) []string {
	return append(slices.Clone(w.who[path]), w.who[above(path)]...)
}

// below reports whether any wanted path lies below dir.
func (w *wants) below(dir string) bool {
	i, found := slices.BinarySearch(w.paths, dir)
	if found {
		i++
	}
	// Siblings such as "/a-b" sort between "/a" and "/a/b".
	for ; i < len(w.paths) && strings.HasPrefix(w.paths[i], dir); i++ {
		if venvcore.Contains(dir, w.paths[i]) {
			return true
		}
	}
	return false
}

// watch hands the wanted set to the watcher when a report has changed it.
func (l *loop) watch() {
	stale := l.wants.stale
	l.wants.stale = false
	if l.watcher == nil || !stale {
		return
	}
	who := make(map[string][]string, len(l.wants.who))
	for key, r := range l.roots {
		if r.report == nil {
			continue
		}
		for _, w := range r.report.Watch {
			who[w.Path] = append(who[w.Path], key)
		}
	}
	if l.state != "" {
		who[l.state] = append(who[l.state], stateKey)
	}
	paths := sortedKeys(who)
	l.wants.who = who
	if slices.Equal(paths, l.wants.paths) {
		l.disagree()
		return
	}
	l.wants.paths = paths
	for p := range l.wants.armed {
		if _, wanted := who[p]; !wanted {
			delete(l.wants.armed, p)
			delete(l.wants.fault, p)
		}
	}
	l.moves++
	l.watcher.Want(paths)
	l.disagree()
}

// disagree looks for directories that were read as another object than the one
// that is watched: what was read there is looked at again.
func (l *loop) disagree() {
	for _, r := range l.roots {
		if r.report == nil || r.running {
			continue
		}
		for _, w := range r.report.Watch {
			a, armed := l.wants.armed[w.Path]
			if !armed || a.Err != nil || a.Dir != w.Path || w.ID == "" || a.ID == w.ID {
				continue
			}
			delete(l.wants.armed, w.Path)
			r.touch(w.Path)
			l.watcher.Verify(w.Path)
		}
	}
}

// hint takes a watch batch.
func (l *loop) hint(b Batch) {
	now := time.Now()
	l.lastCause = "events"
	named := map[string]bool{}
	for _, p := range b.Changed {
		l.happened(p, now)
		named[above(p)], named[p] = true, true
		l.mark(p, (*root).stir)
	}
	for _, p := range b.Moved {
		// The watcher has seen it, not the kernel: it is looked at again, but a scan
		// that began since the last event has not read in the middle of something.
		l.happened(p, now)
		named[p] = true
		l.mark(p, (*root).touch)
	}
	for _, d := range b.Dirs {
		l.moves++
		l.touched[d] = now
		// Where the entries are named, only they are looked at again; a directory
		// as a whole means all that lies below it.
		if !named[d] {
			for _, key := range l.wants.who[d] {
				l.roots[key].stir(d)
			}
		}
		if d == l.state {
			l.reread()
		}
	}
	l.arm(b.Armed)
	if b.Lost {
		l.moves++
		l.lastCause = "events were lost"
		for _, r := range l.roots {
			r.full = true
			r.stirs++
		}
		l.reread()
		l.watcher.Verify()
	}
	l.reached(b.Synced)
	l.forgetTouches(now)
}

// happened notes that an entry was changed.
func (l *loop) happened(path string, now time.Time) {
	l.moves++
	l.touched[above(path)], l.touched[path] = now, now
	if l.wants.below(path) {
		// A directory that is watched below, or holds one that is, was renamed or
		// replaced: what is armed there may be elsewhere now.
		l.watcher.Verify(path)
	}
}

// arm notes what is watched from now on. What was read before it was watched
// is read again.
func (l *loop) arm(armed []Armed) {
	if l.wants.armed == nil {
		l.wants.armed, l.wants.fault = map[string]Armed{}, map[string]venvcore.Fault{}
	}
	for _, a := range armed {
		l.moves++
		who, wanted := l.wants.who[a.Path]
		if !wanted {
			continue
		}
		l.wants.armed[a.Path] = a
		delete(l.wants.fault, a.Path)
		if a.Err != nil {
			l.wants.fault[a.Path] = venvcore.Fault{Path: a.Path, Code: venvcore.FaultWatchLimit, Message: a.Err.Error()}
			l.dirty = true
		}
		for _, key := range who {
			l.roots[key].touch(a.Path)
		}
		if a.Path == l.state {
			l.reread() // it was read before it was watched
		}
	}
}

// reread has the state directory read. One reading is asked for at a time:
// what is touched while it goes on is read once more afterwards.
func (l *loop) reread() {
	if l.state == "" || l.touch == nil {
		return
	}
	if l.again = l.rereading; !l.again {
		l.rereading = true
		l.touch()
	}
}

// forgetTouches keeps the memory of recent events small.
func (l *loop) forgetTouches(now time.Time) {
	if len(l.touched) < 1024 {
		return
	}
	for d, t := range l.touched {
		if now.Sub(t) > fillLimit {
			delete(l.touched, d)
		}
	}
}

// quietSince gives when something last happened at or below dir; zero when
// that is too long ago to matter.
func (l *loop) quietSince(dir string) time.Time {
	var last time.Time
	for d, t := range l.touched {
		if t.After(last) && venvcore.Contains(dir, d) {
			last = t
		}
	}
	return last
}

func above(path string) string {
	i := strings.LastIndexAny(path, `/\`)
	if i <= 0 {
		return "/"
	}
	return path[:i]
}
