package server

import (
	"context"
	"errors"
	"sync"

	"go.uber.org/zap"

	"github.com/venvd/venvd/internal/wire"
	"github.com/venvd/venvd/venvcore/engine"
)

// documentParams are those of textDocument/didOpen and didClose, as far as they
// matter here: what is in the document does not.
type documentParams struct {
	TextDocument struct {
		URI wire.DocumentURI `json:"uri"`
	} `json:"textDocument"`
}

// didOpen follows the scope of a document as long as it is open.
func (s *Server) didOpen(ctx context.Context, p documentParams) error {
	path, err := wire.Path(p.TextDocument.URI)
	if err != nil {
		// An unnamed buffer, or one of another machine: it has no project here.
		s.log.Debug("a document is no file", zap.String("uri", string(p.TextDocument.URI)))
		return nil
	}
	return s.ordered(ctx, func(ctx context.Context) error {
		if s.outside.busy(path) {
			s.outside.put(path, func() { s.followOutside(path) })
			return nil
		}
		err := s.app.OpenDocument(ctx, path)
		if errors.Is(err, engine.ErrOutside) {
			s.outside.put(path, func() { s.followOutside(path) })
			return nil
		}
		return err
	})
}

// didClose ends what didOpen began.
func (s *Server) didClose(ctx context.Context, p documentParams) error {
	path, err := wire.Path(p.TextDocument.URI)
	if err != nil {
		return nil // it was not followed either
	}
	return s.ordered(ctx, func(ctx context.Context) error {
		if s.outside.busy(path) {
			s.outside.put(path, func() { s.unfollowed(s.app.CloseDocument(s.life, path)) })
			return nil
		}
		return s.app.CloseDocument(ctx, path)
	})
}

func (s *Server) followOutside(path string) { s.unfollowed(s.app.OpenOutside(s.life, path)) }

// unfollowed logs why a document is not followed.
func (s *Server) unfollowed(err error) {
	if err != nil && s.life.Err() == nil {
		s.log.Warn("a document is not followed", zap.Error(err))
	}
}

// lanes run what documents outside all folders tell, in order for each document
// and beside everything else: their folder is looked for on disk, and a dead
// mount must hold up nobody but them.
type lanes struct {
	mu    sync.Mutex
	queue map[string][]func() // by path; an entry stays until its last has run
	calm  chan struct{}       // closed while there is none
}

func newLanes() lanes {
	calm := make(chan struct{})
	close(calm)
	return lanes{queue: map[string][]func(){}, calm: calm}
}

// busy reports whether something about the document has not run yet.
func (l *lanes) busy(path string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, busy := l.queue[path]
	return busy
}

// put runs f behind what was put for the document before. It returns at once.
func (l *lanes) put(path string, f func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.queue) == 0 {
		l.calm = make(chan struct{})
	}
	waiting, busy := l.queue[path]
	l.queue[path] = append(waiting, f)
	if !busy {
		go l.work(path)
	}
}

func (l *lanes) work(path string) {
	for f := l.next(path); f != nil; f = l.next(path) {
		f()
	}
}

func (l *lanes) next(path string) func() {
	l.mu.Lock()
	defer l.mu.Unlock()
	waiting := l.queue[path]
	if len(waiting) > 0 {
		l.queue[path] = waiting[1:]
		return waiting[0]
	}
	delete(l.queue, path)
	if len(l.queue) == 0 {
		close(l.calm)
	}
	return nil
}

// wait gives what is closed when nothing is left to run.
func (l *lanes) wait() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.calm
}
