package engine

import (
	"slices"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// add decides whether an environment that is not told yet may be told.
func (s *settling) add(env *venvcore.Environment) {
	if s.onlyThrough(env) {
		return
	}
	if s.obs.first[env] || !env.IsVirtual {
		s.take(env)
		return
	}
	if s.remains(env) {
		delete(s.seen, env.ID)
		return
	}
	first, ok := s.seen[env.ID]
	if !ok {
		first = s.now
		s.seen[env.ID] = s.now
	}
	if until := s.due(env, first); s.now.Before(until) {
		s.wakeAt(until)
		return
	}
	if _, again := s.loop.told.Past[env.Prefix]; again {
		s.take(env) // as in remade: it was waited for
		return
	}
	s.take(s.asFilling(env))
}

// remains reports whether it is what is left of an environment that was told as
// deleted: it is hidden until it is usable again.
func (s *settling) remains(env *venvcore.Environment) bool {
	gone, now := s.loop.told.Past[env.Prefix], s.past[env.Prefix]
	return env.Stage == venvcore.StagePartial && (gone == env.ID || now == env.ID)
}

// onlyThrough reports whether a base is known by nothing but a path that leads to
// it through an environment that is told or was: one that has lost its marker still
// has a link, and somebody may name that.
func (s *settling) onlyThrough(env *venvcore.Environment) bool {
	if env.IsVirtual || s.loop.found[env.ID] {
		return false
	}
	return slices.ContainsFunc(env.Aliases, func(p string) bool {
		bin := above(p)
		return s.was(p) || s.was(bin) || s.was(above(bin))
	})
}

// was reports whether the root of an environment that is told, or was told and is
// gone, has this path.
func (s *settling) was(prefix string) bool {
	_, gone := s.loop.told.Past[prefix]
	_, now := s.past[prefix]
	return gone || now || s.toldAt(prefix) != nil
}

// due gives the time at which a new environment may be told.
func (s *settling) due(env *venvcore.Environment, first time.Time) time.Time {
	quiet := later(first, s.quietSince(env.Prefix))
	_, again := s.loop.told.Past[env.Prefix]
	switch {
	case env.Stage == venvcore.StagePartial:
		return earlier(quiet.Add(partialQuiet), first.Add(fillLimit))
	case again:
		return s.settledAt(first, env, readyQuiet)
	}
	return earlier(quiet.Add(newQuiet), first.Add(newLimit))
}

func (s *settling) take(env *venvcore.Environment) {
	delete(s.seen, env.ID)
	s.back[env.Prefix] = true
	s.next = append(s.next, env)
}

// asFilling marks an environment that is told before its creator's last step.
func (s *settling) asFilling(env *venvcore.Environment) *venvcore.Environment {
	if env.Stage != venvcore.StageUsable || !env.CanStart() || env.Health.Has(venvcore.Incomplete) {
		return env
	}
	c := env.Clone()
	c.Health = venvcore.Sum(venvcore.Leading(append(c.Health.Problems, venvcore.NewProblem(venvcore.Incomplete,
		"it is still being filled: the tool that makes it has not finished"))...)...)
	return c
}

// forgetSeen drops the waiting time of environments that went before they
// could be told.
func (l *loop) forgetSeen(o *observed) {
	for id := range l.seen {
		if o.byID[id] == nil {
			delete(l.seen, id)
		}
	}
}
