package venvcore

import (
	"cmp"
	"maps"
	"slices"
)

// Reason says why a selection changed.
type Reason string

// The reasons of the protocol.
const (
	ReasonOpened        Reason = "opened"
	ReasonSelected      Reason = "selected"
	ReasonCreated       Reason = "created"
	ReasonMoved         Reason = "moved"
	ReasonRecreated     Reason = "recreated"
	ReasonRepaired      Reason = "repaired"
	ReasonUpgraded      Reason = "upgraded"
	ReasonBroken        Reason = "broken"
	ReasonPackages      Reason = "packages"
	ReasonDeleted       Reason = "deleted"
	ReasonRestored      Reason = "restored"
	ReasonConfiguration Reason = "configuration"
	ReasonHealth        Reason = "health"
	ReasonDetails       Reason = "details"
)

// InterpreterChanged is one change of a followed scope's answer.
type InterpreterChanged struct {
	Scope      string
	Selection  Selection
	Previous   *Selection // nil: there was none
	Reason     Reason
	Generation uint64
}

// EnvironmentsChanged is what changed among the environments of the machine.
type EnvironmentsChanged struct {
	Added, Changed []*Environment
	Removed        []string // ids
	Generation     uint64
}

// Empty reports whether there is nothing to tell.
func (c EnvironmentsChanged) Empty() bool {
	return len(c.Added)+len(c.Changed)+len(c.Removed) == 0
}

// DiffEnvironments compares the environments of two machines that lie within
// the scopes; no scope at all means the machine.
func DiffEnvironments(prev, next *Snapshot, scopes []string) EnvironmentsChanged {
	c := EnvironmentsChanged{Generation: next.Generation}
	before := within(prev, scopes)
	after := within(next, scopes)
	for _, e := range after {
		old := prev.Machine.ByID(e.ID)
		switch {
		case old == nil || !slices.Contains(before, old):
			c.Added = append(c.Added, e)
		case !old.Shown(e):
			c.Changed = append(c.Changed, e)
		}
	}
	for _, e := range before {
		now := next.Machine.ByID(e.ID)
		if now == nil || !slices.Contains(after, now) {
			c.Removed = append(c.Removed, e.ID)
		}
	}
	return c
}

func within(s *Snapshot, scopes []string) []*Environment {
	if len(scopes) == 0 {
		return s.Machine.Environments
	}
	var out []*Environment
	for _, scope := range scopes {
		for _, e := range s.Machine.Within(s.Real(scope)) {
			if !slices.Contains(out, e) {
				out = append(out, e)
			}
		}
	}
	return out
}

// DiffInterpreters gives one change for each followed scope whose answer
// differs between two snapshots, ordered by scope. A scope whose directory was
// renamed is one scope: it is matched by identity.
func DiffInterpreters(prev, next *Snapshot) []InterpreterChanged {
	var out []InterpreterChanged
	for _, path := range slices.Sorted(maps.Keys(next.Scopes)) {
		s := next.Scopes[path]
		if !s.Known {
			continue
		}
		old := predecessor(prev, next, s)
		if c, told := change(prev, next, old, s); told {
			c.Generation = next.Generation
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b InterpreterChanged) int { return cmp.Compare(a.Scope, b.Scope) })
	return out
}

// predecessor finds what the scope was before: by its path, else by its
// identity when its old path is followed no more or is another directory's.
func predecessor(prev, next *Snapshot, s *Scope) *Scope {
	if old := prev.Scopes[s.Path]; old != nil && !old.Ended {
		return old
	}
	if s.ID == "" || s.Ended {
		return nil
	}
	for _, path := range slices.Sorted(maps.Keys(prev.Scopes)) {
		old, now := prev.Scopes[path], next.Scopes[path]
		if old.ID == s.ID && !old.Ended && (now == nil || now.ID != s.ID) {
			return old
		}
	}
	return nil
}

func change(prev, next *Snapshot, old, s *Scope) (InterpreterChanged, bool) {
	c := InterpreterChanged{Scope: s.Path, Selection: s.Selection}
	switch {
	case s.Ended && old == nil:
		return c, false
	case s.Ended:
		c.Reason = s.EndedBy
	case old == nil || !old.Known:
		c.Reason = s.First
		return c, s.First != ""
	default:
		why, told := Why(prev, next, old.Selection, s.Selection)
		if !told {
			return c, false
		}
		c.Reason = why
	}
	p := old.Selection
	c.Previous = &p
	return c, true
}

