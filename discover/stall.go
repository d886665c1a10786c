package discover

import (
	"errors"
	"io/fs"
	"sync"
)

// errAbandoned ends the work of a Look that was given up while it hung.
var errAbandoned = errors.New("given up because it took too long")

// gate is where the watchdog can see a Look at work, and can turn it away. A
// call to a hung mount cannot be ended: its goroutine is given up, and ends
// by itself when the call returns.
type gate struct {
	mu    sync.Mutex
	path  string // of the call under way; empty between calls
	calls int    // so that a call can be told from the next one on that path
	lost  bool
	stuck string        // the region it was given up in, in the middle of a call, which may return some day
	gone  chan struct{} // closed when given up
}

// guarded makes one call to the world where the watchdog can see it.
func guarded[T any](l *Look, path string, f func(string) (T, error)) (T, error) {
	var none T
	g := l.log.gate
	if l.pass.stalls.hangs(l.World(), path) {
		err := &fs.PathError{Op: "look at", Path: path, Err: ErrStalled}
		l.Fault(faultOf(path, err)) // whoever asks: nothing may be decided by this
		return none, err
	}
	if !g.enter(path) {
		return none, errAbandoned
	}
	v, err := f(path)
	lost, stuck := g.leave()
	if stuck != "" {
		l.pass.stalls.remove(stuck)
	}
	if lost {
		return none, errAbandoned
	}
	return v, err
}

func (g *gate) enter(path string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.lost {
		return false
	}
	g.path, g.calls = path, g.calls+1
	return true
}

func (g *gate) leave() (lost bool, stuck string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.path = ""
	return g.lost, g.stuck
}

// seen gives the call under way.
func (g *gate) seen() (path string, calls int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.path, g.calls
}

// giveUp turns the Look away if it is still in that call, which is taken to say
// that the region hangs.
func (g *gate) giveUp(calls int, region string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.path == "" || g.calls != calls || g.lost {
		return false
	}
	g.lost, g.stuck = true, region
	close(g.gone)
	return true
}

// shutOut reports whether the Look was turned away, so that what it made of the
// answers says nothing about the disk.
func (g *gate) shutOut() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.lost
}

// shut turns the Look away at its next call.
func (g *gate) shut() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.lost {
		g.lost = true
		close(g.gone)
	}
}
