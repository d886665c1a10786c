package discover

import "sync"

// stalls is the set of regions in which a call hangs right now. It is the
// scanner's, not the scan's: the next scan must not hang there again. A nil
// set is always empty.
//
// A region is a path and all that lies below it, and never what lies beside it:
// a dead mount in the person's home, or directly below the root, must not hide
// everything else there.
type stalls struct {
	mu sync.RWMutex
	at map[string]int // calls that hang in each region
}

func newStalls() *stalls { return &stalls{at: make(map[string]int)} }

func (s *stalls) add(region string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at[region]++
}

func (s *stalls) remove(region string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at[region]--; s.at[region] <= 0 {
		delete(s.at, region)
	}
}

// hangs reports whether path lies in a region where a call hangs.
func (s *stalls) hangs(w *World, path string) bool {
	if s == nil {
		return false
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	for region := range s.at {
		if w.Within(region, path) {
			return true
		}
	}
	return false
}

// region gives what is taken to hang with a call about path: the mount that it
// lies on, for a server that does not answer one question answers none, and each
// further one would cost a thread and the time until it is given up. Where that
// cannot be known, or much else lies on the mount, it is the path alone; and the
// directory when several of its entries hang.
func (s *stalls) region(w *World, path string) string {
	if m := w.mountOf(path); m != "" && !w.holdsMuch(m) {
		return m
	}
	dir, beside := w.Dir(path), 0
	s.mu.RLock()
	defer s.mu.RUnlock()
	for region := range s.at {
		if w.Dir(region) == dir {
			beside++
		}
	}
	if beside >= maxStalls-1 && !w.holdsMuch(dir) {
		return dir
	}
	return path
}

// holdsMuch reports whether a directory is one of those that nearly everything
// lies below: a root, or one that holds the person's home.
func (w *World) holdsMuch(dir string) bool {
	return w.Dir(dir) == dir || w.Home != "" && w.Within(dir, w.Home)
}

// mountOf gives the mount point that a resolved path lies on, as the system's own
// list has it, which is read without asking any file system; empty where there
// is no such list, and for a made world.
func (w *World) mountOf(path string) string {
	if w.Prefix != "" {
		return ""
	}
	best := ""
	for _, m := range mountPoints() {
		if len(m) > len(best) && w.Within(m, path) {
			best = m
		}
	}
	return best
}
