package engine

import (
	"context"
	"slices"
	"time"
)

// syncing is one sync that has not been answered.
type syncing struct {
	ctx     context.Context
	ready   chan struct{}
	token   uint64
	reached bool
	moves   uint64 // what had happened when its barrier was asked for
	give    time.Time
}

// Sync returns when all that happened on disk before the call has been read
// from the kernel, scanned, its grace and quiet times are over, and the
// snapshot that shows it is published; after syncLimit at the latest. It gives
// the generation of that snapshot.
func (e *Engine) Sync(ctx context.Context) (uint64, error) {
	err := e.await(ctx, func(l *loop, ready chan struct{}) {
		s := &syncing{ctx: ctx, ready: ready, give: time.Now().Add(syncLimit)}
		l.syncs = append(l.syncs, s)
		l.barrier(s)
	})
	return e.Snapshot().Generation, err
}

func (l *loop) barrier(s *syncing) {
	l.tokens++
	s.token, s.moves, s.reached = l.tokens, l.moves, l.watcher == nil
	if l.watcher != nil {
		l.watcher.Barrier(s.token)
		return
	}
	// Nothing is watched, so only looking again can tell.
	for _, r := range l.roots {
		r.full = true
	}
	l.moves++
}

// reached notes barriers that the watcher has passed.
func (l *loop) reached(tokens []uint64) {
	for _, s := range l.syncs {
		if slices.Contains(tokens, s.token) {
			s.reached = true
		}
	}
}

// answerSyncs answers each sync whose barrier was reached while nothing is
// under way. When something has happened since the barrier was asked for, a
// scan may have found more to watch, so another barrier is asked for.
func (l *loop) answerSyncs() {
	keep := l.syncs[:0]
	for _, s := range l.syncs {
		late := !time.Now().Before(s.give)
		switch {
		case s.ctx.Err() != nil:
			continue
		case late, s.reached && l.idle() && (s.moves == l.moves || l.watcher == nil):
			close(s.ready)
			continue
		case s.reached && l.idle():
			l.barrier(s)
		}
		keep = append(keep, s)
		l.wakeAt(s.give)
	}
	l.syncs = keep
}

// idle reports whether nothing is being scanned, waits to be scanned, is held
// back, or is being found out.
func (l *loop) idle() bool {
	if l.asking != nil && l.asking() {
		return false
	}
	if l.rereading || l.wants.stale || len(l.holds) > 0 || len(l.seen) > 0 || len(l.rewriting) > 0 || l.scopesWait() {
		return false
	}
	for _, r := range l.roots {
		if r.running || r.due() {
			return false
		}
	}
	return true
}

func (l *loop) wakeAt(t time.Time) {
	if l.wake.IsZero() || t.Before(l.wake) {
		l.wake = t
	}
}
