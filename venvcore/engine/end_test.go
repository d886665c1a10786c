package engine

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// TestEndsWhileScansWait: a scan that has not begun when the engine ends must
// not keep it.
func TestEndsWhileScansWait(t *testing.T) {
	for range 50 { // which way a worker goes is chance
		synctest.Test(t, func(t *testing.T) {
			d := newDisk()
			d.delay = time.Second
			ctx, cancel := context.WithCancel(t.Context())
			e, ended := run(ctx, Options{Looker: d, Watcher: d})
			for _, p := range []string{"/a", "/b", "/c", "/d", "/e", "/f", "/g"} {
				if err := e.Open(ctx, p, FolderSettings{}, false); err != nil {
					t.Fatal(err)
				}
			}
			cancel()
			<-ended
		})
	}
}
