package server

import (
	"context"
	"sync"
	"time"

	"go.uber.org/zap"
)

// initializedLimit is how long after the answer to initialize a client may take
// to say `initialized`, before which it must not be asked anything. One that
// never says it has what initialize said.
const initializedLimit = 5 * time.Second

// rounds are the rounds of questions to the client for its settings, one at a
// time. While one is due the folders may not be open yet, so requests wait for
// it and what documents tell is put off until it is over, in its order.
type rounds struct {
	mu     sync.Mutex
	due    func() // the round that is wanted; nil: none
	busy   bool   // somebody works on it
	over   bool   // no round is due: calm is closed
	calm   chan struct{}
	behind []func() // what was put off
}

func newRounds() rounds { return rounds{calm: make(chan struct{})} }

// ask has one more round made, however many are asked for while one is under
// way. It returns at once.
func (r *rounds) ask(round func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.due = round
	if r.over {
		r.over, r.calm = false, make(chan struct{})
	}
	if !r.busy {
		r.busy = true
		go r.work()
	}
}

// settled says that no round is needed.
func (r *rounds) settled() { r.work() }

// work makes the rounds that are due, then what was put off, until neither is
// left.
func (r *rounds) work() {
	for {
		todo, left := r.next()
		if !left {
			return
		}
		for _, f := range todo {
			f()
		}
	}
}

// next takes what is to be done; left is false when that was all.
func (r *rounds) next() (todo []func(), left bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.due != nil:
		todo, r.due = []func(){r.due}, nil
		return todo, true
	case len(r.behind) > 0:
		todo, r.behind = r.behind, nil
		return todo, true
	}
	if !r.over {
		r.over = true
		close(r.calm)
	}
	r.busy = false
	return nil, false
}

// put puts f off until no round is due, and reports false when none is: then f
// is the caller's to run.
func (r *rounds) put(f func()) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.over {
		return false
	}
	r.behind = append(r.behind, f)
	return true
}

// wait gives what is closed when no round is due.
func (r *rounds) wait() <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.calm
}

// configured waits until the folders are open with the settings that the client
// answered for them.
func (s *Server) configured(ctx context.Context) error {
	select {
	case <-s.rounds.wait():
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// unasked opens the folders of a client that does not say `initialized`.
func (s *Server) unasked() {
	patience := time.NewTimer(initializedLimit)
	defer patience.Stop()
	select {
	case <-s.rounds.wait():
	case <-s.life.Done():
	case <-patience.C:
		s.unaskedNow()
	}
}

// unaskedNow opens the folders with what initialize said.
func (s *Server) unaskedNow() {
	s.rounds.ask(func() {
		if err := s.open(s.life, s.folderPaths()); err != nil && s.life.Err() == nil {
			s.log.Error("folders were not opened", zap.Error(err))
		}
	})
}

// ordered runs what a document tells behind the round that is due, else at
// once.
func (s *Server) ordered(ctx context.Context, f func(context.Context) error) error {
	later := func() {
		if err := f(s.life); err != nil && s.life.Err() == nil {
			s.log.Warn("a document is not followed", zap.Error(err))
		}
	}
	if s.rounds.put(later) {
		return nil
	}
	return f(ctx)
}
