package engine

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// TestMountedTwice: one directory at two places contradicts for ever. It is
// looked at once more, told at one place, and that is all.
func TestMountedTwice(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	d.put(env("/w/mirror", "a"))
	following(t, d, func(e *Engine, told func() string) {
		expect(t, "open", told(), "opened /w/.venv/bin/python")
		looks := d.looks
		for range 5 {
			d.event("/w/file")
			expect(t, "unrelated event", told(), "")
		}
		if more := d.looks - looks; more > 10 {
			t.Errorf("%d looks for 5 events", more)
		}
	})
}

// TestMountedTwiceAcrossRoots: whichever root was looked at last, the
// environment stays where it was told.
func TestMountedTwiceAcrossRoots(t *testing.T) {
	d := newDisk()
	d.put(env("/v/env", "a"))
	d.put(env("/w/.venv", "a"))
	following(t, d, func(e *Engine, told func() string) {
		if err := e.Open(context.Background(), "/v", FolderSettings{}, false); err != nil {
			t.Fatal(err)
		}
		told()
		was := e.Snapshot().Machine.ByID("a").Prefix
		for i := range 6 {
			d.event([]string{"/v/x", "/w/x"}[i%2])
			expect(t, "unrelated event", told(), "")
			if now := e.Snapshot().Machine.ByID("a").Prefix; now != was {
				t.Fatalf("it moved from %s to %s by being looked at", was, now)
			}
		}
	})
}

// TestDeletedUnderConstantScans: where something happens all the time, a scan
// is always under way; what is gone is told all the same.
func TestDeletedUnderConstantScans(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	d.delay = 20 * time.Millisecond
	following(t, d, func(e *Engine, told func() string) {
		told()
		d.happens(func(d *disk) { delete(d.envs, "/w/.venv") }, "/w/.venv")
		for range 300 {
			time.Sleep(5 * time.Millisecond)
			d.event("/w/node_modules")
		}
		if e.Snapshot().Machine.ByID("a") != nil {
			t.Error("it is still told after 1.5 s")
		}
	})
}

// TestPutInPlaceByRename: what waited to be told at one place and was told at
// another waits no longer, or no sync would end before its limit.
func TestPutInPlaceByRename(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	following(t, d, func(_ *Engine, told func() string) {
		told()
		d.happens(func(d *disk) { d.put(env("/w/new", "b")) }, "/w/new")
		time.Sleep(newQuiet / 2)
		d.happens(func(d *disk) {
			delete(d.envs, "/w/new")
			d.put(env("/w/.venv", "b"))
		}, "/w/.venv", "/w/new")
		start := time.Now()
		expect(t, "rename over", told(), "recreated /w/.venv/bin/python")
		if took := time.Since(start); took > time.Second {
			t.Errorf("the sync took %v", took)
		}
	})
}

// TestSyncWithoutWatcher: with nothing watched a sync is one scan, not a wait.
func TestSyncWithoutWatcher(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDisk()
		ctx := t.Context()
		e, _ := run(ctx, Options{Looker: d})
		if err := e.Open(ctx, "/w", FolderSettings{}, true); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		d.change(func(d *disk) { d.put(base("/usr", "3.12.1")) })
		if _, err := e.Sync(ctx); err != nil || e.Snapshot().Machine.ByPath("/usr") == nil {
			t.Errorf("err %v, or it is not seen", err)
		}
		if took := time.Since(start); took > 0 {
			t.Errorf("it waited %v for nothing", took)
		}
	})
}

// TestCancelledAsk: a call that was given up follows nothing later, and its
// answer is not written behind the caller's back.
func TestCancelledAsk(t *testing.T) {
	d := newDisk()
	d.projects["/w/p"] = "p1"
	d.delay = time.Second
	following(t, d, func(e *Engine, told func() string) {
		ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
		defer cancel()
		if a, err := e.Ask(ctx, "/w/p/main.py", "/w"); !errors.Is(err, context.DeadlineExceeded) || a.Scope != "" {
			t.Errorf("answered %q, %v", a.Scope, err)
		}
		told()
		if e.Snapshot().Scopes["/w/p"] != nil {
			t.Error("a call that was given up follows a scope")
		}
	})
}

