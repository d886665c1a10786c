package watcher

import (
	"go.uber.org/zap"
)

// watch is one kernel watch, shared by all wanted paths that rest on its directory.
type watch struct {
	key    string // the name it has in the backend; may have become stale
	id     Identity
	claims map[*claim]int // who rests on it, and on how many spots
	route  *route
}

// hold is a spot that a claim has a watch for.
type hold struct {
	spot
	watch *watch
}

// claim is one wanted path and what stands watch for it.
type claim struct {
	path   string
	sight  sight
	holds  []hold
	err    error
	quiet  bool // the cookie directory's own: told to nobody
	known  bool // has been reported once
	cut    bool // a watch beneath it was dropped since it was last reported
	queued bool // waits in armer.todo
	hinted bool // an event named it
	dead   bool // no longer wanted
}

// take makes sure that the directory of a spot is watched, and rests c on it. The route
// is laid at once, so that it is there before the second look.
func (a *armer) take(c *claim, p spot) error {
	w, err := a.watchFor(p)
	if err != nil {
		return err
	}
	w.claims[c]++
	c.holds = append(c.holds, hold{p, w})
	a.grow(p.dir)
	if !c.quiet {
		w.route.add(c.path, p)
	}
	return nil
}

// watchFor finds or sets the kernel watch of a spot's directory. There is one watch for
// each identity: fsnotify would merge a second in silence, under the first name.
func (a *armer) watchFor(p spot) (*watch, error) {
	if w := a.byID[p.id]; w != nil {
		if w.key == p.dir || a.leads(w) {
			return w, nil
		}
		a.drop(w) // its name now leads elsewhere, so its events would mislead
	}
	if w := a.byKey[p.dir]; w != nil {
		a.drop(w) // the name was another directory's
	}
	if a.dead.Load() {
		return nil, ErrClosed
	}
	w := &watch{key: p.dir, id: p.id, claims: map[*claim]int{}, route: &route{}}
	a.routes.byKey.Store(w.key, w.route)
	if err := a.backend.Add(w.key); err != nil {
		a.routes.byKey.Delete(w.key)
		return nil, classify(err)
	}
	a.byID[w.id], a.byKey[w.key] = w, w
	a.shared.watches.Store(int64(len(a.byKey)))
	return w, nil
}

// leads says that the name of a watch still leads to the directory it is on.
func (a *armer) leads(w *watch) bool {
	id, err := IdentityOf(w.key)
	return err == nil && id == w.id
}

// leave takes a claim off one spot; the last one to leave ends the watch.
func (a *armer) leave(c *claim, h hold) {
	a.shrink(h.dir)
	if !c.quiet {
		h.watch.route.remove(c.path, h.spot)
	}
	if h.watch.claims[c]--; h.watch.claims[c] <= 0 {
		delete(h.watch.claims, c)
	}
	if len(h.watch.claims) == 0 {
		a.end(h.watch)
	}
}

// drop ends a watch that can no longer be relied on; all who rested on it are queued to
// be armed anew, and told of it, since events may be lost in between.
func (a *armer) drop(w *watch) {
	a.end(w)
	for c := range w.claims {
		rest := c.holds[:0]
		for _, h := range c.holds {
			if h.watch == w {
				a.shrink(h.dir)
			} else {
				rest = append(rest, h)
			}
		}
		c.holds, c.cut = rest, true
		a.queue(c, false)
	}
	clear(w.claims)
}

// end removes the kernel watch. A failure leaves at worst a watch whose events find no
// route, so it is logged and not passed on.
func (a *armer) end(w *watch) {
	if a.byKey[w.key] != w {
		return // ended already
	}
	delete(a.byKey, w.key)
	delete(a.byID, w.id)
	a.routes.byKey.Delete(w.key)
	if err := a.backend.Remove(w.key); err != nil {
		a.log.Warn("cannot remove a watch", zap.String("dir", w.key), zap.Error(err))
	}
	a.shared.watches.Store(int64(len(a.byKey)))
}

// grow and shrink keep the trunk: a reference for each path handed in and one for each
// child of an ancestor, so that shared ancestors cost one step.
func (a *armer) grow(path string) {
	ancestors(path, func(p string) bool {
		if a.refs[p]++; a.refs[p] > 1 {
			return false
		}
		a.routes.trunk.Store(p, struct{}{})
		return true
	})
}

func (a *armer) shrink(path string) {
	ancestors(path, func(p string) bool {
		if a.refs[p]--; a.refs[p] > 0 {
			return false
		}
		delete(a.refs, p)
		a.routes.trunk.Delete(p)
		return true
	})
}
