package engine

import (
	"time"

	"go.uber.org/zap"

	"github.com/venvd/venvd/venvcore"
)

// counts are how it is seen that entries vanish below an environment, most of
// whose directories nobody watches: what lies below it is counted twice, at
// least vanishQuiet apart.
type counts struct {
	running       bool
	first, second count
}

// count is how many entries there were; at is zero when nobody has counted.
type count struct {
	at      time.Time // when it began
	entries int
	err     error
}

// counted is the result of a count.
type counted struct {
	prefix string
	hold   *hold
	count
}

// vanishing tells whether entries vanished below an environment in the
// vanishQuiet before end or, when it is asked late, since. known is false until
// that has been found out; the loop wakes when it has.
func (s *settling) vanishing(was *venvcore.Environment, h *hold, end time.Time) (yes, known bool) {
	c, from := &h.counts, end.Add(-vanishQuiet)
	switch {
	case c.running:
	case s.now.Before(from):
		s.wakeAt(from)
	case c.first.at.Before(from):
		c.first, c.second = count{}, count{}
		s.count(was.Prefix, h)
	case s.now.Before(c.first.at.Add(vanishQuiet)):
		s.wakeAt(c.first.at.Add(vanishQuiet))
	case c.second.at.IsZero():
		s.count(was.Prefix, h)
	default:
		// What cannot be counted says nothing; what is seen of it counts.
		return c.first.err == nil && c.second.err == nil && c.second.entries < c.first.entries, true
	}
	return false, false
}

// count has the entries counted in a worker.
func (l *loop) count(prefix string, h *hold) {
	h.counts.running = true
	l.workers.Add(1)
	go func() {
		defer l.workers.Done()
		leave, ok := l.slot(Root{Folder: prefix})
		if !ok {
			return
		}
		defer leave()
		c := counted{prefix: prefix, hold: h, count: count{at: time.Now()}}
		c.entries, c.err = l.looker.Count(l.ctx, prefix)
		select {
		case l.counts <- c:
		case <-l.ctx.Done():
		}
	}()
}

// tookCount takes the result of a count, of which one at a time is made for a hold.
func (l *loop) tookCount(c counted) {
	if c.err != nil {
		l.log.Warn("what is left of an environment cannot be counted", zap.String("prefix", c.prefix), zap.Error(c.err))
	}
	to := &c.hold.counts
	to.running = false
	if to.first.at.IsZero() {
		to.first = c.count
	} else {
		to.second = c.count
	}
}
