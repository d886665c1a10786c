package server

import (
	"context"
	"time"

	"github.com/venvd/venvd/internal/rpc"
	"github.com/venvd/venvd/internal/wire"
)

// outsideLimit is how long a sync waits for the folders of documents that lie in
// none; with the engine's own limit it stays below what the protocol allows a
// client to expect, but for a mount that is dead.
const outsideLimit = time.Second

// sync answers venvd/sync when everything that happened before is told: the
// pushes are on their way ahead of the answer.
func (s *Server) sync(context.Context, rpc.None) (func(context.Context) (wire.SyncResult, error), error) {
	return func(ctx context.Context) (wire.SyncResult, error) {
		if err := s.configured(ctx); err != nil {
			return wire.SyncResult{}, err
		}
		if err := s.documentsFollowed(ctx); err != nil {
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

// documentsFollowed waits until every document outside the folders is followed.
// One on a dead mount is waited for only so long.
func (s *Server) documentsFollowed(ctx context.Context) error {
	patience := time.NewTimer(outsideLimit)
	defer patience.Stop()
	select {
	case <-s.outside.wait():
		return nil
	case <-patience.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
