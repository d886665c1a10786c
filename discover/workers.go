package discover

import (
	"sync"
	"time"
)

// crew is the workers of one batch of jobs with their watchdog.
type crew struct {
	scan *scan
	jobs []job
	out  []*unit
	tell func(*unit)

	mu     sync.Mutex
	todo   []int
	left   int
	active map[*Look]*stint
	done   chan struct{} // closed when nothing is left
	closed bool          // the scan has ended without waiting for the rest
}

// stint is one worker's work on one job, as the watchdog has last seen it.
type stint struct {
	job   int
	calls int
	since time.Time
}

// work has the jobs of w.todo done.
func (c *scan) work(w *crew) error {
	if err := c.ctx.Err(); err != nil || len(w.todo) == 0 {
		return err
	}
	w.scan, w.left = c, len(w.todo)
	w.active, w.done = make(map[*Look]*stint), make(chan struct{})
	for range min(c.pool, len(w.todo)) {
		go w.worker()
	}
	tick := time.NewTicker(stallTick)
	defer tick.Stop()
	for {
		select {
		case <-w.done:
			return nil
		case <-c.ctx.Done():
			w.close()
			return c.ctx.Err()
		case now := <-tick.C:
			w.check(now)
		}
	}
}

// worker does one job after the other until none is left or until it was
// given up, in which case another has taken its place.
func (w *crew) worker() {
	for {
		l, i, ok := w.begin()
		if !ok {
			return
		}
		u := w.make(l, w.jobs[i])
		if !w.end(l, i, u) {
			return
		}
	}
}

func (w *crew) begin() (*Look, int, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.todo) > 0 && !w.closed {
		i := w.todo[0]
		w.todo = w.todo[1:]
		if w.scan.spent(time.Now()) {
			w.scan.skipped = append(w.scan.skipped, w.jobs[i].path)
			w.settle(i, w.standIn(w.jobs[i]))
			continue
		}
		l := w.scan.pass.look()
		w.active[l] = &stint{job: i, since: time.Now()}
		return l, i, true
	}
	return nil, 0, false
}

func (w *crew) end(l *Look, i int, u *unit) bool {
	w.mu.Lock()
	_, mine := w.active[l]
	delete(w.active, l)
	w.mu.Unlock()
	if !mine {
		return false
	}
	if w.tell != nil {
		w.tell(u) // the job still counts as left: the scan has not ended
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settle(i, u)
	return true
}

// settle puts a unit in its place.
func (w *crew) settle(i int, u *unit) {
	w.out[i] = u
	if w.left--; w.left == 0 {
		close(w.done)
	}
}

// check gives up every worker whose call has not returned in time. Once one has
// not, the others have had their chance to: a scan that meets several dead
// places does not wait the whole time for each.
func (w *crew) check(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	limit := stallLimit
	if w.scan.stalls > 0 {
		limit = stallTick
	}
	for l, s := range w.active {
		path, calls := l.log.gate.seen()
		if path == "" || calls != s.calls {
			s.calls, s.since = calls, now
			continue
		}
		if now.Sub(s.since) < limit {
			continue
		}
		region := w.scan.pass.stalls.region(w.scan.world, path)
		w.scan.pass.stalls.add(region)
		if !l.log.gate.giveUp(calls, region) {
			w.scan.pass.stalls.remove(region) // it has returned just now
			continue
		}
		w.scan.stalls++
		delete(w.active, l)
		w.settle(s.job, w.standIn(w.jobs[s.job], faultOf(path, ErrStalled)))
		go w.worker()
	}
}

// close ends the work without waiting: what is under way is turned away at
// its next call, and nothing of it is told any more.
func (w *crew) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	for l := range w.active {
		l.log.gate.shut()
	}
	clear(w.active)
}
