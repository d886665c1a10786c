package cli

import (
	"context"
	"runtime/debug"
	"time"

	"github.com/venvd/venvd/venvcore/engine"
)

// trimDelay is how long after the last change the memory that looking took is
// given back: a daemon is idle for most of its life, and the runtime by itself
// keeps what it needed at its peak for minutes.
const trimDelay = time.Second

// trim gives memory back to the system whenever nothing has changed for a while.
// A quiet daemon is never woken by it.
func trim(ctx context.Context, e *engine.Engine) {
	var quiet <-chan time.Time // nil: nothing has changed since the last time
	changed := e.Changed()
	for {
		select {
		case <-ctx.Done():
			return
		case <-changed:
			changed = e.Changed()
			quiet = time.After(trimDelay)
		case <-quiet:
			quiet = nil
			debug.FreeOSMemory()
		}
	}
}
