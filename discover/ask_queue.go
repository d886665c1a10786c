package discover

import (
	"maps"
	"slices"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// Consider takes what the last scan of a root could not tell, in place of what
// the one before could not. It returns at once.
func (a *Asker) Consider(root string, list []Unknown) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(list) == 0 && len(a.wanted[root]) == 0 {
		return // as for nearly every scan of nearly every machine
	}
	same := slices.Equal(a.wanted[root], list)
	a.wanted[root] = list
	if len(list) == 0 {
		delete(a.wanted, root)
	}
	for _, u := range list {
		q := a.inquired[u.File]
		k, _ := a.asked(u.File)
		switch {
		case k.Failure != "":
		case q == nil:
			q = &inquiry{file: u.File}
			a.inquired[u.File] = q
			a.enqueue(q)
		case q.state == inquiryRefused && !same:
			a.enqueue(q) // what led to it may be another place now
		}
	}
	a.prune()
}

// prune forgets inquiries that no scan wants any more, but for those that a
// worker has.
func (a *Asker) prune() {
	for f, q := range a.inquired {
		if q.state != inquiryTaken && len(a.waysTo(f)) == 0 {
			delete(a.inquired, f) // from the queue it is taken when its turn comes
		}
	}
}

// waysTo gives all that leads to a file.
func (a *Asker) waysTo(f venvcore.File) []Unknown {
	var out []Unknown
	for _, root := range slices.Sorted(maps.Keys(a.wanted)) {
		for _, u := range a.wanted[root] {
			if u.File == f {
				out = append(out, u)
			}
		}
	}
	return out
}

// enqueue has a worker take the inquiry up. The caller has mu.
func (a *Asker) enqueue(q *inquiry) {
	q.state = inquiryQueued
	a.queue = append(a.queue, q)
	select {
	case a.wake <- struct{}{}:
	default: // as many as there are workers are awake
	}
}

// Begin lets interpreters be asked from now on: all folders that are opened from
// the start are known to Trust.
func (a *Asker) Begin() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.begun = true
	for range askWorkers {
		select {
		case a.wake <- struct{}{}:
		default:
		}
	}
}

// Pending reports whether somebody is being asked, or will be as soon as
// possible. What may not be asked as things are is not pending.
func (a *Asker) Pending() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.begun {
		return false
	}
	for _, q := range a.inquired {
		if q.state != inquiryRefused {
			return true
		}
	}
	return false
}

// Reconsider says that trust or the opened folders have changed, or are about to.
// Who runs is ended, and everything is decided anew. When it returns nothing runs
// by what held before, but what hangs and cannot be ended.
func (a *Asker) Reconsider() {
	held := a.hold()
	a.mu.Lock()
	a.round++
	for _, q := range a.inquired {
		if q.child != nil {
			q.child.kill() // its worker takes it up again
		}
		if q.state == inquiryRefused {
			a.enqueue(q)
		}
	}
	a.mu.Unlock()
	if held {
		a.starting <- struct{}{}
	}
}

// hold keeps anybody from starting a process. It gives up after a while: who
// starts one on a dead mount sees afterwards that its round is over.
func (a *Asker) hold() bool {
	patience := time.NewTimer(askPatience)
	defer patience.Stop()
	select {
	case <-a.starting:
		return true
	case <-patience.C:
		return false
	}
}
