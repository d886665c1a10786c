package engine

import (
	"slices"
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
	if elsewhere := *here; !newPackages(was, here) {
		elsewhere.Project, elsewhere.Kind, elsewhere.Tool, elsewhere.Evidence = was.Project, was.Kind, was.Tool, was.Evidence
		if was.Shown(&elsewhere) && !(disowned(was, here) && s.stirred(was)) {
			// Nothing of it has changed on disk but what nobody is told, or what others
			// say of it: the project that it counts for, and who manages it.
			s.release(was)
			s.next = append(s.next, here)
			return
		}
	}
	h := s.held(was)
	h.turn(here, s.now)
	until := s.updatable(was, here, h)
	if s.removing(was, here, h, until) || s.now.Before(until) || s.outdated(was, h) {
		s.next = append(s.next, was)
		s.wakeAt(s.atLeast(until))
		return
	}
	s.release(was)
	s.next = append(s.next, here)
}

// updatable gives the time at which a change in place may be told.
func (s *settling) updatable(was, here *venvcore.Environment, h *hold) time.Time {
	last := later(h.since, s.quietSince(was.Prefix))
	filling, packages := isFilling(was), newPackages(was, here)
	switch {
	case was.CanStart() == here.CanStart() && !filling && !packages && s.madeBeside(was):
		// What is only said of it waits for what is being made beside it, which may
		// be why it is said, and may take its place.
		return h.since.Add(fillLimit)
	case loses(was, here):
		return earlier(last.Add(packagesQuiet), h.since.Add(fillLimit))
	case was.CanStart() != here.CanStart(), !filling && !packages:
		// A scan may have read it in the middle of a change: what it saw counts
		// when no event contradicts it.
		return earlier(last.Add(updateQuiet), h.turned.Add(updateLimit))
	case filling:
		return s.settledAt(h.since, here, readyQuiet)
	}
	return earlier(last.Add(packagesQuiet), h.since.Add(fillLimit))
}

// isFilling reports whether an environment was told before its creator's last step.
func isFilling(was *venvcore.Environment) bool {
	return was.Stage == venvcore.StageUsable && was.Health.Has(venvcore.Incomplete)
}

// newPackages reports whether packages were installed, removed or made again.
func newPackages(was, here *venvcore.Environment) bool {
	return was.Packages != "" && here.Packages != "" && was.Packages != here.Packages
}

// disowned reports whether it no longer says whose it is.
func disowned(was, here *venvcore.Environment) bool {
	return was.Project != "" && here.Project == "" || was.Owned && !here.Owned
}

// stirred reports whether something has just happened in it, or is waited for.
func (s *settling) stirred(was *venvcore.Environment) bool {
	return s.holds[was.Prefix] != nil || s.now.Before(s.quietSince(was.Prefix).Add(packagesQuiet))
}

// loses reports whether packages, names of the interpreter or its owner's mark
// went: by a tool or a person that removes them, or because all of it is being
// removed and they come first.
func loses(was, here *venvcore.Environment) bool {
	return disowned(was, here) || newPackages(was, here) && here.Installed < was.Installed ||
		hasPackages(was) && !hasPackages(here) && !here.Health.Has(venvcore.VersionMismatch) ||
		len(here.Aliases) < len(was.Aliases)
}

// hasPackages reports whether an environment has a directory of packages of its own.
func hasPackages(e *venvcore.Environment) bool {
	return slices.ContainsFunc(e.SitePackages, func(dir string) bool { return venvcore.Contains(e.Prefix, dir) })
}

// removing reports whether an environment that loses something is still losing
// entries, for as long as anything is waited for, or whether that is not known yet.
func (s *settling) removing(was, here *venvcore.Environment, h *hold, until time.Time) bool {
	if !loses(was, here) || !s.now.Before(h.since.Add(fillLimit)) {
		return false
	}
	yes, known := s.vanishing(was, h, until)
	if yes {
		s.touched[was.Prefix] = s.now // nobody has told of it, but something happens there
		s.wakeAt(s.now.Add(packagesQuiet - vanishQuiet))
	}
	return yes || !known
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
	return s.now.Before(later(h.since, h.turned).Add(outdatedLimit)) && s.looking(s.quietSince(was.Prefix))
}

// relinked: it is where it was, and another path of it counts now. Where nothing
// has happened, that is only because another place was looked at for the first
// time.
func (s *settling) relinked(was, same *venvcore.Environment) {
	untouched := s.obs.first[same] && s.quietSince(was.Prefix).IsZero() && s.quietSince(same.Prefix).IsZero()
	if untouched || !s.linking(was, same.Prefix) {
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
