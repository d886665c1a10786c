package server

import (
	"context"

	"github.com/venvd/venvd/internal/rpc"
	"github.com/venvd/venvd/internal/wire"
)

// trust answers venvd/trust.
func (s *Server) trust(_ context.Context, p wire.TrustParams) (func(context.Context) (rpc.None, error), error) {
	path, err := pathOf("scope", p.Scope)
	if err != nil {
		return nil, err
	}
	if p.Trusted == nil {
		return nil, rpc.InvalidParams("trusted", "is missing: true or false")
	}
	store := p.Store == nil || *p.Store
	before, done := s.turns.take()
	return func(ctx context.Context) (rpc.None, error) {
		defer done()
		if err := inTurn(ctx, before); err != nil {
			return rpc.None{}, err
		}
		return rpc.None{}, failure(s.app.SetTrust(ctx, path, *p.Trusted, store))
	}, nil
}
