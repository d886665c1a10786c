package engine

import "github.com/venvd/venvd/venvcore"

// doubt is one identity that was found at two places, with the number of scans
// after which each finding counts as looked at again.
type doubt map[*root]int

// contradicted has both findings of an environment looked at again, once: what
// the scans then confirm is no error, for a directory may be mounted twice. It
// reports whether the second is believed: at first the one that was looked at
// later, from then on the one that is told, so that no environment moves to and
// fro.
func (l *loop) contradicted(o *observed, ra *root, a *venvcore.Environment, rb *root, b *venvcore.Environment) bool {
	d, again := l.doubts[a.ID]
	if !again {
		d = doubt{}
	}
	o.doubts[a.ID] = d
	d.against(ra, a)
	d.against(rb, b)
	if !again {
		return rb.shown.began.After(ra.shown.began)
	}
	told := l.told.Machine.ByID(b.ID)
	return told != nil && told.Prefix == b.Prefix
}

func (d doubt) against(r *root, env *venvcore.Environment) {
	wanted, known := d[r]
	if !known {
		wanted = r.scans + 1
		if r.running {
			wanted++
		}
		d[r] = wanted
	}
	if r.scans < wanted {
		r.touch(env.Prefix)
	}
}
