package watcher

import "fmt"

// setWant replaces the wanted set: first everything unwanted goes, then the new paths
// are queued in the order given, and those that had failed are tried again.
func (a *armer) setWant(wants []Want) {
	next := make(map[string]struct{}, len(wants))
	for _, w := range wants {
		next[w.Path] = struct{}{}
	}
	for path, c := range a.claims {
		if _, ok := next[path]; !ok {
			a.forget(c)
		}
	}
	for _, w := range wants {
		c := a.claims[w.Path]
		switch {
		case c != nil && c.err == nil:
		case c != nil:
			a.queue(c, false)
		default:
			a.admit(w)
		}
	}
}

func (a *armer) forget(c *claim) {
	delete(a.claims, c.path)
	delete(a.retry, c)
	c.dead = true
	a.judge(c)
	a.shrink(c.path)
	for _, h := range c.holds {
		a.leave(c, h)
	}
	c.holds = nil
}

// admit begins a claim, or refuses a path that could not be matched with any event. The
// refused are not kept, so they are refused again with the next set.
func (a *armer) admit(w Want) {
	var err error
	if !isClean(w.Path) {
		err = ErrPath
	} else if w.Mode != Entries {
		err = fmt.Errorf("%w %d", ErrMode, w.Mode)
	}
	if err != nil {
		a.note.armed = append(a.note.armed, Armed{Path: w.Path, Err: &ArmError{Path: w.Path, Err: err}})
		return
	}
	c := &claim{path: w.Path}
	a.claims[w.Path] = c
	a.grow(w.Path)
	a.queue(c, false)
}
