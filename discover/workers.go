package discover

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// job is one unit that a scan needs.
type job struct {
	key  string
	path string // for faults
	do   func(*Look) finding
}

// each gives the units of the jobs, in their order: those that are remembered
// and fresh ones, which several workers make at once. The error is that of
// the context.
func (c *scan) each(jobs []job) ([]*unit, error) {
	out := make([]*unit, len(jobs))
	var todo []int
	for i, j := range jobs {
		if u, ok := c.memory.units[j.key]; ok {
			out[i] = u
			c.found(u)
			continue
		}
		todo = append(todo, i)
	}
	if err := c.work(jobs, todo, out); err != nil {
		return nil, err
	}
	for i, u := range out {
		c.met[jobs[i].key] = u
		c.order = append(c.order, u)
	}
	c.looked += len(todo)
	return out, nil
}

// try does one job that is not remembered.
func (c *scan) try(j job) (*unit, error) {
	out := make([]*unit, 1)
	err := c.work([]job{j}, []int{0}, out)
	return out[0], err
}

// found streams the environments of a unit.
func (c *scan) found(u *unit) {
	if c.query.Found == nil {
		return
	}
	for _, e := range u.environments {
		c.query.Found(e)
	}
}

// crew is the workers of one batch of jobs with their watchdog.
type crew struct {
	scan *scan
	jobs []job
	out  []*unit

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

func (c *scan) work(jobs []job, todo []int, out []*unit) error {
	if err := c.ctx.Err(); err != nil || len(todo) == 0 {
		return err
	}
	w := &crew{
		scan: c, jobs: jobs, out: out, todo: todo, left: len(todo),
		active: make(map[*Look]*stint), done: make(chan struct{}),
	}
	for range min(c.pool, len(todo)) {
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
		if w.scan.stalls >= maxStalls {
			w.settle(i, w.standIn(w.jobs[i], venvcore.Fault{}))
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
	// The job still counts as left, so the scan is still there to be told.
	w.scan.found(u)
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

// make does a job. A panic costs this one unit and is told: a daemon for many
// folders must outlive a file that nobody thought of.
func (w *crew) make(l *Look, j job) (u *unit) {
	defer func() {
		if r := recover(); r != nil {
			u = w.standIn(j, venvcore.Fault{
				Path: j.path, Code: venvcore.FaultUnreadable,
				Message: fmt.Sprintf("%s cannot be looked at, please report this: %v", j.path, r),
			})
		}
	}()
	return l.unit(j.do(l))
}

// check gives up every worker whose call has not returned in time.
func (w *crew) check(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for l, s := range w.active {
		path, calls := l.log.gate.seen()
		if path == "" || calls != s.calls {
			s.calls, s.since = calls, now
			continue
		}
		if now.Sub(s.since) < stallLimit {
			continue
		}
		dir := w.scan.world.Dir(path)
		w.scan.pass.stalls.add(dir)
		if !l.log.gate.giveUp(calls) {
			w.scan.pass.stalls.remove(dir) // it has returned just now
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

// standIn gives what was known before for a job that could not be finished. It
// is looked at again in the next scan.
func (w *crew) standIn(j job, f venvcore.Fault) *unit {
	u := &unit{}
	if old, ok := w.scan.memory.stale[j.key]; ok {
		*u = *old
	}
	u.fragile = true
	if f != (venvcore.Fault{}) {
		u.faults = append(slices.Clip(u.faults), f)
	}
	return u
}
