package watcher

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
)

// TestBarrierCoversEverything makes 10,000 random changes and asks once: every directory
// that changed must have been named by then.
func TestBarrierCoversEverything(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 1))
	r := newRig(t, nil)
	var dirs []string
	for i := range 20 {
		dirs = append(dirs, r.mkdir(fmt.Sprintf("d%d", i)))
	}
	r.want(dirs...)
	changed := map[string]bool{}
	ops := make(chan error, 1)
	go func() {
		for range 10_000 {
			file := filepath.Join(dirs[rnd.IntN(len(dirs))], fmt.Sprint(rnd.IntN(30)))
			changed[file] = true
			if err := os.Remove(file); err == nil {
				continue
			}
			if err := os.WriteFile(file, nil, 0o644); err != nil {
				ops <- err
				return
			}
		}
		ops <- nil
	}()
	must(t, <-ops)
	g := r.sync()
	if g.lost {
		t.Fatal("nothing was to be lost")
	}
	for file := range changed {
		if !g.changed[file] || !g.dirs[filepath.Dir(file)] {
			t.Errorf("%s changed before the barrier and was not named", file)
		}
	}
}

// TestBarriersInOrder: one after the other, each answered once, none with a loss.
func TestBarriersInOrder(t *testing.T) {
	r := newRig(t, nil)
	const n = 500
	go func() {
		for i := range n {
			r.w.Barrier(uint64(i))
		}
	}()
	var got []uint64
	for len(got) < n {
		got = append(got, r.next().Synced...)
	}
	if r.got.lost || !slices.IsSorted(got) || len(slices.Compact(got)) != n {
		t.Errorf("lost %v, %d answers: %v", r.got.lost, len(got), got)
	}
}

func TestCookiesAreNobodysBusiness(t *testing.T) {
	r := newRig(t, nil)
	dir := r.w.cookieDir
	r.want(dir, filepath.Dir(dir))
	for range 5 {
		r.silent(r.sync())
	}
	must(t, os.WriteFile(filepath.Join(dir, "other"), nil, 0o644))
	r.said(r.sync(), []string{dir}, []string{filepath.Join(dir, "other")})
	left, err := filepath.Glob(filepath.Join(dir, cookiePrefix+"*"))
	must(t, err)
	if len(left) > 0 {
		t.Errorf("cookies left behind: %v", left)
	}
}

func TestCookieDirectoryCleanedAway(t *testing.T) {
	r := newRig(t, nil)
	env := r.mkdir("env")
	r.want(env)
	must(t, os.RemoveAll(r.w.cookieDir))
	r.alive(env) // which syncs, and fails on Lost
	// Renamed away, and something else in its place: no proof, but an answer.
	must(t, os.Rename(r.w.cookieDir, r.path("away")))
	must(t, os.WriteFile(r.w.cookieDir, nil, 0o644))
	if g := r.sync(); !g.lost {
		t.Error("an unproven barrier must be Lost")
	}
	must(t, os.Remove(r.w.cookieDir))
	r.alive(env)
}

// TestBarrierWithoutCookies never delivers a cookie, on a clock that jumps.
func TestBarrierWithoutCookies(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		w, _ := newFakeWatcher(t, dir)
		start := time.Now()
		w.Barrier(1)
		w.Barrier(2)
		var got []uint64
		for len(got) < 2 {
			b := <-w.Batches()
			if !b.Lost {
				t.Errorf("unproven, yet not Lost: %+v", b)
			}
			got = append(got, b.Synced...)
		}
		if took := time.Since(start); took != barrierWait {
			t.Errorf("answered after %v", took)
		}
		must(t, w.Close())
		w.Barrier(3) // after the end: no answer, no trouble
		time.Sleep(2 * barrierWait)
		if _, ok := <-w.Batches(); ok {
			t.Error("a batch after Close")
		}
	})
}

// TestCookieLostWithItsWatch: a belated word of the old directory's end has the new
// watch set anew, and the cookie queued for it never comes. Another is asked.
func TestCookieLostWithItsWatch(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		w, f := newFakeWatcher(t, dir)
		start := time.Now()
		w.Barrier(1)
		synctest.Wait()
		f.events <- fsnotify.Event{Name: dir, Op: fsnotify.Remove}
		synctest.Wait()
		w.Barrier(2) // has a cookie of its own
		synctest.Wait()
		var got []uint64
		for n := 2; n <= 3; n++ {
			f.events <- fsnotify.Event{Name: filepath.Join(dir, fmt.Sprint(w.cookieStem, n)), Op: fsnotify.Create}
			b := <-w.Batches()
			if b.Lost {
				t.Error("Lost without a reason")
			}
			got = append(got, b.Synced...)
		}
		if !slices.Equal(got, []uint64{1, 2}) || time.Since(start) != 0 {
			t.Errorf("got %v after %v", got, time.Since(start))
		}
		must(t, w.Close())
	})
}
