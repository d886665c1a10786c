package server

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/venvd/venvd/internal/rpc"
	"github.com/venvd/venvd/internal/wire"
)

// resolve answers venvd/resolve: the environment that a path belongs to.
func (s *Server) resolve(_ context.Context, p wire.ResolveParams) (func(context.Context) (*wire.Environment, error), error) {
	if p.Path == "" {
		return nil, rpc.InvalidParams("path", "is missing: give a prefix, an interpreter or an alias")
	}
	if !filepath.IsAbs(p.Path) {
		return nil, rpc.InvalidParams("path", fmt.Sprintf("%q is not absolute", p.Path))
	}
	return func(ctx context.Context) (*wire.Environment, error) {
		if err := s.configured(ctx); err != nil {
			return nil, err
		}
		env, err := s.app.Resolve(ctx, p.Path)
		return wire.FromEnvironment(env), failure(err)
	}, nil
}
