package engine

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// askingOf runs f with an engine that follows /w, in a bubble of made time; asking
// is what its owner says of interpreters that are being asked.
func askingOf(t *testing.T, d *disk, watcher Watcher, f func(ctx context.Context, e *Engine, asking *atomic.Bool)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		d.batches = make(chan Batch, 64)
		ctx, cancel := context.WithCancel(t.Context())
		var asking atomic.Bool
		e, ended := run(ctx, Options{Looker: d, Watcher: watcher, Asking: asking.Load})
		if err := e.Open(ctx, "/w", FolderSettings{}, false); err != nil {
			t.Fatal(err)
		}
		f(ctx, e, &asking)
		cancel()
		<-ended
	})
}

// looked counts the looks until f has returned and everything is settled again.
func (d *disk) looked(t *testing.T, ctx context.Context, e *Engine, f func()) int {
	t.Helper()
	if err := e.Settled(ctx); err != nil {
		t.Fatal(err)
	}
	count := func() (n int) { d.change(func(d *disk) { n = d.looks }); return n }
	before := count()
	f()
	if err := e.Settled(ctx); err != nil {
		t.Fatal(err)
	}
	return count() - before
}

// TestAgain: the roots that are named look again, and no other; what they see is
// told, in a virtual environment as in a base.
func TestAgain(t *testing.T) {
	d := newDisk()
	d.put(base("/py", "3.12"))
	e0 := env("/w/.venv", "a")
	e0.Version = "3.12"
	d.put(e0)
	askingOf(t, d, d, func(ctx context.Context, e *Engine, _ *atomic.Bool) {
		if n := d.looked(t, ctx, e, func() { again(t, ctx, e, nil) }); n != 0 {
			t.Errorf("%d looks for nobody", n)
		}
		if n := d.looked(t, ctx, e, func() { again(t, ctx, e, []string{"tool:none"}) }); n != 0 {
			t.Errorf("%d looks for a root that is gone", n)
		}
		n := d.looked(t, ctx, e, func() {
			d.change(func(d *disk) {
				for path, version := range map[string]string{"/py": "3.12.7", "/w/.venv": "3.12.7"} {
					c := d.envs[path].Clone()
					c.Version = version
					d.put(c)
				}
			})
			again(t, ctx, e, []string{folderKey("/w"), "tool:system"})
		})
		if n != 2 {
			t.Errorf("%d looks, want one of each root", n)
		}
		for _, path := range []string{"/py", "/w/.venv"} {
			if env := e.Snapshot().Machine.ByPath(path); env == nil || env.Version != "3.12.7" {
				t.Errorf("%s is told as %+v", path, env)
			}
		}
	})
}

func again(t *testing.T, ctx context.Context, e *Engine, roots []string) {
	t.Helper()
	if err := e.Again(ctx, roots, "/py/bin/python3.12"); err != nil {
		t.Error(err)
	}
}

// TestSyncWaitsForAnswers: until nobody is asked any more, and no longer than a
// sync may take.
func TestSyncWaitsForAnswers(t *testing.T) {
	d := newDisk()
	askingOf(t, d, d, func(ctx context.Context, e *Engine, asking *atomic.Bool) {
		took := func(f func()) time.Duration {
			began := time.Now()
			f()
			if _, err := e.Sync(ctx); err != nil {
				t.Fatal(err)
			}
			return time.Since(began)
		}
		took(func() {})
		if n := took(func() {
			asking.Store(true)
			time.AfterFunc(3*time.Second, func() {
				asking.Store(false)
				again(t, ctx, e, nil)
			})
		}); n < 3*time.Second || n > 4*time.Second {
			t.Errorf("it took %v, the answer 3s", n)
		}
		if n := took(func() { asking.Store(true) }); n != syncLimit {
			t.Errorf("it took %v of an answer that does not come", n)
		}
	})
}

// TestSettledWithoutWatcher: for who looks once. It ends with its caller.
func TestSettledWithoutWatcher(t *testing.T) {
	d := newDisk()
	d.delay = time.Second
	d.put(env("/w/.venv", "a"))
	askingOf(t, d, nil, func(ctx context.Context, e *Engine, asking *atomic.Bool) {
		if err := e.Settled(ctx); err != nil || e.Snapshot().Machine.ByPath("/w/.venv") == nil {
			t.Errorf("%v, %v", err, e.Snapshot().Machine.Environments)
		}
		asking.Store(true)
		short, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		if err := e.Settled(short); err == nil {
			t.Error("it is settled while somebody is asked")
		}
	})
}

// TestFolders: a folder is there before anything in it is looked at, and until it
// is closed; one that is followed for a document too.
func TestFolders(t *testing.T) {
	d := newDisk()
	askingOf(t, d, d, func(ctx context.Context, e *Engine, _ *atomic.Bool) {
		want := func(folders ...string) {
			t.Helper()
			if got := e.Folders(); !slices.Equal(got, folders) {
				t.Errorf("got %v, want %v", got, folders)
			}
		}
		want("/w")
		if err := e.OpenDocument(ctx, "/v/a.py", "/v"); err != nil {
			t.Fatal(err)
		}
		want("/v", "/w")
		if err := e.Close(ctx, "/w"); err != nil {
			t.Fatal(err)
		}
		want("/v")
		if err := e.CloseDocument(ctx, "/v/a.py"); err != nil {
			t.Fatal(err)
		}
		want()
	})
}
