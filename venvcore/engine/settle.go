package engine

import (
	"maps"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// hold is an environment that is told as it was although the disk shows
// something else, because the change is not complete.
type hold struct {
	since  time.Time // when the difference was first seen
	gone   time.Time // when its marker or interpreter was first seen absent; zero: it is there
	sought time.Time // when it was looked for everywhere below its folder; zero: not yet
}

// settling is one pass over all that is told and all that is observed.
type settling struct {
	*loop
	now   time.Time
	obs   *observed
	next  []*venvcore.Environment
	past  map[string]string // what is gone from now on; nil: nothing
	back  map[string]bool   // prefixes that are taken again
	known map[string]bool   // ids of what is told at the beginning
}

// settle decides what may be told now, once every scan that is due has ended:
// between two of them the machine looks as it never was.
func (l *loop) settle(now time.Time) {
	if !l.pendingScan() {
		l.unsettled = time.Time{}
		l.settleNow(now)
		return
	}
	if l.unsettled.IsZero() {
		l.unsettled = now
	}
	if end := l.unsettled.Add(settleLimit); now.Before(end) {
		l.wake = end
		return
	}
	l.settleNow(now)
}

// pendingScan reports whether a root is being scanned or has to be.
func (l *loop) pendingScan() bool {
	for _, r := range l.roots {
		if r.running || r.due() {
			return true
		}
	}
	return false
}

// settleNow decides what may be told now, and publishes when that differs.
func (l *loop) settleNow(now time.Time) {
	l.wake = time.Time{}
	if len(l.rewriting) > 0 {
		l.projectsNow, l.dirty = nil, true
	}
	if !l.anyKnown() || l.nothingNew() {
		return
	}
	s := settling{loop: l, now: now, obs: l.observe(), back: map[string]bool{}, known: map[string]bool{}}
	for _, env := range l.toldEnvs {
		s.known[env.ID] = true
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

func (s *settling) release(was *venvcore.Environment) { delete(s.holds, was.Prefix) }

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
		if (r.running || r.due()) && r.began.Before(since) {
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
	if end := h.gone.Add(goneGrace); s.now.Before(end) {
		s.next = append(s.next, was)
		s.wakeAt(end)
		return
	}
	if s.now.Sub(s.quietSince(was.Prefix)) < vanishQuiet {
		s.drop(was) // entries still vanish: it is being removed
		return
	}
	s.release(was)
	s.next = append(s.next, here)
}

// remade: another environment stands, or is being made, at its path.
func (s *settling) remade(was, here *venvcore.Environment) {
	if here.ID != was.ID && s.known[here.ID] {
		s.release(was) // one that is known was moved here in its place
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
	if until := s.settledAt(h.since, here, readyQuiet); s.now.Before(until) {
		s.next = append(s.next, was)
		s.wakeAt(until)
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
	case was.CanStart() != here.CanStart(), !filling && !packages:
		// A scan may have read it in the middle of a change: what it saw counts
		// when no event contradicts it.
		until = earlier(last.Add(updateQuiet), h.since.Add(updateLimit))
	case filling:
		until = s.settledAt(h.since, here, readyQuiet)
	default:
		until = earlier(last.Add(packagesQuiet), h.since.Add(fillLimit))
	}
	if s.now.Before(until) {
		s.next = append(s.next, was)
		s.wakeAt(until)
		return
	}
	s.release(was)
	s.next = append(s.next, here)
}

// add decides whether an environment that is not told yet may be told.
func (s *settling) add(env *venvcore.Environment) {
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
	c.Health = venvcore.Sum(append(c.Health.Problems, venvcore.NewProblem(venvcore.Incomplete,
		"it is still being filled: the tool that makes it has not finished"))...)
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
