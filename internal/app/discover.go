package app

import (
	"context"
	"maps"
	"slices"

	"github.com/venvd/venvd/venvcore"
)

// Listing is what is known of a folder or the machine.
type Listing struct {
	Environments []*venvcore.Environment
	Tools        []venvcore.Tool
	Faults       []venvcore.Fault
	Snapshot     *venvcore.Snapshot
	// Known is all that the caller was given, each environment as it was given:
	// those streamed, which may have changed since, and those listed.
	Known []*venvcore.Environment
}

// Discover lists what lies in the folder at scope or is owned by its projects;
// without scope, all that is known on the machine. With refresh everything is
// looked at again first. emit, when there is one, is given environments as they
// become known; none of them is in the listing again. It is called from one
// goroutine.
func (a *App) Discover(ctx context.Context, scope string, refresh bool, emit func([]*venvcore.Environment) error) (Listing, error) {
	if scope != "" {
		// A folder nobody has opened is looked at for this.
		if _, err := a.askIn(ctx, scope, a.directoryOf); err != nil {
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
	sent := map[string]*venvcore.Environment{}
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
func send(s *venvcore.Snapshot, scope string, sent map[string]*venvcore.Environment, emit func([]*venvcore.Environment) error) error {
	var fresh []*venvcore.Environment
	for _, env := range inScope(s, scope) {
		if sent[env.ID] == nil {
			sent[env.ID] = env
			fresh = append(fresh, env)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	return emit(fresh)
}

func (a *App) listing(scope string, sent map[string]*venvcore.Environment) Listing {
	s := a.Engine.Snapshot()
	l := Listing{Tools: s.Tools, Snapshot: s, Known: slices.Collect(maps.Values(sent))}
	for _, env := range inScope(s, scope) {
		if sent[env.ID] == nil {
			l.Environments = append(l.Environments, env)
			l.Known = append(l.Known, env)
		}
	}
	for _, f := range s.Faults {
		if scope == "" || f.Path == "" || venvcore.Contains(s.Real(scope), f.Path) {
			l.Faults = append(l.Faults, f)
		}
	}
	return l
}

func inScope(s *venvcore.Snapshot, scope string) []*venvcore.Environment {
	if scope == "" {
		return s.Machine.Environments
	}
	return s.Machine.Within(s.Real(scope))
}
