package engine

import (
	"slices"
	"strings"
	"sync"
	"time"

	"go.uber.org/zap"

	"github.com/venvd/venvd/venvcore"
)

// root is one thing that is scanned as a whole, with its last report.
type root struct {
	what    Root
	running bool
	full    bool
	changed map[string]bool
	report  *Report
	paths   []string  // that the report is about, for a root of single paths
	folder  string    // that it is about, for a folder
	began   time.Time // of the scan that gave the report
	err     error
	scans   int
	asked   time.Time // when its first look was asked for
	late    bool      // that look takes longer than answers wait for it

	shown     look      // the report that is gone by; the latest may be of a moment that never was
	stirs     int       // counts what has happened in it
	scanned   int       // stirs when the scan began that runs
	reported  int       // stirs when the scan began that gave the report
	unsettled time.Time // since when something had always happened since
	kept      int       // how many reports have come since then
	// toldFirst: the findings of the first scan have been taken over as they
	// were; from then on what appears is new.
	toldFirst bool
}

type result struct {
	root   *root
	asked  Root // of the query
	began  time.Time
	report *Report
	err    error
}

// known reports whether the first scan of the root has ended.
func (r *root) known() bool { return r.scans > 0 }

// pending reports whether the root is being scanned or has to be.
func (r *root) pending() bool { return r.running || r.due() }

// due reports whether the root has to be scanned.
func (r *root) due() bool { return r.full || len(r.changed) > 0 }

// mark says that something may have changed at path: how is done to every root
// that was decided by it, or holds it.
func (l *loop) mark(path string, how func(r *root, path string)) {
	for _, key := range l.wants.by(path) {
		how(l.roots[key], path)
	}
	for _, r := range l.roots {
		if r.what.Folder != "" && venvcore.Contains(r.what.Folder, path) {
			how(r, path)
		}
	}
}

// stir says that something has happened at a path.
func (r *root) stir(path string) {
	if r != nil {
		r.touch(path)
		r.stirs++
	}
}

// touch has a path looked at again, though nothing is known to have happened.
func (r *root) touch(path string) {
	if r == nil {
		return
	}
	if r.changed == nil {
		r.changed = map[string]bool{}
	}
	r.changed[path] = true
}

// schedule starts the scan of every root that is due and not being scanned.
func (l *loop) schedule() {
	l.namePaths()
	for key, r := range l.roots {
		if r.running || l.busy[key] || !r.due() {
			continue
		}
		q := Query{Root: r.what, Full: r.full, Held: l.held()}
		for p := range r.changed {
			q.Changed = append(q.Changed, p)
		}
		slices.Sort(q.Changed)
		r.running, r.full, r.changed, r.scanned = true, false, nil, r.stirs
		if r.asked.IsZero() {
			r.asked = time.Now()
		}
		l.busy[key] = true
		l.workers.Add(1)
		go l.work(r, q)
	}
}

// work runs one scan in a worker.
func (l *loop) work(r *root, q Query) {
	defer l.workers.Done()
	leave, ok := l.slot(q.Root)
	if !ok {
		l.results <- result{root: r, asked: q.Root, err: l.ctx.Err()}
		return
	}
	defer leave()
	began := time.Now()
	rep, err := l.looker.Look(l.ctx, q)
	l.results <- result{root: r, asked: q.Root, began: began, report: rep, err: err}
}

// slot waits for leave to look at a root, and gives what ends it; false when the
// engine ends. Only folders wait: the other roots are as many as there are
// tools, and one whose disk does not answer must hold up none of them. A
// folder's slot is free again when its look takes long, for the same reason.
func (l *loop) slot(what Root) (leave func(), ok bool) {
	if what.Folder == "" {
		return func() {}, true
	}
	select {
	case l.slots <- struct{}{}:
	case <-l.ctx.Done():
		return nil, false
	}
	free := sync.OnceFunc(func() { <-l.slots })
	late := time.AfterFunc(slotLimit, free)
	return func() { late.Stop(); free() }, true
}

// took takes the result of a scan.
func (l *loop) took(res result) {
	r := res.root
	delete(l.busy, r.what.Key)
	l.tookAt = time.Now()
	if l.roots[r.what.Key] != r {
		return // closed meanwhile, and perhaps opened again: that one is scanned by itself
	}
	r.running = false
	r.scans++
	r.err = res.err
	if res.report != nil && res.report.Moved != "" {
		r.scans--
		l.relocate(r, res.report.Moved)
		return
	}
	if res.err != nil {
		l.log.Warn("scan failed", zap.String("root", r.what.Key), zap.Error(res.err))
		res.report = &Report{Faults: []venvcore.Fault{{Path: r.what.Folder, Code: venvcore.FaultUnreadable, Message: res.err.Error()}}}
		// What cannot be looked at is waited for: it, or a parent, may come back.
		if r.what.Folder != "" {
			res.report.Watch = []Watch{{Path: above(r.what.Folder)}, {Path: r.what.Folder}}
		}
	}
	if r.report == nil || !slices.Equal(r.report.Watch, res.report.Watch) {
		l.wants.stale = true
	}
	r.report, r.began, r.reported = res.report, res.began, r.scanned
	r.paths, r.folder = res.asked.Paths, res.asked.Folder
	r.kept++
	l.moves++
	// Whatever it found, an answer may have waited for this root to be known.
	l.dirty = l.dirty || r.scans == 1
}

// held gives the prefixes of the environments whose packages matter: those
// that followed scopes use.
func (l *loop) held() map[string]bool {
	h := map[string]bool{}
	for _, s := range l.scopes {
		if env := s.selection.Environment; env != nil && env.IsVirtual {
			h[env.Prefix] = true
		}
	}
	return h
}

// scanned reports whether every root that the answers in a folder depend on
// has been looked at once: the machine, the named paths and the folder itself. A
// place of the machine that takes too long is not waited for; what is found there
// is told when it is.
func (l *loop) scanned(f *folder) bool {
	for _, r := range l.roots {
		if r.what.Folder != "" && r.what.Key != folderKey(f.path) {
			continue
		}
		if !r.known() && !r.late {
			return false
		}
	}
	return true
}

// tardy finds the places of the machine whose first look takes longer than
// answers wait for it.
func (l *loop) tardy(now time.Time) {
	for _, r := range l.roots {
		if r.what.Tool == "" || r.known() || r.late || r.asked.IsZero() {
			continue
		}
		if end := earlier(later(r.asked, l.tookAt).Add(answerLimit), r.asked.Add(answerLatest)); now.Before(end) {
			l.wakeAt(end)
			continue
		}
		r.late, l.dirty = true, true
		l.log.Warn("answers wait no longer for a place that is still being looked at", zap.String("root", r.what.Key))
	}
}

func folderKey(path string) string { return "folder:" + path }

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, strings.Compare)
	return keys
}

// machine replaces the roots of the machine's own places.
func (l *loop) machine(roots []Root) {
	keep := map[string]bool{}
	for _, r := range roots {
		keep[r.Key] = true
		// A new root, so that a scan which began before does not count as the look
		// that is due; what the old one found is told until then.
		fresh := &root{what: r, full: true}
		if old := l.roots[r.Key]; old != nil {
			fresh.report, fresh.began, fresh.toldFirst = old.report, old.began, old.toldFirst
			fresh.shown = old.shown
		}
		l.roots[r.Key] = fresh
	}
	for key, r := range l.roots {
		if r.what.Tool != "" && !keep[key] {
			delete(l.roots, key)
			l.wants.stale = true
			l.reported()
		}
	}
}
