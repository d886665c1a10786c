package engine

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"go.uber.org/zap"

	"github.com/venvd/venvd/venvcore"
)

// ErrClosed is what every call returns after the engine has ended.
var ErrClosed = errors.New("the engine has ended")

// ErrOutside is what a call about a path returns when no opened folder holds it,
// and no folder to look at was named.
var ErrOutside = errors.New("no opened folder holds it")

// Engine owns what is known. All methods are safe for concurrent use.
type Engine struct {
	log      *zap.Logger
	looker   Looker
	commands chan func(*loop)
	done     chan struct{}
	current  atomic.Pointer[venvcore.Snapshot]
	status   atomic.Pointer[Status]
	folders  atomic.Pointer[[]string]

	mu    sync.Mutex
	pulse chan struct{} // closed and replaced at every publication
}

// Options are what an engine is made of.
type Options struct {
	Looker  Looker
	Watcher Watcher // nil: nothing is watched, every answer is one scan old
	Log     *zap.Logger
	// State is a directory that other daemons write to; StateTouched is called
	// when something happened in it, and must not block. Until Keep is called
	// after that, a sync waits.
	State        string
	StateTouched func()
	// Looked is called after each look at a root, and must not block; may be nil.
	Looked func()
	// Asking reports whether something is being found out that will have a root
	// looked at again: a sync waits for it. When it is over, Again is called. It
	// must not block; may be nil.
	Asking func() bool
}

// New makes an engine. Nothing happens before Run.
func New(o Options) *Engine {
	if o.Log == nil {
		o.Log = zap.NewNop()
	}
	e := &Engine{
		log:      o.Log,
		looker:   o.Looker,
		commands: make(chan func(*loop)),
		done:     make(chan struct{}),
		pulse:    make(chan struct{}),
	}
	e.current.Store(venvcore.EmptySnapshot())
	e.status.Store(&Status{})
	e.folders.Store(&[]string{})
	return e
}

// Run is the loop. It returns when ctx ends, after every scan has ended.
func (e *Engine) Run(ctx context.Context, o Options) {
	defer close(e.done)
	newLoop(e, o).run(ctx)
}

// Snapshot gives the latest state without waiting.
func (e *Engine) Snapshot() *venvcore.Snapshot { return e.current.Load() }

// Status gives the latest figures of scans and watches without waiting.
func (e *Engine) Status() Status { return *e.status.Load() }

// Folders gives the folders that are looked at, by the paths at which they were
// opened: those of the client, and those that are followed because somebody asked
// about them. A folder is among them before anything in it is looked at.
func (e *Engine) Folders() []string { return *e.folders.Load() }

// Changed gives a channel that is closed at the next publication after the
// call. Take it before reading the snapshot, and nothing is missed.
func (e *Engine) Changed() <-chan struct{} {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.pulse
}

func (e *Engine) publish(s *venvcore.Snapshot) {
	e.current.Store(s)
	e.mu.Lock()
	defer e.mu.Unlock()
	close(e.pulse)
	e.pulse = make(chan struct{})
}

// do runs f in the loop and returns when it has run.
func (e *Engine) do(ctx context.Context, f func(*loop)) error {
	ran := make(chan struct{})
	cmd := func(l *loop) {
		defer close(ran)
		f(l)
	}
	select {
	case e.commands <- cmd:
	case <-ctx.Done():
		return ctx.Err()
	case <-e.done:
		return ErrClosed
	}
	<-ran
	return nil
}

// await runs f in the loop and waits until the channel that f was given is
// closed by somebody.
func (e *Engine) await(ctx context.Context, f func(l *loop, ready chan struct{})) error {
	ready := make(chan struct{})
	if err := e.do(ctx, func(l *loop) { f(l, ready) }); err != nil {
		return err
	}
	select {
	case <-ready:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-e.done:
		return ErrClosed
	}
}
