package server

import (
	"slices"

	"github.com/venvd/venvd/internal/app"
	"github.com/venvd/venvd/venvcore"
)

// listed is what a client knows of the environments that it asked for, in all
// its questions together: an environment that left one folder and lies in
// another that was asked for has changed and is not gone.
type listed struct {
	scopes []string // what was asked for; with machine it does not matter
	// machine: all that is known was asked for.
	machine bool
	known   *venvcore.Snapshot
}

func newListed() listed { return listed{known: venvcore.EmptySnapshot()} }

// asked reports whether anything was listed at all.
func (l *listed) asked() bool { return l.machine || len(l.scopes) > 0 }

// within gives the scopes as venvcore takes them: none is the machine.
func (l *listed) within() []string {
	if l.machine {
		return nil
	}
	return l.scopes
}

// add notes what a client was given for a scope; empty is the machine. Nothing
// it knew before is forgotten: what is gone is still to be told. moved is where
// renamed folders were then.
func (l *listed) add(scope string, given []*venvcore.Environment, moved map[string]string) {
	all := map[string]bool{}
	envs := slices.Clone(given)
	for _, e := range given {
		all[e.ID] = true
	}
	for _, e := range l.knows() {
		if !all[e.ID] {
			all[e.ID] = true
			envs = append(envs, e)
		}
	}
	switch {
	case scope == "":
		l.machine = true
	case !slices.Contains(l.scopes, scope):
		l.scopes = append(l.scopes, scope)
	}
	l.known = &venvcore.Snapshot{Machine: venvcore.NewMachine(envs), Moved: moved}
}

// knows gives the environments that the client was told of, some twice.
func (l *listed) knows() []*venvcore.Environment {
	if l.machine {
		return l.known.Machine.Environments
	}
	var out []*venvcore.Environment
	for _, s := range l.scopes {
		out = append(out, l.known.Machine.Within(l.known.Real(s))...)
	}
	return out
}

// changes gives what differs in a snapshot from what the client knows, and
// takes it for told.
func (l *listed) changes(snap *venvcore.Snapshot) venvcore.EnvironmentsChanged {
	if !l.asked() || l.known == snap {
		return venvcore.EnvironmentsChanged{Generation: snap.Generation}
	}
	c := venvcore.DiffEnvironments(l.known, snap, l.within())
	l.known = snap
	return c
}

// environments gives what has changed in what was listed, as told from now on.
func (o *outbox) environments(snap *venvcore.Snapshot) venvcore.EnvironmentsChanged {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.lists.changes(snap)
}

// subscribe tells changes of what was listed, relative to what the client was
// given, from now on.
func (o *outbox) subscribe(scope string, l app.Listing) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lists.add(scope, l.Known, l.Snapshot.Moved)
	o.nudge()
}
