package engine

import (
	"time"

	"github.com/venvd/venvd/venvcore"
)

// remade: another environment stands, or is being made, at its path.
func (s *settling) remade(was, here *venvcore.Environment) {
	if other := s.known[here.ID]; here.ID != was.ID && other != nil {
		// One that is known was moved here in its place, or a link to it was. When
		// it is told here already, nothing is to be waited for.
		if other.Prefix == was.Prefix || other.Real != here.Real || !s.linking(was, other.Prefix) {
			s.release(was)
		}
		return
	}
	h := s.held(was)
	if here.Stage == venvcore.StagePartial {
		if h.gone.IsZero() {
			h.gone = s.now
		}
		if !s.now.Before(h.gone.Add(goneGrace)) {
			s.drop(was)
			return
		}
		s.wakeAt(h.gone.Add(goneGrace))
		s.next = append(s.next, was)
		return
	}
	h.gone, h.sought = time.Time{}, time.Time{}
	until := s.settledAt(h.since, here, readyQuiet)
	if s.now.Before(until) || s.outdated(was, h) {
		s.next = append(s.next, was)
		s.wakeAt(s.atLeast(until))
		return
	}
	s.release(was)
	s.next = append(s.next, here) // ready, or waited for as long as anything is
}

// settledAt gives the time at which an environment that is being filled may be
// told: when it is ready and quiet, at the latest when it has been filled for
// fillLimit.
func (s *settling) settledAt(since time.Time, env *venvcore.Environment, quiet time.Duration) time.Time {
	limit := since.Add(fillLimit)
	if env.Stage != venvcore.StageReady {
		return limit
	}
	at := later(since, s.quietSince(env.Prefix)).Add(quiet)
	if at.After(limit) {
		return limit
	}
	return at
}

// update: the same environment in the same place; what is known of it may
// have changed.
func (s *settling) update(was, here *venvcore.Environment) {
	if was.Same(here) {
		s.release(was)
		s.next = append(s.next, was)
		return
	}
	filling := was.Stage == venvcore.StageUsable && was.Health.Has(venvcore.Incomplete)
	packages := was.Packages != "" && here.Packages != "" && was.Packages != here.Packages
	if elsewhere := *here; !packages {
		elsewhere.Project = was.Project
		if was.Shown(&elsewhere) {
			// Nothing of it has changed on disk but what nobody is told, or the
			// project that it counts for.
			s.release(was)
			s.next = append(s.next, here)
			return
		}
	}
	h := s.held(was)
	last := later(h.since, s.quietSince(was.Prefix))
	var until time.Time
	switch {
	case was.CanStart() == here.CanStart() && !filling && !packages && s.madeBeside(was):
		// What is only said of it waits for what is being made beside it, which may
		// be why it is said, and may take its place.
		until = h.since.Add(fillLimit)
	case was.CanStart() != here.CanStart(), !filling && !packages:
		// A scan may have read it in the middle of a change: what it saw counts
		// when no event contradicts it.
		until = earlier(last.Add(updateQuiet), h.since.Add(updateLimit))
	case filling:
		until = s.settledAt(h.since, here, readyQuiet)
	default:
		until = earlier(last.Add(packagesQuiet), h.since.Add(fillLimit))
	}
	if s.now.Before(until) || s.outdated(was, h) {
		s.next = append(s.next, was)
		s.wakeAt(s.atLeast(until))
		return
	}
	s.release(was)
	s.next = append(s.next, here)
}

// madeBeside reports whether a new environment waits to be told in the same folder.
func (s *settling) madeBeside(was *venvcore.Environment) bool {
	f := s.folderOf(was.Prefix)
	for id := range s.seen {
		if env := s.obs.byID[id]; env != nil && f != nil && venvcore.Contains(f.at, env.Prefix) {
			return true
		}
	}
	return false
}

// outdated reports whether something has happened in an environment since what
// is known of it was seen, and a look that will show it is under way or due.
func (s *settling) outdated(was *venvcore.Environment, h *hold) bool {
	return s.now.Before(h.since.Add(outdatedLimit)) && s.looking(s.quietSince(was.Prefix))
}

// relinked: it is where it was, and another path of it counts now.
func (s *settling) relinked(was, same *venvcore.Environment) {
	if !s.linking(was, same.Prefix) {
		s.release(was)
		s.next = append(s.next, same)
	}
}

// linking holds an environment as it was while links are changed: one that is
// re-pointed is absent for a moment, or has another name first. Both environments
// that a link led to come by here, and are told at once.
func (s *settling) linking(was *venvcore.Environment, other string) bool {
	h := s.held(was)
	last := later(h.since, later(s.quietSince(was.Prefix), s.quietSince(other)))
	until := earlier(last.Add(updateQuiet), h.since.Add(updateLimit))
	if !s.now.Before(until) && !s.outdated(was, h) {
		return false
	}
	s.next = append(s.next, was)
	s.wakeAt(s.atLeast(until))
	return true
}
