package discover

import (
	"context"
	"maps"
	"slices"
	"time"
)

// memory is what a scanner remembers of one root.
type memory struct {
	root  Root
	units map[string]*unit // by kind and path
	// stale are units to be looked at again. They stand in where that cannot
	// be finished: a mount that hangs for a minute must not make everything
	// on it look deleted.
	stale map[string]*unit
	last  *Report
	// tally is of the units of last; nil when it is to be made anew.
	tally   *tally
	lasting map[string]*lasting
	turn    chan struct{} // holds one token: one scan of a root at a time
}

func newMemory() *memory {
	m := &memory{turn: make(chan struct{}, 1)}
	m.turn <- struct{}{}
	m.forget()
	return m
}

func (m *memory) forget() {
	m.units, m.stale, m.last = make(map[string]*unit), make(map[string]*unit), nil
	m.tally, m.lasting = nil, nil
}

// memory gives what is remembered of a root, for the caller alone until done
// is called. It waits for a scan of the same root that runs.
func (s *Scanner) memory(ctx context.Context, key string) (m *memory, done func(), err error) {
	s.mu.Lock()
	m, ok := s.roots[key]
	if !ok {
		m = newMemory()
		s.roots[key] = m
	}
	s.mu.Unlock()
	select {
	case <-m.turn:
		return m, func() { m.turn <- struct{}{} }, nil
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
}

// Forget drops all that is remembered of a root that will not be scanned
// again. It waits for no scan: one that runs is not disturbed.
func (s *Scanner) Forget(r Root) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.roots, r.Key())
}

// prepare takes the units that q makes stale out of what may be used.
func (m *memory) prepare(w *World, q Query) {
	if q.Full || !m.root.same(q.Root) {
		m.forget()
	}
	if !slices.Equal(m.root.Paths, q.Root.Paths) {
		m.last = nil // what is named differs, though nothing that was is stale
	}
	m.root = q.Root
	h := newHints(w, q.Changed)
	m.stale = maps.Clone(m.stale)     // as below: nobody changes what a scan has seen
	m.lasting = maps.Clone(m.lasting) // a worker that was given up may still read those of before
	maps.DeleteFunc(m.lasting, func(_ string, f *lasting) bool { return h.stale(f.log.touches) })
	for key, u := range m.units {
		if u.fragile || u.unwatched || h.stale(u.record) || !u.current(q.Held) {
			m.stale[key] = u
			delete(m.units, key)
			m.last = nil
		}
	}
}

// unchanged gives the report of before, when nothing has become stale.
func (m *memory) unchanged(q Query, begun time.Time) *Report {
	if q.Found != nil {
		for _, e := range m.last.Environments {
			q.Found(e)
		}
	}
	r := *m.last
	r.Looked, r.Reused, r.Elapsed = 0, len(m.units), time.Since(begun)
	return &r
}

// keep remembers the units that a finished scan has met, and forgets the
// others: what they were about is gone.
func (m *memory) keep(met map[string]*unit) {
	m.units = met
	m.stale = make(map[string]*unit)
}

// gone gives the units of the last report that are not in the one that has met
// these.
func (m *memory) gone(met map[string]*unit) []*unit {
	out := slices.Collect(maps.Values(m.stale))
	for key, u := range m.units {
		if met[key] != u {
			out = append(out, u)
		}
	}
	return out
}

// save remembers what a scan that did not end has finished.
func (m *memory) save(met map[string]*unit) {
	m.tally, m.lasting = nil, nil
	maps.DeleteFunc(met, func(_ string, u *unit) bool { return u.fragile })
	maps.Copy(m.units, met)
}
