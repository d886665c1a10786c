package watcher

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
)

// await takes batches until one satisfies.
func (r *rig) await(what string, ok func(Batch) bool) Batch {
	r.Helper()
	r.awaits = what
	for {
		if b := r.next(); ok(b) {
			return b
		}
	}
}

func (r *rig) awaitArmed(path string) Armed {
	r.Helper()
	var found Armed
	r.await("armed "+path, func(b Batch) bool {
		i := slices.IndexFunc(b.Armed, func(a Armed) bool { return a.Path == path })
		if i >= 0 {
			found = b.Armed[i]
		}
		return i >= 0
	})
	return found
}

// arm hands in one path and gives what the watcher says of it.
func (r *rig) arm(path string) Armed {
	r.Helper()
	r.w.Want([]Want{{Path: path}})
	return r.awaitArmed(path)
}

func TestRefusedWatches(t *testing.T) {
	cases := []struct {
		cause error
		is    error
		says  string
	}{
		{syscall.ENOSPC, ErrWatchLimit, "fs.inotify.max_user_watches"},
		{syscall.EMFILE, ErrInstanceLimit, "fs.inotify.max_user_instances"},
		{syscall.EACCES, fs.ErrPermission, "readable"},
	}
	for _, c := range cases {
		r, f := newFakeRig(t)
		env := r.mkdir("env")
		f.setRefuse(func(dir string) error {
			if dir == env {
				return c.cause
			}
			return nil
		})
		a := r.arm(env)
		var typed *ArmError
		if !errors.As(a.Err, &typed) || typed.Path != env || !errors.Is(a.Err, c.is) || !errors.Is(a.Err, c.cause) {
			t.Errorf("%v: got %v", c.cause, a.Err)
		}
		if !strings.Contains(a.Err.Error(), c.says) || !strings.Contains(a.Err.Error(), env) {
			t.Errorf("%v: the text helps nobody: %v", c.cause, a.Err)
		}
		// Told once, and tried again by every Want and Verify.
		f.setRefuse(nil)
		r.w.Verify()
		if a := r.awaitArmed(env); a.Err != nil || a.Dir != env {
			t.Errorf("%v: not taken back: %+v", c.cause, a)
		}
		if p := r.w.Status().Polled; len(p) != 0 {
			t.Errorf("%v: still in Polled: %v", c.cause, p)
		}
	}
}

func TestOpenFails(t *testing.T) {
	broken := errors.New("broken")
	_, err := New(Options{CookieDir: t.TempDir(), open: func() (backend, error) { return nil, broken }})
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if text := remedy(classify(syscall.EMFILE)); !strings.Contains(text, "max_user_instances") {
		t.Errorf("no way out: %q", text)
	}
}

func TestOverflow(t *testing.T) {
	r, f := newFakeRig(t)
	env := r.mkdir("env")
	r.arm(env)
	must(t, os.Remove(env)) // and its event is lost
	f.errors <- fsnotify.ErrEventOverflow
	r.await("loss", func(b Batch) bool { return b.Lost })
	r.awaitArmedOn(env, r.root) // after a loss everything is verified
	if n := r.w.Status().Lost; n != 1 {
		t.Errorf("Lost is %d", n)
	}
}

// TestOverflowSwallowsCookie answers the barrier at the loss, on a clock that jumps: its
// cookie may be among what was lost.
func TestOverflowSwallowsCookie(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		w, f := newFakeWatcher(t, dir)
		start := time.Now()
		w.Barrier(7)
		synctest.Wait()
		f.errors <- fsnotify.ErrEventOverflow
		for lost, synced := false, false; !synced; {
			b := <-w.Batches()
			lost, synced = lost || b.Lost, slices.Contains(b.Synced, 7)
			if synced && !lost {
				t.Error("Synced without Lost")
			}
		}
		if took := time.Since(start); took != 0 {
			t.Errorf("answered only after %v", took)
		}
		must(t, w.Close())
	})
}

func TestBackendEnds(t *testing.T) {
	for name, end := range map[string]func(*fake){
		"closed": func(f *fake) { close(f.events) },
		"broken": func(f *fake) {
			for range maxFaults {
				f.errors <- syscall.EBADF
			}
		},
	} {
		f := newFake()
		dir := t.TempDir()
		w, err := New(Options{CookieDir: dir, open: f.open})
		must(t, err)
		r := &rig{T: t, w: w, root: dir, got: newGot(), armed: map[string]Armed{}}
		env := r.mkdir("env")
		r.arm(env)
		go end(f)
		r.await(name, func(Batch) bool { return errors.Is(r.armed[env].Err, ErrClosed) })
		if p := r.w.Status().Polled; !slices.Equal(p, []string{env}) {
			t.Errorf("%s: Polled is %v", name, p)
		}
		r.w.Barrier(1)
		if b := r.await("barrier", func(b Batch) bool { return len(b.Synced) > 0 }); !b.Lost {
			t.Errorf("%s: nothing can be proven, yet not Lost", name)
		}
		must(t, w.Close())
	}
}

// TestHungAdd holds arming up as a dead mount does, on a clock that jumps.
func TestHungAdd(t *testing.T) {
	top := t.TempDir()
	good, dead := filepath.Join(top, "good"), filepath.Join(top, "dead")
	must(t, os.Mkdir(good, 0o755))
	must(t, os.Mkdir(dead, 0o755))
	synctest.Test(t, func(t *testing.T) {
		w, f := newFakeWatcher(t, filepath.Join(top, "sync"))
		w.Want([]Want{{Path: good}})
		if b := <-w.Batches(); len(b.Armed) != 1 || b.Armed[0].Err != nil {
			t.Fatalf("got %+v", b)
		}
		hung := make(chan struct{})
		f.setRefuse(func(dir string) error {
			if dir == dead {
				<-hung
			}
			return nil
		})
		w.Want([]Want{{Path: good}, {Path: dead}})
		synctest.Wait()
		for range 3 { // none of this waits
			f.events <- fsnotify.Event{Name: good + "/x", Op: fsnotify.Create}
			if b := <-w.Batches(); !slices.Equal(b.Changed, []string{good + "/x"}) {
				t.Errorf("events do not flow: %+v", b)
			}
			w.Verify()
			w.Want([]Want{{Path: good}, {Path: dead}})
		}
		w.Barrier(3)
		if b := <-w.Batches(); !b.Lost || !slices.Equal(b.Synced, []uint64{3}) {
			t.Errorf("a barrier is bounded: %+v", b)
		}
		if err := w.Close(); err == nil || !strings.Contains(err.Error(), "mount") {
			t.Errorf("Close says nothing of the hang: %v", err)
		}
		close(hung)
		<-w.ended
		synctest.Wait()
	})
}

func TestRootNames(t *testing.T) {
	r, f := newFakeRig(t)
	r.w.Want([]Want{{Path: "/"}, {Path: "/no such/dir"}})
	r.awaitArmed("/no such/dir")
	f.events <- fsnotify.Event{Name: "//no such", Op: fsnotify.Create} // as fsnotify spells it
	b := r.await("event", func(b Batch) bool { return len(b.Changed) > 0 })
	if !slices.Equal(b.Changed, []string{"/no such"}) || !slices.Equal(b.Dirs, []string{"/"}) {
		t.Errorf("got %+v", b)
	}
}
