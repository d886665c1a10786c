package watcher

import "slices"

// hint follows up what events have named, then lets the barriers go whose cookie came
// behind those events.
func (a *armer) hint(h hint) {
	if h.all {
		a.verify(nil)
	}
	for key := range h.gone {
		if w := a.byKey[key]; w != nil {
			a.drop(w)
		}
	}
	for key := range h.touched {
		if w := a.byKey[key]; w != nil {
			for c := range w.claims {
				a.queue(c, false)
			}
		}
	}
	for path := range h.claims {
		if c := a.claims[path]; c != nil {
			a.queue(c, true)
		}
	}
	if len(h.under) > 0 {
		a.queueUnder(func(path string) bool { return under(path, h.under) })
	}
	if len(h.settled) > 0 {
		a.again()
	}
	a.pass()
	if len(h.settled) > 0 {
		a.sweep(h.settled)
		a.send(note{synced: h.settled})
		a.waiting = slices.DeleteFunc(a.waiting, func(b *barrier) bool { return slices.Contains(h.settled, b) })
	}
	a.rebake()
}

// verify queues every claim within one of prefixes, or all, to be compared with what is
// there. All includes the watches that ended in silence, as by an unmount.
func (a *armer) verify(prefixes []string) {
	if len(prefixes) > 0 {
		a.queueUnder(func(path string) bool {
			return slices.ContainsFunc(prefixes, func(root string) bool { return within(path, root) })
		})
		return
	}
	alive := make(map[string]struct{}, len(a.byKey))
	if !a.dead.Load() {
		for _, key := range a.backend.Watched() {
			alive[key] = struct{}{}
		}
	}
	for key, w := range a.byKey {
		if _, ok := alive[key]; !ok {
			a.drop(w)
		}
	}
	a.queueUnder(func(string) bool { return true })
}

// queueUnder queues the claims whose path, or whose watched directory, match.
func (a *armer) queueUnder(match func(string) bool) {
	queue := func(c *claim) {
		if match(c.path) || slices.ContainsFunc(c.holds, func(h hold) bool { return match(h.dir) }) {
			a.queue(c, false)
		}
	}
	for _, c := range a.claims {
		queue(c)
	}
	queue(a.cookies)
}
