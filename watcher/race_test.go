package watcher

import (
	"errors"
	"os"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/fsnotify/fsnotify"
)

// These tests see which watches are set and removed, and act in the very moment.

// TestRemoveBeforeAdd: the same directory may come again under another name.
func TestRemoveBeforeAdd(t *testing.T) {
	r, f := newFakeRig(t)
	a := r.mkdir("a")
	r.arm(a)
	f.calls()
	r.rename("a", "b")
	b := r.path("b")
	r.arm(b)
	if got, want := f.calls(), []string{"remove " + a, "add " + b}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestSwappedWhileArming exchanges the directory between the first look and the watch.
func TestSwappedWhileArming(t *testing.T) {
	r, f := newFakeRig(t)
	env, spare := r.mkdir("env"), r.mkdir("spare")
	var swaps atomic.Int64
	f.setRefuse(func(dir string) error {
		if dir == env && swaps.Load() < 3 {
			swaps.Add(1)
			return errors.Join(os.Rename(env, r.path("old")), os.Rename(spare, env), os.Rename(r.path("old"), spare))
		}
		return nil
	})
	r.arm(env)
	r.isArmed(env, env)
	if n := swaps.Load(); n != 3 {
		t.Errorf("%d swaps, want 3", n)
	}
	// It never holds still: refused, and tried again by itself until it does.
	r.arm(r.root)
	swaps.Store(-1 << 40)
	if a := r.arm(env); !errors.Is(a.Err, ErrUnstable) {
		t.Errorf("got %v, want ErrUnstable", a.Err)
	}
	swaps.Store(0)
	r.await("rest", func(Batch) bool {
		a := r.armed[env]
		id, err := IdentityOf(env)
		must(t, err)
		return swaps.Load() == 3 && a.Err == nil && a.ID == id
	})
}

// TestAppearsWhileArming lets an absent path come into being just before its ancestor
// is watched.
func TestAppearsWhileArming(t *testing.T) {
	r, f := newFakeRig(t)
	deep := r.path("a/b")
	f.setRefuse(func(dir string) error {
		if dir == r.root {
			return os.MkdirAll(deep, 0o755)
		}
		return nil
	})
	r.arm(deep)
	r.isArmed(deep, deep)
}

// TestAwayWhileArming: the directory is away when the watch is set, and back for the
// second look; the failure is no fact then.
func TestAwayWhileArming(t *testing.T) {
	r, f := newFakeRig(t)
	env, lies := r.mkdir("env"), r.mkdir("lies")
	link := r.link(env, "lies/link")
	for _, away := range []string{env, lies} {
		var refused atomic.Bool
		f.setRefuse(func(dir string) error {
			if dir == away && !refused.Swap(true) {
				return syscall.ENOENT
			}
			return nil
		})
		r.arm(link)
		r.isArmed(link, env)
		r.hasWatches(f, env, lies)
		r.arm(r.root)
	}
}

// hasWatches fails unless exactly dirs and the cookies' directory are under watch.
func (r *rig) hasWatches(f *fake, dirs ...string) {
	r.Helper()
	got := slices.DeleteFunc(f.Watched(), func(d string) bool { return d == r.w.cookieDir })
	slices.Sort(got)
	slices.Sort(dirs)
	if !slices.Equal(got, dirs) {
		r.Errorf("under watch are %v, want %v", got, dirs)
	}
}

// TestSelfEventSetsTheWatchAnew: after it fsnotify has no watch any more, whatever the
// name leads to by now.
func TestSelfEventSetsTheWatchAnew(t *testing.T) {
	for _, op := range []fsnotify.Op{fsnotify.Rename, fsnotify.Remove} {
		r, f := newFakeRig(t)
		env := r.mkdir("env")
		r.arm(env)
		f.calls()
		f.events <- fsnotify.Event{Name: env, Op: op}
		r.awaitArmed(env)
		if got, want := f.calls(), []string{"remove " + env, "add " + env}; !slices.Equal(got, want) {
			t.Errorf("%v: got %v, want %v", op, got, want)
		}
	}
}

// TestStaleKeyIsNotShared: a watch set under a name that leads elsewhere is set anew
// when the directory is wanted under another.
func TestStaleKeyIsNotShared(t *testing.T) {
	r, f := newFakeRig(t)
	env := r.mkdir("a/env")
	r.arm(env)
	r.rename("a", "b")
	moved := r.path("b/env")
	r.w.Want([]Want{{Path: env}, {Path: moved}})
	r.awaitArmed(moved)
	r.awaitArmedOn(env, r.root)
	r.hasWatches(f, moved, r.root)
}

// TestStaleKeyGivesWay: the name of a watch has become another directory's.
func TestStaleKeyGivesWay(t *testing.T) {
	r, f := newFakeRig(t)
	env := r.mkdir("a/env")
	r.arm(env)
	r.rename("a", "b")
	r.mkdir("a/env")
	link := r.link(env, "link")
	old := r.armed[env].ID
	r.w.Want([]Want{{Path: env}, {Path: link}})
	r.await("both", func(Batch) bool { return r.armed[link].Dir == env && r.armed[env].ID != old })
	r.isArmed(link, env)
	r.isArmed(env, env)
	r.hasWatches(f, env, r.root)
}

// TestStaleKeyIsFoundByVerify: the name was given by a path that is no longer wanted, so
// no look at a wanted path would tell that it leads elsewhere.
func TestStaleKeyIsFoundByVerify(t *testing.T) {
	r, f := newFakeRig(t)
	first := r.mkdir("real/env")
	r.link("real", "alias")
	alias := r.path("alias/env")
	r.w.Want([]Want{{Path: first}, {Path: alias}})
	r.awaitArmed(alias)
	r.w.Want([]Want{{Path: alias}})
	r.rename("real", "real2")
	must(t, errors.Join(os.Remove(r.path("alias")), os.Symlink("real2", r.path("alias"))))
	r.w.Verify()
	r.awaitArmed(alias)
	r.isArmed(alias, alias)
	r.hasWatches(f, alias)
}

func (r *rig) awaitArmedOn(path, dir string) {
	r.Helper()
	if r.armed[path].Dir != dir {
		r.await(path+" on "+dir, func(Batch) bool { return r.armed[path].Dir == dir })
	}
}

// meddler is the real backend with a test's hand in Add.
type meddler struct {
	backend
	before func(dir string) error
}

func (m meddler) Add(dir string) error {
	if err := m.before(dir); err != nil {
		return err
	}
	return m.backend.Add(dir)
}

// TestBarrierCoversRetries: a path that would not hold still is tried again before a
// barrier is answered, not only when its clock says so.
func TestBarrierCoversRetries(t *testing.T) {
	var before atomic.Pointer[func(string) error]
	r := newRig(t, func() (backend, error) {
		b, err := openNotifier()
		return meddler{b, func(dir string) error {
			if f := before.Load(); f != nil {
				return (*f)(dir)
			}
			return nil
		}}, err
	})
	env, spare, old := r.mkdir("env"), r.mkdir("spare"), r.path("old")
	left := armTries + 2
	swap := func(dir string) error {
		if dir != env || left == 0 {
			return nil
		}
		left--
		return errors.Join(os.Rename(env, old), os.Rename(spare, env), os.Rename(old, spare))
	}
	before.Store(&swap)
	r.want(env)
	r.isArmed(env, env)
	r.alive(env)
}
