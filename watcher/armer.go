package watcher

import (
	"time"

	"go.uber.org/zap"
)

// armer is the goroutine that makes every file-system call: it looks at paths, sets
// and removes watches, and makes cookies. It alone knows what is wanted and what stands
// watch for it. It may hang on a dead mount; nobody waits for it.
type armer struct {
	*shared
	claims map[string]*claim
	byID   map[Identity]*watch
	byKey  map[string]*watch
	refs   map[string]int // trunk: how many reasons each path has to be in it

	todo  []*claim            // to be settled in this pass
	retry map[*claim]struct{} // would not hold still; again when timer fires
	timer *time.Timer
	note  note // what the hub is to be told next

	faulty map[*claim]struct{} // have an error
	stale  bool                // faulty changed since it was published

	cookies  *claim     // the directory of cookies
	asked    int        // cookies made so far
	waiting  []*barrier // cookie asked, not yet let go
	crumbled bool       // the watch on the cookies was set anew since they were asked
}

func newArmer(s *shared) *armer {
	a := &armer{
		shared: s,
		claims: map[string]*claim{},
		byID:   map[Identity]*watch{},
		byKey:  map[string]*watch{},
		refs:   map[string]int{},
		retry:  map[*claim]struct{}{},
		timer:  time.NewTimer(time.Hour),
		faulty: map[*claim]struct{}{},
	}
	a.timer.Stop()
	a.cookies = &claim{path: s.cookieDir, quiet: true}
	a.grow(s.cookieDir)
	return a
}

func (a *armer) run() {
	defer a.timer.Stop()
	for {
		select {
		case <-a.done:
			return
		case <-a.mail.ready:
			a.letter(a.mail.take())
		case h := <-a.hints:
			a.hint(h)
		case <-a.timer.C:
			a.again()
			a.pass()
		}
	}
}

// letter does what callers asked for, in the order that makes a barrier cover the set
// and the check handed in before it.
func (a *armer) letter(l letter) {
	if l.wanted {
		a.setWant(l.want)
	}
	if l.verify {
		a.verify(l.prefixes)
	}
	a.pass()
	a.rebake()
	if len(l.barriers) > 0 {
		a.askCookie(l.barriers)
	}
}

func (a *armer) queue(c *claim, hinted bool) {
	c.hinted = c.hinted || hinted
	if !c.queued {
		c.queued = true
		a.todo = append(a.todo, c)
	}
}

// later leaves c to the next retry, so that a path that is being changed all the time
// cannot keep others waiting.
func (a *armer) later(c *claim) {
	if len(a.retry) == 0 {
		a.timer.Reset(armRetry)
	}
	a.retry[c] = struct{}{}
}

func (a *armer) again() {
	for c := range a.retry {
		a.queue(c, false)
	}
	clear(a.retry)
}

// pass settles all that is queued. Settling one claim may queue another, when a watch
// they shared had to be dropped; the budget ends a chase through a changing tree.
func (a *armer) pass() {
	budget := armTries * (len(a.claims) + 1)
	for len(a.todo) > 0 && !a.closed() {
		c := a.todo[0]
		a.todo = a.todo[1:]
		c.queued = false
		switch budget--; {
		case c.dead:
		case budget < 0:
			a.later(c)
		default:
			a.settle(c)
		}
	}
	a.flush()
}

// flush hands the notes on, with Status in agreement. The hub always takes them soon.
func (a *armer) flush() {
	a.publish()
	if !a.note.empty() {
		a.send(a.note)
		a.note = note{}
	}
}

func (a *armer) send(n note) {
	select {
	case a.notes <- n:
	case <-a.done:
	}
}

// judge keeps the list of claims without a watch.
func (a *armer) judge(c *claim) {
	_, was := a.faulty[c]
	if is := c.err != nil && !c.dead; is != was {
		a.stale = true
		if is {
			a.faulty[c] = struct{}{}
		} else {
			delete(a.faulty, c)
		}
	}
}

// publish lists them for Status, and says once that they have become more.
func (a *armer) publish() {
	if !a.stale {
		return
	}
	a.stale = false
	polled, example := make([]string, 0, len(a.faulty)), error(nil)
	for c := range a.faulty {
		polled, example = append(polled, c.path), c.err
	}
	old := a.polled.Swap(&polled)
	if len(polled) > 0 && (old == nil || len(*old) < len(polled)) {
		a.log.Warn("paths without a watch", zap.Int("count", len(polled)), zap.NamedError("example", example))
	}
}
