package watcher

import (
	"errors"
	"slices"

	"github.com/fsnotify/fsnotify"
	"go.uber.org/zap"
)

// hub is the goroutine that drains the backend. It owns the batch and the hints, takes
// no lock, makes no file-system call and never waits for one party alone: whatever is
// ready next is served. So events are taken as fast as they come.
type hub struct {
	*shared
	events  <-chan fsnotify.Event
	errors  <-chan error
	pending pending
	hint    hint
	cookies map[string][]*barrier // name of a cookie -> who waits for it
	faults  int                   // backend errors since the last event
}

func (h *hub) run() {
	defer close(h.batches)
	for {
		var batches chan<- Batch
		if !h.pending.empty() {
			batches = h.batches
		}
		var hints chan<- hint
		if !h.hint.empty() {
			hints = h.hints
		}
		select {
		case <-h.done:
			return
		case ev, ok := <-h.events:
			h.onEvent(ev, ok)
			h.drain()
		case err, ok := <-h.errors:
			h.onError(err, ok)
		case n := <-h.notes:
			h.onNote(n)
		case b := <-h.expired:
			h.onExpired(b)
		case batches <- h.pending.batch:
			h.pending = pending{}
		case hints <- h.hint:
			h.hint = hint{}
		}
	}
}

// drain takes the events that have come together with the one before: a rename is
// three, and who is told of one of them would look too early.
func (h *hub) drain() {
	for range atOnce {
		select {
		case ev, ok := <-h.events:
			h.onEvent(ev, ok)
		default:
			return
		}
	}
}

// onError takes overflow as what it is, and any other fault as loss too.
func (h *hub) onError(err error, ok bool) {
	if !ok {
		h.errors = nil
		return
	}
	h.lost()
	if errors.Is(err, fsnotify.ErrEventOverflow) {
		h.log.Warn("events were lost: queue overflow")
		return
	}
	h.faults++
	h.log.Error("watch backend fails", zap.Error(err), zap.Int("inARow", h.faults))
	if h.faults >= maxFaults {
		h.giveUp()
	}
}

// lost marks everything to be looked at again, by the armer too: among the events may
// have been the end of a watch, or a cookie. The barriers that wait for one are let go:
// whoever looks at everything after this sees all that was before them.
func (h *hub) lost() {
	h.pending.lose()
	h.losses.Add(1)
	h.hint.all = true
	for name, bs := range h.cookies {
		h.hint.settled = append(h.hint.settled, bs...)
		delete(h.cookies, name)
	}
}

// giveUp goes on without events: every path is then answered with ErrClosed.
func (h *hub) giveUp() {
	h.events, h.errors = nil, nil
	if h.closed() {
		return
	}
	h.dead.Store(true)
	h.log.Error("watch backend has ended; all paths must be polled")
	h.lost()
	go h.closeBackend()
}

func (h *hub) onNote(n note) {
	for _, x := range n.armed {
		h.pending.arm(x)
	}
	for _, path := range n.moved {
		h.pending.move(path)
	}
	for _, path := range n.dirs {
		h.report(path)
	}
	if n.cookie != "" {
		for _, b := range n.barriers {
			h.cease(b)
			b.awaits = n.cookie
		}
		h.cookies[n.cookie] = n.barriers
	}
	for _, b := range n.synced {
		b.limit.Stop()
		h.answer(b)
	}
}

// onExpired answers a barrier whose order could not be proven, and says so.
func (h *hub) onExpired(b *barrier) {
	if b.done.Load() {
		return
	}
	h.cease(b)
	h.log.Warn("barrier reached without proof of order", zap.Uint64("token", b.token))
	h.pending.lose()
	h.losses.Add(1)
	h.answer(b)
}

// cease takes b off the cookie that it waits for, if any.
func (h *hub) cease(b *barrier) {
	rest := slices.DeleteFunc(h.cookies[b.awaits], func(x *barrier) bool { return x == b })
	if h.cookies[b.awaits] = rest; len(rest) == 0 {
		delete(h.cookies, b.awaits)
	}
}

func (h *hub) answer(b *barrier) {
	if !b.done.Swap(true) {
		h.pending.batch.Synced = append(h.pending.batch.Synced, b.token)
	}
}

// report names a wanted path, and counts when that was one too many.
func (h *hub) report(path string) {
	if h.pending.dir(path) {
		h.losses.Add(1)
		h.log.Warn("receiver is too slow for what happens; everything will be looked at again")
	}
}