// Why gives the reason for which a selection differs from what it was, and
// whether there is anything to tell at all.
func Why(prev, next *Snapshot, a, b Selection) (Reason, bool) {
	ae, be := a.Environment, b.Environment
	sameInside := ae == be || (ae != nil && be != nil && ae.ID == be.ID && !repacked(ae, be) && !Remade(ae, be))
	if a.Equal(b) && sameInside {
		return "", false
	}
	switch {
	case a.Choice != b.Choice:
		return ReasonSelected, true
	case a.Setting != b.Setting:
		return ReasonConfiguration, true
	case cameBack(a, b):
		// The stored choice names the id: another one stands at its path.
		if a.ChoiceID == be.ID {
			return ReasonRestored, true
		}
		return ReasonRecreated, true
	case ae == nil && be == nil:
		return ReasonConfiguration, true
	case ae == nil:
		return appeared(prev, be, ReasonConfiguration), true
	case be == nil:
		return left(next, ae), true
	case ae.ID == be.ID:
		return whyWithin(a, b), true
	}
	return whySwitched(prev, next, ae, be), true
}

// cameBack: what the person chose was gone, and holds again.
func cameBack(a, b Selection) bool {
	return a.State == SelectionMissing && b.State != SelectionMissing && b.Environment != nil &&
		(a.Environment == nil || a.Environment.ID != b.Environment.ID) && b.Rule == RuleUser
}

// whyWithin: the environment is the same one.
func whyWithin(a, b Selection) Reason {
	ae, be := a.Environment, b.Environment
	switch {
	case a.State == SelectionMissing && b.State == SelectionOK && a.Wanted != "":
		return ReasonRestored
	case ae.Prefix != be.Prefix && ae.Real == be.Real:
		return ReasonConfiguration
	case ae.Prefix != be.Prefix:
		return ReasonMoved
	case Remade(ae, be):
		return ReasonRecreated
	case ae.CanStart() && !be.CanStart():
		return ReasonBroken
	case !ae.CanStart() && be.CanStart():
		return ReasonRestored
	case ae.Version != be.Version && !told(ae.Version, be.Version) || !ae.Base.equal(be.Base):
		return ReasonUpgraded
	case repacked(ae, be):
		return ReasonPackages
	case a.Rule != b.Rule || a.Wanted != b.Wanted:
		return ReasonConfiguration
	case ae.Health.State == HealthMoved && be.Health.State == HealthOK:
		return ReasonRepaired
	case ae.Health.State == HealthIncomplete && be.Health.State == HealthOK:
		return ReasonPackages
	case !ae.Health.Equal(be.Health) || a.State != b.State:
		return ReasonHealth
	}
	return ReasonDetails
}

// whySwitched: another environment is given than before.
func whySwitched(prev, next *Snapshot, ae, be *Environment) Reason {
	now := next.Machine.ByID(ae.ID)
	// A base at the prefix of another base is no environment that was remade.
	if ae.Prefix == be.Prefix && be.IsVirtual {
		if ae.Real != be.Real {
			return ReasonConfiguration // a link that decides was re-pointed
		}
		return ReasonRecreated
	}
	wasThere := prev.Machine.ByID(be.ID) != nil
	switch {
	case now == nil || now.Prefix != ae.Prefix:
		if !wasThere && be.IsVirtual {
			return appeared(prev, be, ReasonDeleted)
		}
		return ReasonDeleted
	case !wasThere:
		return appeared(prev, be, ReasonConfiguration)
	case ae.CanStart() && !now.CanStart():
		return ReasonBroken
	case prev.Machine.ByID(be.ID).Health.yields() && !be.Health.yields():
		return healed(prev.Machine.ByID(be.ID))
	}
	return appeared(prev, be, ReasonConfiguration)
}

// healed: the reason for one that was passed over because of its health. Until it
// was filled, a new one was not there for who gets it now.
func healed(was *Environment) Reason {
	if was.Health.State == HealthIncomplete {
		return ReasonCreated
	}
	return ReasonRestored
}

// appeared: the reason for an environment that was not given before. One that
// was known all along is given because of something else.
func appeared(prev *Snapshot, e *Environment, otherwise Reason) Reason {
	if was := prev.Machine.ByID(e.ID); was != nil && was.Prefix == e.Prefix {
		return otherwise
	} else if was != nil {
		return ReasonCreated // it was moved to where a rule looks
	}
	for _, id := range prev.Past {
		if id == e.ID {
			return ReasonRestored // it came back, wherever to
		}
	}
	if _, was := prev.Past[e.Prefix]; was {
		return ReasonRecreated
	}
	return ReasonCreated
}

func left(next *Snapshot, e *Environment) Reason {
	if now := next.Machine.ByID(e.ID); now != nil && now.Prefix == e.Prefix {
		return ReasonConfiguration
	}
	return ReasonDeleted
}

// repacked: packages were installed or removed. An environment whose packages
// were not looked at before tells nothing.
func repacked(a, b *Environment) bool {
	return a.Packages != "" && b.Packages != "" && a.Packages != b.Packages
}
