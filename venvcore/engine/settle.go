package engine

import (
	"time"

	"github.com/venvd/venvd/venvcore"
)

// hold is an environment that is told as it was although the disk shows
// something else, because the change is not complete.
type hold struct {
	since  time.Time // when the difference was first seen
	gone   time.Time // when its marker or interpreter was first seen absent; zero: it is there
	sought time.Time // when it was looked for everywhere below its folder; zero: not yet
	counts counts    // of what is left of it
	starts bool      // whether it could start when it was last seen
	turned time.Time // since when; zero: nobody has asked
}

// turn notes whether what is there can start. A change that is held for long may
// turn into another one.
func (h *hold) turn(here *venvcore.Environment, now time.Time) {
	if starts := here.CanStart(); h.turned.IsZero() || starts != h.starts {
		h.starts, h.turned = starts, now
	}
}

// settling is one pass over all that is told and all that is observed.
type settling struct {
	*loop
	now   time.Time
	obs   *observed
	next  []*venvcore.Environment
	past  map[string]string                // what is gone from now on; nil: nothing
	back  map[string]bool                  // prefixes that are taken again
	known map[string]*venvcore.Environment // what is told at the beginning, by id
}

// settle decides what may be told now, and publishes when that differs.
func (l *loop) settle(now time.Time) {
	l.wake = time.Time{}
	l.show(now)
	l.tardy(now)
	if len(l.rewriting) > 0 {
		l.projectsNow, l.dirty = nil, true
	}
	if !l.anyKnown() || l.nothingNew() {
		return
	}
	s := settling{loop: l, now: now, obs: l.observe(), back: map[string]bool{}, known: map[string]*venvcore.Environment{}}
	for _, env := range l.toldEnvs {
		s.known[env.ID] = env
	}
	for _, env := range l.toldEnvs {
		s.keep(env)
	}
	paths := make(map[string]bool, len(s.next))
	taken := make(map[string]bool, len(s.next))
	for _, env := range s.next {
		paths[env.Prefix] = paths[env.Prefix] || env.IsVirtual
		taken[env.ID] = true
		delete(l.seen, env.ID) // it took the place of another, and waits no longer
	}
	for _, env := range s.obs.list {
		// A virtual environment at a path that is still told as another one
		// waits until that one is let go.
		if !taken[env.ID] && (!paths[env.Prefix] || !env.IsVirtual) {
			s.add(env)
		}
	}
	l.forgetSeen(s.obs)
	l.tell(&s)
}

// nothingNew reports whether a pass could only find what the last one found.
func (l *loop) nothingNew() bool {
	return l.observed != nil && !l.dirty && len(l.holds) == 0 && len(l.seen) == 0 && !l.scopesWait()
}

func (l *loop) anyKnown() bool {
	for _, r := range l.roots {
		if r.known() {
			return true
		}
	}
	return false
}

// keep decides what becomes of an environment that is told.
func (s *settling) keep(was *venvcore.Environment) {
	here, same := s.obs.byPath[was.Prefix], s.obs.byID[was.ID]
	if !was.IsVirtual {
		s.keepBase(same)
		return
	}
	switch {
	case same != nil && same.Prefix != was.Prefix && same.Real == was.Real:
		s.relinked(was, same)
	case same != nil && same.Prefix != was.Prefix:
		// Moved: its identity stands elsewhere. What now stands at the old path
		// is another matter.
		s.release(was)
		s.next = append(s.next, same)
	case here == nil:
		s.gone(was)
	case here.ID != was.ID || venvcore.Remade(was, here):
		s.remade(was, here)
	case here.Stage == venvcore.StagePartial && was.Stage != venvcore.StagePartial:
		s.going(was, here)
	default:
		s.update(was, here)
	}
}

// keepBase: a base is told as it is seen; the tools that install one do not
// leave gaps that anybody would see as another interpreter.
func (s *settling) keepBase(same *venvcore.Environment) {
	if same != nil {
		s.next = append(s.next, same)
	}
}

func (s *settling) held(was *venvcore.Environment) *hold {
	h := s.holds[was.Prefix]
	if h == nil {
		h = &hold{since: s.now}
		s.holds[was.Prefix] = h
	}
	return h
}

// release ends the hold. What was not there for a while could be given to
// nobody; now it can.
func (s *settling) release(was *venvcore.Environment) {
	if h := s.holds[was.Prefix]; h != nil {
		s.dirty = s.dirty || !h.gone.IsZero()
		delete(s.holds, was.Prefix)
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
