package engine

import (
	"context"
	"sync"
	"time"

	"go.uber.org/zap"

	"github.com/venvd/venvd/venvcore"
)

// loop is the state that only the engine's goroutine touches.
type loop struct {
	engine  *Engine
	log     *zap.Logger
	looker  Looker
	watcher Watcher

	folders   map[string]*folder // opened by a client, or followed without being opened
	roots     map[string]*root
	results   chan result
	counts    chan counted
	workers   sync.WaitGroup
	slots     chan struct{}   // scanWorkers tokens, for folders
	busy      map[string]bool // keys of roots that a worker is at, those closed meanwhile included
	ctx       context.Context
	lastCause string
	tookAt    time.Time // when the last scan ended

	scopes     map[string]*scope
	documents  map[string]*document
	choices    []venvcore.Choice
	remembered map[string]venvcore.Remembered // by scope
	activated  *venvcore.Activated
	named      []string        // paths that somebody asked about, the latest last
	asked      []string        // files that somebody asked about and that may be scripts, as named
	read       map[string]bool // the files that the last scan of them looked at
	found      map[string]bool // ids of environments that are found where nobody names their path
	looked     map[string]bool // the named paths that the last scan of them looked at
	fresh      map[string]bool // those of them that no scan before had looked at
	renamed    bool            // who names paths, or what for, has changed
	state      string
	touch      func()
	afterLook  func() // called after each look; nil: nobody asks
	asking     func() bool
	rereading  bool // the state directory was touched and is being read
	again      bool // it was touched once more since that reading was asked for

	wants   wants
	touched map[string]time.Time // when something last happened in a directory
	seen    map[string]time.Time // when an environment that is not told yet was first seen, by id
	holds   map[string]*hold     // what is told although it is no longer so, by prefix
	doubts  map[string]doubt     // environments that were found at two places, by id
	wake    time.Time            // when a hold or a quiet time ends; zero: nothing waits

	projectsNow  *projectSet                  // what the reports say of projects; nil as for observed
	toldProjects map[string]*venvcore.Project // what the last pass went by
	rewriting    map[string]time.Time         // project roots whose files say something else, since when

	observed *observed // what the reports say; nil when one has come since
	placed   map[*venvcore.Environment]placed
	told     *venvcore.Snapshot
	toldEnvs []*venvcore.Environment
	dirty    bool // a scope, a choice or a setting changed: publish even when no environment did

	syncs   []*syncing
	tokens  uint64
	waiters []waiter
	moves   uint64 // counts everything that happened; a sync compares it
}

// folder is a directory whose projects are looked at.
type folder struct {
	path     string // as the client knows it
	at       string // where it is: it may have been renamed since
	opened   bool   // by the client; else followed because it was asked about
	settings FolderSettings
	setting  *venvcore.Setting
}

// FolderSettings are the settings that decide what is found and chosen in a
// folder.
type FolderSettings struct {
	Interpreter string // absolute path of the setting `interpreter`; empty: not set
	Bounds      Bounds
}

// waiter is told when what it waits for has come.
type waiter struct {
	ctx   context.Context // of the call; nobody waits any more when it has ended
	ready chan struct{}
	until func(*loop) bool
}

func newLoop(e *Engine, o Options) *loop {
	l := &loop{
		engine: e, log: e.log, looker: o.Looker, watcher: o.Watcher,
		folders: map[string]*folder{}, roots: map[string]*root{}, results: make(chan result), counts: make(chan counted),
		slots: make(chan struct{}, scanWorkers), busy: map[string]bool{},
		scopes: map[string]*scope{}, documents: map[string]*document{}, remembered: map[string]venvcore.Remembered{},
		fresh: map[string]bool{}, rewriting: map[string]time.Time{}, touched: map[string]time.Time{}, seen: map[string]time.Time{},
		holds: map[string]*hold{}, told: venvcore.EmptySnapshot(),
		state: o.State, touch: o.StateTouched, afterLook: o.Looked, asking: o.Asking,
	}
	l.wants.stale = l.state != ""
	l.machine(o.Looker.MachineRoots())
	return l
}

