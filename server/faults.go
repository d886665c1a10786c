//go:build venvdfaults

package server

import (
	"context"
	"errors"

	"github.com/venvd/venvd/internal/rpc"
)

// faults are methods that fail as no method of venvd is known to, so that the real
// process can be shown to survive it. They are in the binary that the integration
// tests build, and in no other.
func (s *Server) faults() []rpc.Method {
	return []rpc.Method{
		rpc.Command("venvd/faultCommand", func(_ context.Context, p fault) (rpc.None, error) { return rpc.None{}, p.strike() }),
		rpc.Job("venvd/faultJob", func(_ context.Context, p fault) (func(context.Context) (rpc.None, error), error) {
			return func(context.Context) (rpc.None, error) { return rpc.None{}, p.strike() }, nil
		}),
		rpc.Notification("venvd/faultNotification", func(_ context.Context, p fault) error { return p.strike() }),
	}
}

type fault struct {
	Panic bool `json:"panic"`
}

func (f fault) strike() error {
	if f.Panic {
		panic("as was asked for")
	}
	return errors.New("plain trouble")
}
