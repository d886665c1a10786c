package engine

import (
	"testing"
	"time"
)

// TestLinkIsReplaced: `ln -s two new; mv -T new .venv`, seen between the two. The
// link leads to another environment, and nothing else is told.
func TestLinkIsReplaced(t *testing.T) {
	d := newDisk()
	one, two := env("/w/.venv", "one"), env("/w/envs/two", "two")
	one.Real = "/w/envs/one"
	d.put(one)
	d.put(two)
	following(t, d, func(_ *Engine, told func() string) {
		told()
		seen := env("/w/new", "two")
		seen.Real = "/w/envs/two"
		d.happens(func(d *disk) {
			delete(d.envs, "/w/envs/two")
			d.put(seen)
		}, "/w/new")
		time.Sleep(2 * updateQuiet) // long enough to be told
		there := env("/w/.venv", "two")
		there.Real = "/w/envs/two"
		d.happens(func(d *disk) {
			delete(d.envs, "/w/new")
			delete(d.envs, "/w/.venv")
			d.put(there)
		}, "/w/new", "/w/.venv")
		expect(t, "replaced", told(), "configuration /w/.venv/bin/python")
	})
}
