package discover

import (
	"fmt"
	"slices"

	"github.com/venvd/venvd/venvcore"
)

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
	u = l.unit(j.do(l))
	if _, known := w.scan.stale[j.key]; u.fragile && known {
		return w.standIn(j, u.faults...)
	}
	return u
}

// standIn gives what was known before for a job that could not be finished. It
// is looked at again in the next scan.
func (w *crew) standIn(j job, faults ...venvcore.Fault) *unit {
	u := &unit{}
	if old, ok := w.scan.stale[j.key]; ok {
		*u = *old
	}
	u.fragile = true
	u.faults = append(slices.Clip(u.faults), faults...)
	return u
}
