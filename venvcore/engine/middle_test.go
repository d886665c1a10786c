package engine

import (
	"testing"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// TestSeenInTheMiddle: where looking takes long, what a scan saw in the middle of a
// remake is older than the events that came since, and is not told.
func TestSeenInTheMiddle(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	d.delay = 100 * time.Millisecond
	following(t, d, func(_ *Engine, told func() string) {
		told()
		half := env("/w/.venv", "a")
		half.Health = venvcore.Sum(venvcore.NewProblem(venvcore.SitePackagesMissing, "x"))
		d.happens(func(d *disk) { d.put(half) }, "/w/.venv/lib")
		time.Sleep(d.delay + time.Millisecond)
		again := env("/w/.venv", "a")
		again.Made = "new|new"
		d.happens(func(d *disk) { d.put(again) }, "/w/.venv/pyvenv.cfg")
		expect(t, "remade", told(), "recreated /w/.venv/bin/python")
	})
}
