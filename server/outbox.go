package server

import (
	"context"
	"errors"
	"maps"
	"sync"

	"go.uber.org/zap"

	"github.com/venvd/venvd/internal/rpc"
	"github.com/venvd/venvd/internal/wire"
	"github.com/venvd/venvd/venvcore"
)

// outbox tells one client what has changed. It keeps what was last told, and
// computes a push when it can be sent: a client that reads slowly costs two
// snapshots of memory, holds up nobody, and still gets right differences.
type outbox struct {
	s    *Server
	kick chan struct{} // capacity 1: there is something to look at besides a new snapshot

	mu      sync.Mutex
	prev    *venvcore.Snapshot
	told    map[string]*venvcore.Scope
	lists   listed
	done    uint64 // the generation up to which everything is told
	waiting []flushing
}

type flushing struct {
	generation uint64
	ready      chan struct{}
}

func newOutbox(s *Server) *outbox {
	return &outbox{
		s: s, kick: make(chan struct{}, 1), prev: venvcore.EmptySnapshot(),
		told: map[string]*venvcore.Scope{}, lists: newListed(),
	}
}

// run tells until ctx ends.
func (o *outbox) run(ctx context.Context) {
	// Nothing is sent ahead of the answer to initialize.
	select {
	case <-o.s.begun:
	case <-ctx.Done():
		return
	}
	for {
		changed := o.s.app.Engine.Changed()
		snap := o.s.app.Engine.Snapshot()
		if err := o.tell(ctx, snap); err != nil {
			if !errors.Is(err, rpc.ErrClosed) && ctx.Err() == nil {
				o.s.log.Error("a push was not sent", zap.Error(err))
			}
			return
		}
		o.flushed(snap.Generation)
		select {
		case <-changed:
		case <-o.kick:
		case <-ctx.Done():
			return
		}
	}
}

// tell sends what differs between what was told and the snapshot.
func (o *outbox) tell(ctx context.Context, snap *venvcore.Snapshot) error {
	client := o.s.rpc.Client()
	plain := !o.s.facts().venvd
	for _, c := range o.interpreters(snap) {
		if plain {
			continue
		}
		w := wire.FromInterpreterChanged(c)
		w.Scope = o.s.uriOf(c.Scope)
		w.Selection.Scope = o.s.uriOf(c.Selection.Scope)
		if w.Previous != nil {
			w.Previous.Scope = o.s.uriOf(c.Previous.Scope)
		}
		if err := client.Notify(ctx, wire.NotifyInterpreterChanged, w); err != nil {
			return err
		}
	}
	if c := o.environments(snap); !plain && !c.Empty() {
		return client.Notify(ctx, wire.NotifyEnvironmentsChanged, wire.FromEnvironmentsChanged(c))
	}
	return nil
}

// interpreters gives the changes of followed scopes and takes them for told.
func (o *outbox) interpreters(snap *venvcore.Snapshot) []venvcore.InterpreterChanged {
	o.mu.Lock()
	defer o.mu.Unlock()
	before := *o.prev
	before.Scopes = maps.Clone(o.told)
	changes := venvcore.DiffInterpreters(&before, snap)
	for path, s := range snap.Scopes {
		// A scope that a client asked about counts as told from its answer on.
		if s.Ended {
			// It was told as such; what is followed there again is another one.
			delete(o.told, path)
		} else if _, was := o.told[path]; s.Known && (was || s.First != "" || o.renamed(snap, s)) {
			o.told[path] = s
		}
	}
	for path := range o.told {
		if snap.Scopes[path] == nil {
			delete(o.told, path)
		}
	}
	o.prev = snap
	return changes
}

// renamed reports whether a scope that was told bears another path now.
func (o *outbox) renamed(snap *venvcore.Snapshot, s *venvcore.Scope) bool {
	for path, old := range o.told {
		if s.ID != "" && old.ID == s.ID && snap.Scopes[path] == nil {
			return true
		}
	}
	return false
}

// seed takes the answer that a request was given for told.
func (o *outbox) seed(scope string, snap *venvcore.Snapshot) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if s := snap.Scopes[scope]; s != nil && o.told[scope] == nil {
		o.told[scope] = s
		o.nudge()
	}
}

func (o *outbox) nudge() {
	select {
	case o.kick <- struct{}{}:
	default:
	}
}

// flush returns when everything up to the generation is told.
func (o *outbox) flush(ctx context.Context, generation uint64) error {
	o.mu.Lock()
	if o.done >= generation {
		o.mu.Unlock()
		return nil
	}
	f := flushing{generation: generation, ready: make(chan struct{})}
	o.waiting = append(o.waiting, f)
	o.mu.Unlock()
	select {
	case <-f.ready:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (o *outbox) flushed(generation uint64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.done = generation
	keep := o.waiting[:0]
	for _, f := range o.waiting {
		if f.generation <= generation {
			close(f.ready)
			continue
		}
		keep = append(keep, f)
	}
	o.waiting = keep
}
