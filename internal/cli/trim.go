package cli

import (
	"context"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"

	"github.com/venvd/venvd/venvcore/engine"
)

const (
	// trimDelay is how long after the last look the memory that looking took is
	// given back: a daemon is idle for most of its life, and the runtime by itself
	// keeps what it needed at its peak for minutes.
	trimDelay = time.Second
	// trimWorth is how much has to have been allocated since: what follows a single
	// change, and the safety pass, are not worth a wake-up.
	trimWorth = 4 << 20
	// firstCollection is up to how much memory a command that ends by itself cleans
	// nothing up: most have ended before, and looking at 1,000 environments takes
	// an eighth less.
	firstCollection = 24 << 20
	// firstPercent is how much garbage, in percent of what is in use, a daemon lets
	// gather before it cleans up while it looks at everything for the first time. What
	// is kept of that lies scattered among what is not, and scattered memory cannot be
	// given back: with half of the usual 100 a tenth less is resident from then on, for
	// a tenth more work at the start. Later it would make each change a third slower to
	// tell.
	firstPercent = 50
)

// putOff has the runtime begin to collect garbage when that much memory is in
// use, and go on as it always does. Who says otherwise by GOGC or GOMEMLIMIT is
// obeyed.
func putOff() {
	if toldHow() {
		return
	}
	usual := debug.SetGCPercent(-1)
	debug.SetMemoryLimit(firstCollection)
	// What nothing holds is found by the first collection.
	runtime.AddCleanup(new([16]byte), func(percent int) {
		debug.SetMemoryLimit(math.MaxInt64)
		debug.SetGCPercent(percent)
	}, usual)
}

// beginSmall has the runtime collect garbage more often until everything has been
// looked at once. Who says otherwise is obeyed.
func beginSmall(ctx context.Context, e *engine.Engine) {
	if toldHow() {
		return
	}
	usual := debug.SetGCPercent(firstPercent)
	go func() {
		defer debug.SetGCPercent(usual)
		select {
		case <-e.Changed(): // something is looked at
		case <-ctx.Done():
			return
		}
		_ = e.Known(ctx) // it ends early with the daemon only
	}()
}

// toldHow reports whether the person has set how garbage is collected.
func toldHow() bool { return os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" }

// trimmer gives memory back to the system when what took it is over.
type trimmer struct {
	work chan struct{} // capacity 1
	at   uint64        // what had been allocated when it was told of last

	allocated func() uint64 // how many bytes have ever been
	free      func()
}

func newTrimmer() *trimmer {
	return &trimmer{work: make(chan struct{}, 1), allocated: allocated, free: debug.FreeOSMemory}
}

// looked says that something was looked at. It is called from one goroutine.
func (t *trimmer) looked() {
	now := t.allocated()
	if now-t.at < trimWorth {
		return
	}
	t.at = now
	select {
	case t.work <- struct{}{}:
	default:
	}
}

// run gives memory back whenever nothing worth it has happened for a while. A
// quiet daemon is never woken by it.
func (t *trimmer) run(ctx context.Context) {
	var quiet <-chan time.Time // nil: nothing has happened since the last time
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.work:
			quiet = time.After(trimDelay)
		case <-quiet:
			quiet = nil
			t.free()
		}
	}
}

// allocated is how many bytes this process has ever allocated on its heap.
func allocated() uint64 {
	s := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}
