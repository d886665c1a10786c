package server

import (
	"context"

	"github.com/venvd/venvd/internal/rpc"
	"github.com/venvd/venvd/internal/wire"
)

// sync answers venvd/sync when everything that happened before is told: the
// pushes are on their way ahead of the answer.
func (s *Server) sync(context.Context, rpc.None) (func(context.Context) (wire.SyncResult, error), error) {
	return func(ctx context.Context) (wire.SyncResult, error) {
		if err := s.configured(ctx); err != nil {
			return wire.SyncResult{}, err
		}
		generation, err := s.app.Engine.Sync(ctx)
		if err != nil {
			return wire.SyncResult{}, err
		}
		if err := s.out.flush(ctx, generation); err != nil {
			return wire.SyncResult{}, err
		}
		return wire.SyncResult{Generation: generation}, nil
	}, nil
}
