package watcher

import (
	"fmt"
	"slices"

	"go.uber.org/zap"
)

// settle brings what stands watch for a claim in line with what is there now, and notes
// what changed. It is the one place where a claim's state changes.
func (a *armer) settle(c *claim) {
	before, trouble := c.sight, text(c.err)
	a.arm(c)
	first, cut := !c.known, c.cut
	moved := cut || !before.same(c.sight)
	c.known, c.cut = true, false
	hinted := c.hinted
	c.hinted = false
	if c.quiet {
		return
	}
	a.judge(c)
	main := c.sight.main()
	if first || moved || text(c.err) != trouble {
		a.note.armed = append(a.note.armed, Armed{Path: c.path, Dir: main.dir, ID: main.id, Err: c.err})
	}
	there := before.kind != absent || c.sight.kind != absent
	if !first && there && moved {
		a.note.dirs = append(a.note.dirs, c.path)
		a.note.changed = append(a.note.changed, c.path)
	} else if hinted && c.sight.kind == other {
		a.note.dirs = append(a.note.dirs, c.path)
	}
	if len(a.note.armed) >= armChunk {
		a.flush()
	}
}

// arm looks, watches, and looks again until both looks agree: then the directories had
// the same identity before and after their watch was set, and nothing that was absent
// had appeared in between. A claim that is found as it was left costs one look.
func (a *armer) arm(c *claim) {
	now := look(c.path)
	a.dropStale(c)
	if c.known && !c.cut && c.err == nil && now.same(c.sight) {
		return
	}
	for range armTries {
		err := a.join(c, now)
		again := look(c.path)
		if now.same(again) {
			c.sight, c.err = now, c.fault(now, err)
			return
		}
		now = again
	}
	c.sight, c.err = now, c.fault(now, ErrUnstable)
	a.later(c)
}

// fault is why c cannot be watched, as the error that is handed out.
func (c *claim) fault(s sight, err error) error {
	if err == nil {
		err = s.err
	}
	if err == nil {
		return nil
	}
	return &ArmError{Path: c.path, Dir: s.main().dir, Err: err}
}

// dropStale drops the watches of c whose name leads elsewhere by now. A watch that is
// named like c's own spot needs no check: the look at the path proves it.
func (a *armer) dropStale(c *claim) {
	for _, h := range slices.Clone(c.holds) {
		if h.watch.key != h.dir && a.byKey[h.watch.key] == h.watch && !a.leads(h.watch) {
			a.drop(h.watch)
		}
	}
}

// join rests c on exactly the spots of s. What is no longer needed goes first: the same
// directory may have to be watched again under another name. Only the main spot's
// failure counts; where a link lies is looked at by Verify too.
func (a *armer) join(c *claim, s sight) error {
	var keep []hold
	for _, h := range c.holds {
		if slices.Contains(s.spots, h.spot) {
			keep = append(keep, h)
		} else {
			a.leave(c, h)
		}
	}
	c.holds = keep
	var fault error
	for i, p := range s.spots {
		if slices.ContainsFunc(c.holds, func(h hold) bool { return h.spot == p }) {
			continue
		}
		err := a.take(c, p)
		if err == nil {
			continue
		}
		if i == len(s.spots)-1 {
			fault = err
		} else {
			a.log.Debug("cannot watch where a link lies", zap.String("dir", p.dir), zap.Error(err))
		}
	}
	return fault
}

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
