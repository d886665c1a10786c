package watcher

import (
	"sync"
	"sync/atomic"

	"go.uber.org/zap"
)

// shared is what hub, armer and callers have in common.
type shared struct {
	log        *zap.Logger
	backend    backend
	routes     routes
	mail       *mailbox
	cookieDir  string
	cookieStem string

	batches chan Batch
	notes   chan note     // armer to hub
	hints   chan hint     // hub to armer
	expired chan *barrier // clocks to hub
	done    chan struct{} // closed by Close

	dead    atomic.Bool // the backend was given up
	watches atomic.Int64
	losses  atomic.Int64
	polled  atomic.Pointer[[]string]

	closeOnce sync.Once
	closeErr  error
}

// closeBackend may be called by Close and by the hub that gives up; it waits for both.
func (s *shared) closeBackend() {
	s.closeOnce.Do(func() { s.closeErr = s.backend.Close() })
}

// closed says that Close was called, for loops that may be long.
func (s *shared) closed() bool {
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}