// TestAskedScopeIsLookedAtCloser: the packages of an environment matter from
// the moment its scope is followed, not from the next event on.
func TestAskedScopeIsLookedAtCloser(t *testing.T) {
	d := newDisk()
	d.projects["/w/p"] = "p1"
	d.put(env("/w/p/.venv", "a"))
	following(t, d, func(e *Engine, told func() string) {
		told()
		if _, err := e.Ask(context.Background(), "/w/p/main.py", "/w"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if e.Snapshot().Machine.ByID("a").Packages == "" {
			t.Error("its packages were not looked at")
		}
	})
}

// TestReopenedWhileScanned: the scan of a folder that was closed meanwhile is
// not taken for that of the folder opened anew, and never run beside it.
func TestReopenedWhileScanned(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	d.delay = time.Second
	following(t, d, func(e *Engine, told func() string) {
		ctx := context.Background()
		time.Sleep(time.Second / 2)
		if err := errors.Join(e.Close(ctx, "/w"), e.Open(ctx, "/w", FolderSettings{}, true)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * time.Second / 4)
		if s := e.Snapshot().Scopes["/w"]; s != nil && s.Known {
			t.Error("the scan of the closed folder answered for the one opened anew")
		}
		expect(t, "open", told(), "opened /w/.venv/bin/python")
		if d.overlap {
			t.Error("one root was looked at twice at once")
		}
	})
}

// TestActivatedIsFollowed: an activated environment that was moved within its
// project is still the one that is active.
func TestActivatedIsFollowed(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	d.put(env("/w/act", "b"))
	following(t, d, func(e *Engine, told func() string) {
		if err := e.Activate(context.Background(), "/w/act"); err != nil {
			t.Fatal(err)
		}
		told()
		d.happens(func(d *disk) {
			delete(d.envs, "/w/act")
			d.put(env("/w/sub/act", "b"))
		}, "/w/act", "/w/sub/act")
		expect(t, "move", told(), "moved /w/sub/act/bin/python")
	})
}

// TestStateIsReadAgain: what other daemons write may have come before the
// directory was watched, or with events that were lost; and a reading that was
// overtaken is followed by another.
func TestStateIsReadAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDisk()
		ctx, readings := t.Context(), 0
		e, _ := run(ctx, Options{Looker: d, Watcher: d, State: "/state", StateTouched: func() { readings++ }})
		step := func(what string, b Batch, want int) {
			t.Helper()
			d.batches <- b
			synctest.Wait()
			if readings != want {
				t.Errorf("%s: read %d times, want %d", what, readings, want)
			}
		}
		keep := func() {
			if err := e.Keep(ctx, nil, nil); err != nil {
				t.Fatal(err)
			}
		}
		synctest.Wait()
		step("armed", Batch{Armed: []Armed{{Path: "/state", Dir: "/state", ID: "s"}}}, 1)
		keep()
		step("lost", Batch{Lost: true}, 2)
		step("touched while it is read", Batch{Dirs: []string{"/state"}}, 2)
		keep()
		step("read once more", Batch{}, 3)
		synced := make(chan struct{})
		go func() {
			if _, err := e.Sync(ctx); err != nil {
				t.Error(err)
			}
			close(synced)
		}()
		synctest.Wait()
		select {
		case <-synced:
			t.Error("a sync did not wait for the reading")
		default:
		}
		keep()
		<-synced
	})
}

// TestEndedScopesAreBounded: project roots that come and go leave no more than
// so many ends to tell.
func TestEndedScopesAreBounded(t *testing.T) {
	d := newDisk()
	following(t, d, func(e *Engine, told func() string) {
		for i := range endedLimit + 20 {
			root := fmt.Sprintf("/w/p%d", i)
			d.happens(func(d *disk) { d.projects[root] = venvcore.Identity(root) }, root)
			told()
			if _, err := e.Ask(context.Background(), root+"/x.py", "/w"); err != nil {
				t.Fatal(err)
			}
			d.happens(func(d *disk) { delete(d.projects, root) }, root)
			if got := told(); i == 0 {
				expect(t, "end", got, "deleted")
			}
		}
		if n := len(e.Snapshot().Scopes); n > endedLimit+1 {
			t.Errorf("%d scopes are kept", n)
		}
	})
}

// TestNeverReadyIsWaitedForOnce: what takes the place of an environment and
// lacks its creator's last step for ever is told when fillLimit is over, and
// nothing is waited for after that: not in place, and not after a deletion.
func TestNeverReadyIsWaitedForOnce(t *testing.T) {
	half := env("/w/.venv", "b")
	half.Stage = venvcore.StageUsable
	for _, deleted := range []bool{false, true} {
		d := newDisk()
		d.put(env("/w/.venv", "a"))
		following(t, d, func(_ *Engine, told func() string) {
			told()
			if deleted {
				d.happens(func(d *disk) { delete(d.envs, "/w/.venv") }, "/w/.venv")
				expect(t, "delete", told(), "deleted")
			}
			d.happens(func(d *disk) { d.put(half) }, "/w/.venv")
			start := time.Now()
			expect(t, "half made", told(), "recreated /w/.venv/bin/python")
			if took := time.Since(start); took > fillLimit+readyQuiet {
				t.Errorf("it was waited for %v", took)
			}
			start = time.Now()
			expect(t, "afterwards", told(), "")
			if took := time.Since(start); took > 0 {
				t.Errorf("after that, %v more", took)
			}
		})
	}
}
