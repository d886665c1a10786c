package discover

import (
	"slices"
	"testing"
)

// TestRegionIsTheMount: one answer of a dead server is like the next, so what
// hangs is its mount; never one that nearly everything lies on.
func TestRegionIsTheMount(t *testing.T) {
	points := mountPoints()
	if !slices.Contains(points, "/proc") {
		t.Skip("no /proc is mounted where it is by habit")
	}
	w := NewWorld()
	w.Home = "/home/u"
	for path, want := range map[string]string{
		"/proc/1/x": "/proc", "/proc": "/proc", "/procession": "/procession",
		"/surely/not/a/mount": "/surely/not/a/mount",
	} {
		if got := newStalls().region(w, path); got != want {
			t.Errorf("%s: region %s, want %s; mounts are %v", path, got, want, points)
		}
	}
	w.Home = "/proc/u" // as on a machine whose homes are on a share
	if got := newStalls().region(w, "/proc/u/envs/a"); got != "/proc/u/envs/a" {
		t.Errorf("all of the homes are taken to hang: %s", got)
	}
}
