//go:build !linux

package cli

import (
	"context"
	"time"
)

// parentTick is how often a parent is looked for where the system has no cheap
// way to wait for a process that is no child.
const parentTick = 5 * time.Second

// watchParent calls stop when the process dies. One that is not alive is not
// watched.
func watchParent(ctx context.Context, pid int, stop func()) {
	if !running(pid) {
		return
	}
	go func() {
		tick := time.NewTicker(parentTick)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				if !running(pid) {
					stop()
					return
				}
			}
		}
	}()
}
