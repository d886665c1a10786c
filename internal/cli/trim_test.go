package cli

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// TestTrimmerWaits: what a single change takes wakes nobody; what looking at much
// takes is given back when nothing more has been looked at for a while.
func TestTrimmerWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newTrimmer()
		taken := uint64(0)
		given := make(chan time.Time, 8)
		m.allocated, m.free = func() uint64 { return taken }, func() { given <- time.Now() }
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go m.run(ctx)

		taken += trimWorth - 1
		m.looked()
		time.Sleep(2 * trimDelay)
		if len(given) > 0 {
			t.Error("a small change was worth a wake-up")
		}
		var last time.Time
		for range 3 {
			taken += trimWorth
			last = time.Now()
			m.looked()
			time.Sleep(trimDelay / 2)
		}
		if at := <-given; at != last.Add(trimDelay) {
			t.Errorf("given back %v after the last look, want %v", at.Sub(last), trimDelay)
		}
		time.Sleep(2 * trimDelay)
		if len(given) > 0 {
			t.Error("given back twice")
		}
	})
}
