package server

import (
	"context"

	"github.com/venvd/venvd/internal/app"
	"github.com/venvd/venvd/internal/rpc"
	"github.com/venvd/venvd/internal/wire"
)

// interpreter answers venvd/interpreter: from memory once the scope is known.
func (s *Server) interpreter(_ context.Context, p wire.ScopeParams) (func(context.Context) (wire.Selection, error), error) {
	path, err := s.scopeOf(p.URI)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) (wire.Selection, error) {
		ans, err := s.ask(ctx, path)
		return s.selection(ans.Selection), err
	}, nil
}

// ask gives the answer for a path, and has the pushes for its scope begin
// behind it.
func (s *Server) ask(ctx context.Context, path string) (app.Answer, error) {
	if err := s.configured(ctx); err != nil {
		return app.Answer{}, err
	}
	ans, err := s.app.Ask(ctx, path)
	if err != nil {
		return app.Answer{}, failure(err)
	}
	s.seed(ctx, ans)
	return ans, nil
}

// seed has the outbox take an answer for told, from its reply on.
func (s *Server) seed(ctx context.Context, ans app.Answer) {
	rpc.AfterReply(ctx, func() { s.out.seed(ans.Scope, ans.Snapshot) })
}