func (l *loop) run(ctx context.Context) {
	l.ctx = ctx
	defer l.workers.Wait()
	var batches <-chan Batch
	if l.watcher != nil {
		batches = l.watcher.Batches()
	}
	alarm := time.NewTimer(safetyInterval)
	defer alarm.Stop()
	safety := time.Now().Add(safetyInterval)
	for {
		l.turn(time.Now())
		alarm.Reset(time.Until(l.next(safety)))
		select {
		case <-ctx.Done():
			l.drain()
			return
		case cmd := <-l.engine.commands:
			cmd(l)
		case r := <-l.results:
			l.took(r)
			if l.afterLook != nil {
				l.afterLook()
			}
			l.drainHints(batches)
		case c := <-l.counts:
			l.tookCount(c)
		case b, ok := <-batches:
			if !ok {
				batches = nil
				continue
			}
			l.hint(b)
		case now := <-alarm.C:
			if !now.Before(safety) {
				l.safety()
				safety = now.Add(safetyInterval)
			}
		}
	}
}

// drainHints takes the batches that are there already: a scan may have read
// what they say has changed since.
func (l *loop) drainHints(batches <-chan Batch) {
	for {
		select {
		case b, ok := <-batches:
			if !ok {
				return // the loop sees it next
			}
			l.hint(b)
		default:
			return
		}
	}
}

// turn does what every event may have made possible: scans are started, what
// has become certain is told, and whoever waited for it is answered.
func (l *loop) turn(now time.Time) {
	l.schedule()
	l.settle(now)
	l.schedule()
	l.watch()
	l.answer()
	// An answer may have followed a scope, whose environment is looked at closer.
	l.schedule()
}

func (l *loop) next(safety time.Time) time.Time {
	if !l.wake.IsZero() && l.wake.Before(safety) {
		return l.wake
	}
	return safety
}

// drain lets the workers that are still scanning hand in their results, so
// that they can end.
func (l *loop) drain() {
	done := make(chan struct{})
	go func() { l.workers.Wait(); close(done) }()
	for {
		select {
		case <-l.results:
		case <-done:
			return
		}
	}
}

// answer tells every waiter whose time has come.
func (l *loop) answer() {
	keep := l.waiters[:0]
	for _, w := range l.waiters {
		if w.ctx.Err() != nil {
			continue
		}
		if w.until(l) {
			close(w.ready)
			continue
		}
		keep = append(keep, w)
	}
	l.waiters = keep
	l.answerSyncs()
}

// wait answers ready when until holds, which is asked after every turn until
// ctx ends.
func (l *loop) wait(ctx context.Context, ready chan struct{}, until func(*loop) bool) {
	l.waiters = append(l.waiters, waiter{ctx: ctx, ready: ready, until: until})
}

// safety looks again at what matters most without having been told to: events
// are hints, and a hint may never come.
func (l *loop) safety() {
	var check []string
	for _, f := range l.folders {
		check = append(check, f.at)
	}
	for _, s := range l.scopes {
		if env := s.selection.Environment; env != nil {
			check = append(check, env.Prefix)
			l.mark(env.Prefix, (*root).touch)
		}
	}
	l.retry()
	if l.watcher != nil {
		// A folder is not marked: that would read all of it again. Whether what is
		// watched below it is still what was read is a few statx.
		l.watcher.Verify(check...)
	}
	l.lastCause = "safety pass"
}

// retry has the places looked at again that did not answer in time: nothing
// tells when a share is back. What still hangs is not asked again, see
// discover.
func (l *loop) retry() {
	for _, r := range l.roots {
		if r.report == nil {
			continue
		}
		for _, f := range r.report.Faults {
			if f.Code == venvcore.FaultTimeout {
				r.touch(f.Path)
			}
		}
	}
}
