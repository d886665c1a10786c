package app

import (
	"context"

	"github.com/venvd/venvd/venvcore"
)

// Listing is what is known of a folder or the machine.
type Listing struct {
	Environments []*venvcore.Environment
	Tools        []venvcore.Tool
	Faults       []venvcore.Fault
	Snapshot     *venvcore.Snapshot
}

// Discover lists what lies in the folder at scope or is owned by its projects;
// without scope, all that is known on the machine. With refresh everything is
// looked at again first. emit, when there is one, is given environments as they
// become known; none of them is in the listing again. It is called from one
// goroutine.
func (a *App) Discover(ctx context.Context, scope string, refresh bool, emit func([]*venvcore.Environment) error) (Listing, error) {
	if scope != "" {
		// A folder nobody has opened is looked at for this.
		if _, err := a.Engine.Ask(ctx, scope, scope); err != nil {
			return Listing{}, err
		}
	}
	done := make(chan error, 1)
	go func() {
		if refresh {
			done <- a.Engine.Refresh(ctx)
			return
		}
		done <- a.Engine.Known(ctx)
	}()
	sent := map[string]bool{}
	for {
		changed := a.Engine.Changed()
		if emit != nil && !refresh {
			if err := send(a.Engine.Snapshot(), scope, sent, emit); err != nil {
				return Listing{}, err
			}
		}
		select {
		case err := <-done:
			if err == nil && emit != nil {
				err = send(a.Engine.Snapshot(), scope, sent, emit)
			}
			if err != nil {
				return Listing{}, err
			}
			return a.listing(scope, sent), nil
		case <-changed:
		case <-ctx.Done():
			<-done
			return Listing{}, ctx.Err()
		}
	}
}

// send streams what was not sent yet.
func send(s *venvcore.Snapshot, scope string, sent map[string]bool, emit func([]*venvcore.Environment) error) error {
	var fresh []*venvcore.Environment
	for _, env := range inScope(s, scope) {
		if !sent[env.ID] {
			sent[env.ID] = true
			fresh = append(fresh, env)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	return emit(fresh)
}

func (a *App) listing(scope string, sent map[string]bool) Listing {
	s := a.Engine.Snapshot()
	l := Listing{Tools: s.Tools, Snapshot: s}
	for _, env := range inScope(s, scope) {
		if !sent[env.ID] {
			l.Environments = append(l.Environments, env)
		}
	}
	for _, f := range s.Faults {
		if scope == "" || f.Path == "" || venvcore.Contains(scope, f.Path) {
			l.Faults = append(l.Faults, f)
		}
	}
	return l
}

func inScope(s *venvcore.Snapshot, scope string) []*venvcore.Environment {
	if scope == "" {
		return s.Machine.Environments
	}
	return s.Machine.Within(scope)
}
