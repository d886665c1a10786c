package server

import (
	"context"
	"fmt"

	"github.com/venvd/venvd/internal/rpc"
	"github.com/venvd/venvd/internal/wire"
)

// packages answers venvd/packages: what is installed in an environment.
func (s *Server) packages(_ context.Context, p wire.PackagesParams) (func(context.Context) (wire.PackagesResult, error), error) {
	what := p.Environment
	if what == "" {
		return nil, rpc.InvalidParams("environment", "is missing: give an id, a prefix, an interpreter or an alias")
	}
	if looksLikePath(what) {
		what = clean(what)
	}
	freeze := p.Format == wire.PackagesFreeze
	if !freeze && p.Format != "" && p.Format != wire.PackagesList {
		return nil, rpc.InvalidParams("format", fmt.Sprintf("%q is neither %q nor %q", p.Format, wire.PackagesList, wire.PackagesFreeze))
	}
	return func(ctx context.Context) (wire.PackagesResult, error) {
		if err := s.configured(ctx); err != nil {
			return wire.PackagesResult{}, err
		}
		env, err := s.app.Find(ctx, what)
		if err != nil {
			return wire.PackagesResult{}, failure(err)
		}
		found, err := s.app.Packages(ctx, env, freeze)
		if err != nil {
			return wire.PackagesResult{}, failure(err)
		}
		var text *string
		if freeze {
			text = &found.Freeze
		}
		return wire.FromPackages(found.List, text, found.Faults), nil
	}, nil
}
