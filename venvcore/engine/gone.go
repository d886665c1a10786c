package engine

import (
	"maps"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// drop lets an environment go: it is told as deleted.
func (s *settling) drop(was *venvcore.Environment) {
	s.release(was)
	if s.past == nil {
		s.past = map[string]string{}
	}
	s.past[was.Prefix] = was.ID
}

// gone: nothing of it is left where it was, and it is nowhere else that was
// looked at yet.
func (s *settling) gone(was *venvcore.Environment) {
	h := s.held(was)
	if h.gone.IsZero() {
		h.gone = s.now
	}
	if h.sought.IsZero() && !s.now.Before(h.gone.Add(seekDelay)) {
		h.sought = s.now
		s.seek(was)
	}
	if !s.now.Before(h.gone.Add(goneGrace)) && !s.looking(h.sought) {
		s.drop(was)
		return
	}
	s.next = append(s.next, was)
	if h.sought.IsZero() {
		s.wakeAt(h.gone.Add(seekDelay))
	}
	s.wakeAt(s.atLeast(h.gone.Add(goneGrace)))
}

// seek looks through the whole of the folders that the environment lay in: it
// may have been moved to where nothing is watched.
func (l *loop) seek(was *venvcore.Environment) {
	for _, r := range l.roots {
		if r.what.Folder != "" && venvcore.Contains(r.what.Folder, was.Prefix) {
			r.full = true
		}
	}
}

// looking reports whether a scan is under way that may still show where an
// environment is. A root that was looked at since then shows it no more: where
// something happens all the time, a scan is always under way.
func (s *settling) looking(since time.Time) bool {
	for _, r := range s.roots {
		if r.pending() && r.shown.began.Before(since) {
			return true
		}
	}
	return false
}

// atLeast gives t, or, when t has passed and only a scan is waited for, a
// moment later; the scan's result wakes the loop anyhow.
func (s *settling) atLeast(t time.Time) time.Time {
	if t.After(s.now) {
		return t
	}
	return s.now.Add(goneGrace)
}

// going: its marker or its interpreter is absent, but not both.
func (s *settling) going(was, here *venvcore.Environment) {
	h := s.held(was)
	if h.gone.IsZero() {
		h.gone = s.now
	}
	end := h.gone.Add(goneGrace)
	vanish, known := s.vanishing(was, h, end)
	switch {
	case s.now.Before(end):
		s.wakeAt(end)
	case vanish || s.now.Sub(s.quietSince(was.Prefix)) < vanishQuiet:
		s.drop(was) // entries still vanish: it is being removed
		return
	case known:
		s.release(was)
		s.next = append(s.next, here)
		return
	}
	s.next = append(s.next, was)
}

// pastNow gives the memory of what is gone after this pass.
func (s *settling) pastNow() map[string]string {
	old := s.loop.told.Past
	if s.past == nil && len(s.back) == 0 {
		return old
	}
	out := maps.Clone(old)
	for p := range s.back {
		delete(out, p)
	}
	if len(out)+len(s.past) > pastLimit {
		out = map[string]string{}
	}
	maps.Copy(out, s.past)
	return out
}
