package watcher

import (
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
		a.crumbled = a.crumbled || moved
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
		a.note.moved = append(a.note.moved, c.path)
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
		// A directory that was away just then is no fact, though it is back by now.
		if now.same(again) && !(err != nil && isAbsent(err)) {
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
// directory may have to be watched again under another name. The failure of the main spot
// counts; where a link lies only if it vanished, else Verify looks there too.
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
		if i == len(s.spots)-1 || isAbsent(err) {
			fault = err
		} else {
			a.log.Debug("cannot watch where a link lies", zap.String("dir", p.dir), zap.Error(err))
		}
	}
	return fault
}
