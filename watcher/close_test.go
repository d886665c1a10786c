package watcher

import (
	"errors"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
)

// TestCloseAmidEverything closes while callers, writers and events are busy and nobody
// receives. TestMain sees to it that nothing is left running.
func TestCloseAmidEverything(t *testing.T) {
	for range 20 {
		r := newRig(t, nil)
		world := newTree(r.root)
		wants := make([]Want, len(world.paths))
		for i, p := range world.paths {
			wants[i].Path = p
		}
		var busy sync.WaitGroup
		busy.Go(func() { world.rage(rand.New(rand.NewPCG(1, 2)), 200) })
		busy.Go(func() {
			for i := range 100 {
				r.w.Want(wants[i%len(wants):])
				r.w.Verify()
				r.w.Barrier(uint64(i))
				r.w.Status()
			}
		})
		r.w.Want(wants)
		r.next()
		must(t, r.w.Close())
		must(t, r.w.Close())
		busy.Wait()
		for range r.w.Batches() {
			t.Error("a batch after Close")
		}
	}
}

func TestCloseAtOnce(t *testing.T) {
	w, err := New(Options{CookieDir: filepath.Join(t.TempDir(), "none")})
	must(t, err)
	must(t, w.Close())
	if _, ok := <-w.Batches(); ok {
		t.Error("a batch of nothing")
	}
}

func TestStatus(t *testing.T) {
	r := newRig(t, nil)
	r.want(r.root)
	s := r.w.Status()
	if s.Backend == "" || s.Watches != 2 || s.Lost != 0 || len(s.Polled) != 0 {
		t.Errorf("got %+v", s)
	}
	if s.Limit != watchLimit() {
		t.Errorf("limit is %d", s.Limit)
	}
	var err error = &ArmError{Path: "/a/b", Dir: "/a", Err: ErrWatchLimit}
	if !errors.Is(err, ErrWatchLimit) {
		t.Error("the cause must be found")
	}
}
