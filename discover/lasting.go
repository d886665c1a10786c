package discover

import (
	"slices"

	"github.com/venvd/venvd/venvcore"
)

// lasting is a fact that outlives its scan: what a base is, which does not have
// to be read again because an environment on it was renamed. Like a unit it is
// good until a hint touches its record, and hints come as long as the record is
// watched. So it is remembered only while a unit of the last report was decided
// by it.
type lasting struct {
	value any
	log   notes // touches that ask for no watch, and the watches as they were
}

// remembered computes a fact like once, or takes it from an earlier scan. What
// it was decided by is recorded for everyone who asks either way, with the
// identities that the directories had when they were read.
func remembered[T any](l *Look, key string, f func(*Look) T) T {
	l.log.facts = append(l.log.facts, key)
	if known, ok := l.pass.lasting[key]; ok {
		l.log.take(known.log)
		return known.value.(T)
	}
	return once(l, key, f)
}

// remember keeps the facts of a scan that its units were decided by. One that
// met a hung call is none.
func (m *memory) remember(p *pass) {
	if m.tally == nil {
		m.lasting = nil
		return
	}
	kept := make(map[string]*lasting, len(m.lasting))
	for key := range m.tally.facts {
		if old, ok := m.lasting[key]; ok {
			kept[key] = old
		} else if fresh := p.lastingFact(key); fresh != nil {
			kept[key] = fresh
		}
	}
	m.lasting = kept
}

// lastingFact gives a fact of the scan as it is remembered; nil when it is not,
// because a call hung or because nothing would tell that it has changed.
func (p *pass) lastingFact(key string) *lasting {
	p.mu.Lock()
	f, ok := p.facts[key]
	p.mu.Unlock()
	if !ok || !f.finished() || timedOut(f.log.faults) || f.log.unwatched {
		return nil
	}
	r := slices.Clone(f.log.touches).normal()
	out := &lasting{value: f.value, log: f.log}
	out.log.watch = sortWatches(append(p.watches(r), f.log.watch...))
	out.log.touches = r
	for i, t := range r {
		r[i].how = t.how.unwatched()
	}
	return out
}

// finished reports whether the computation has ended well.
func (f *fact) finished() bool {
	select {
	case <-f.done:
		return f.good
	default:
		return false
	}
}

func timedOut(faults []venvcore.Fault) bool {
	return slices.ContainsFunc(faults, func(f venvcore.Fault) bool { return f.Code == venvcore.FaultTimeout })
}
