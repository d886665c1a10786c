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
	stuck bool          // given up in the middle of a call, which may return some day
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
	if stuck {
		l.pass.stalls.remove(l.World().Dir(path))
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

func (g *gate) leave() (lost, stuck bool) {
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

// giveUp turns the Look away if it is still in that call.
func (g *gate) giveUp(calls int) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.path == "" || g.calls != calls || g.lost {
		return false
	}
	g.lost, g.stuck = true, true
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

// stalls is the set of directories in which a call hangs right now. It is the
// scanner's, not the scan's: the next scan must not hang there again. A nil
// set is always empty.
type stalls struct {
	mu   sync.RWMutex
	dirs map[string]int
}

func newStalls() *stalls { return &stalls{dirs: make(map[string]int)} }

func (s *stalls) add(dir string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dirs[dir]++
}

func (s *stalls) remove(dir string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.dirs[dir]--; s.dirs[dir] <= 0 {
		delete(s.dirs, dir)
	}
}

// hangs reports whether a call in the directory of path hangs.
func (s *stalls) hangs(w *World, path string) bool {
	if s == nil {
		return false
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.dirs) > 0 && s.dirs[w.Dir(path)] > 0
}
