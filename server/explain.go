package server

import (
	"context"

	"github.com/venvd/venvd/internal/wire"
)

// explain answers venvd/explain: why this interpreter, and why no other.
func (s *Server) explain(_ context.Context, p wire.ScopeParams) (func(context.Context) (wire.ExplainResult, error), error) {
	path, err := s.scopeOf(p.URI)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) (wire.ExplainResult, error) {
		ans, err := s.ask(ctx, path)
		if err != nil {
			return wire.ExplainResult{}, err
		}
		r := wire.FromExplanation(ans.Selection, ans.Candidates)
		r.Selection.Scope = s.uriOf(ans.Selection.Scope)
		return r, nil
	}, nil
}
