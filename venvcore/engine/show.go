package engine

import "time"

// look is a report that what is told is made from.
type look struct {
	report *Report
	latest *Report // what confirmed it last, or the same one
	began  time.Time
	scan   int // the how manieth it was
}

// quiet reports whether nothing has happened since the scan began that gave the
// report.
func (r *root) quiet() bool { return r.reported == r.stirs }

// show takes over the reports that can be gone by: those of roots where nothing
// has happened since. A scan that runs across a change reads a machine that never
// was, and it is due again. Where something happens all the time, every so many
// reports one is taken as it is: a storm must not silence the daemon.
func (l *loop) show(now time.Time) {
	for _, r := range l.roots {
		switch {
		case r.quiet():
			r.unsettled, r.kept = time.Time{}, 0
		case r.unsettled.IsZero():
			r.unsettled, r.kept = now, 0
			if r.shown.report != nil {
				continue
			}
		case r.kept >= settleScans && !now.Before(r.unsettled.Add(settleLimit)):
			r.unsettled, r.kept = now, 0
		case r.shown.report != nil:
			if r.kept >= settleScans {
				l.wakeAt(r.unsettled.Add(settleLimit))
			}
			continue
		}
		l.showRoot(r)
	}
}

func (l *loop) showRoot(r *root) {
	if r.report == nil || r.report == r.shown.latest {
		return
	}
	was := r.shown.report
	r.shown = look{r.report, r.report, r.began, r.scans}
	moved := l.settleFolder(r)
	if was != nil && !moved && was.same(r.report) {
		r.shown.report = was // nothing is derived anew
		l.lookedAt(r.what.Key, r.paths)
		return
	}
	l.dirty, l.lastCause = true, "scan of "+r.what.Key
	l.lookedAt(r.what.Key, r.paths)
	l.reported()
}

// reported forgets what was derived from the reports and the folders before.
func (l *loop) reported() {
	l.observed, l.projectsNow, l.renamed = nil, nil, true
}
