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

// TestBothRemoved: what is gone itself does not stand in for another that went.
func TestBothRemoved(t *testing.T) {
	d := newDisk()
	followingChoice(t, d, "/w/env", func(_ *Engine, told func() string) {
		d.happens(func(d *disk) { delete(d.envs, "/w/env") }, "/w/env")
		time.Sleep(100 * time.Millisecond) // rm -rf env .venv
		d.happens(func(d *disk) { delete(d.envs, "/w/.venv") }, "/w/.venv")
		expect(t, "both removed", told(), "deleted")
	})
}

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
