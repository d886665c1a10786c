package engine

import (
	"testing"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// TestBothRemoved: what is gone itself does not stand in for another that went.
func TestBothRemoved(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	d.put(env("/w/env", "b"))
	following(t, d, func(e *Engine, told func() string) {
		told()
		choose(t, e, venvcore.Choice{Scope: "/w", ID: "b", Prefix: "/w/env"})
		told()
		d.happens(func(d *disk) { delete(d.envs, "/w/env") }, "/w/env")
		time.Sleep(100 * time.Millisecond) // rm -rf env .venv
		d.happens(func(d *disk) { delete(d.envs, "/w/.venv") }, "/w/.venv")
		expect(t, "both removed", told(), "deleted")
	})
}
