package watcher

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestEntriesOfADirectory(t *testing.T) {
	r := newRig(t, nil)
	env := r.mkdir("p/.venv")
	g := r.want(env)
	r.isArmed(env, env)
	if len(g.dirs) != 0 {
		t.Errorf("arming alone is no event: %v", g.dirs)
	}
	file := r.write("p/.venv/pyvenv.cfg")
	r.said(r.sync(), []string{env}, []string{file})
	must(t, os.Chmod(file, 0o755))
	r.said(r.sync(), []string{env}, []string{file})
	must(t, os.Remove(file))
	r.said(r.sync(), []string{env}, []string{file})
	odd := r.write("p/.venv/\xff\n")
	r.said(r.sync(), []string{env}, []string{odd})
	r.silent(r.sync())
}

func TestAbsentAppearsByOneRename(t *testing.T) {
	r := newRig(t, nil)
	deep := r.path("a/b/c")
	r.want(deep)
	r.isArmed(deep, r.root)
	r.write("unrelated")
	r.silent(r.sync())
	r.mkdir("tmp/b/c")
	r.sync()
	r.rename("tmp", "a")
	g := r.sync()
	r.said(g, []string{deep}, []string{r.path("a")})
	r.isArmed(deep, deep)
	r.alive(deep)
}

func TestAbsentAppearsStepByStep(t *testing.T) {
	r := newRig(t, nil)
	deep := r.path("a/b/c")
	r.want(deep)
	for _, step := range []string{"a", "a/b"} {
		must(t, os.Mkdir(r.path(step), 0o755))
		if g := r.sync(); g.dirs[deep] {
			t.Errorf("%s is not there yet", deep)
		}
		r.isArmed(deep, r.path(step))
	}
	must(t, os.Mkdir(deep, 0o755))
	r.said(r.sync(), []string{deep}, []string{deep})
	r.isArmed(deep, deep)
	// And back up again, as far as it goes.
	r.removeAll("a")
	r.said(r.sync(), []string{deep}, []string{deep})
	r.isArmed(deep, r.root)
	r.mkdir("a/b/c") // at once, without waiting between
	r.said(r.sync(), []string{deep}, nil)
	r.isArmed(deep, deep)
	r.alive(deep)
}

func TestRemakeAtOnceHasANewIdentity(t *testing.T) {
	r := newRig(t, nil)
	env := r.mkdir("p/.venv")
	r.want(env)
	for range 50 {
		old := r.armed[env].ID
		must(t, os.Remove(env))
		must(t, os.Mkdir(env, 0o755))
		r.said(r.sync(), []string{env}, []string{env})
		r.isArmed(env, env)
		if r.armed[env].ID == old {
			t.Fatal("another directory has the same identity")
		}
	}
	r.alive(env)
}

func TestRenamed(t *testing.T) {
	for _, withParent := range []bool{false, true} {
		r := newRig(t, nil)
		env, parent := r.mkdir("p/.venv"), r.path("p")
		paths := []string{env}
		if withParent {
			paths = append(paths, parent)
		}
		r.want(paths...)
		r.rename("p/.venv", "p/old")
		r.said(r.sync(), []string{env}, []string{env})
		r.isArmed(env, parent)
		r.rename("p/old", "p/.venv")
		r.said(r.sync(), []string{env}, nil)
		r.isArmed(env, env)
		r.alive(env)
		// Away and back faster than anyone looks: fsnotify has dropped its watch.
		for range 20 {
			r.rename("p/.venv", "p/old")
			r.rename("p/old", "p/.venv")
		}
		r.said(r.sync(), []string{env}, nil)
		r.isArmed(env, env)
		r.alive(env)
		// Exchanged for another one.
		r.mkdir("p/new")
		r.rename("p/.venv", "p/old")
		r.rename("p/new", "p/.venv")
		r.said(r.sync(), []string{env}, nil)
		r.isArmed(env, env)
		r.alive(env)
	}
}

func TestParentRenamed(t *testing.T) {
	r := newRig(t, nil)
	env, parent := r.mkdir("p/.venv"), r.path("p")
	r.want(parent, env)
	r.rename("p", "q")
	// The parent's own watch tells; what lies beneath is checked without being asked.
	r.said(r.sync(), []string{parent, env}, []string{parent})
	r.isArmed(env, r.root)
	r.isArmed(parent, r.root)
	r.rename("q", "p")
	r.said(r.sync(), []string{parent, env}, nil)
	r.isArmed(env, env)
	r.alive(env)
}

// TestUnwantedParentRenamed: the watch of the directory above it tells, and what lies
// beneath is checked without being asked; also when all go by the name of a link.
func TestUnwantedParentRenamed(t *testing.T) {
	r := newRig(t, nil)
	r.mkdir("store/p/.venv")
	alias := r.link("store", "alias")
	for _, top := range []string{r.path("store"), alias} {
		env := filepath.Join(top, "p", ".venv")
		r.want(top, env)
		r.rename("store/p", "store/q")
		r.said(r.sync(), []string{top, env}, []string{filepath.Join(top, "p")})
		r.isArmed(env, r.path("store"))
		r.rename("store/q", "store/p")
		r.said(r.sync(), []string{top, env}, nil)
		r.isArmed(env, env)
		r.alive(env)
	}
}

func TestAncestorRenamed(t *testing.T) {
	r := newRig(t, nil)
	env, other := r.mkdir("a/b/c/.venv"), r.mkdir("z")
	r.want(env, other)
	r.rename("a", "a2")
	r.silent(r.sync()) // the kernel tells nobody
	r.w.Verify(r.path("z"))
	r.silent(r.sync())
	r.w.Verify(r.path("a"))
	r.said(r.sync(), []string{env}, nil)
	r.isArmed(env, r.root)
	// A new tree of the old name, while the same directory is wanted by its new name.
	moved := r.path("a2/b/c/.venv")
	r.want(moved, other)
	r.mkdir("a/b/c/.venv")
	r.want(env, moved)
	r.isArmed(env, env)
	r.isArmed(moved, moved)
	r.alive(env)
	r.alive(moved)
}

// TestStaleNames has the same inode wanted by a new name while the old name, under
// which the kernel watch was set, is given to another directory.
func TestStaleNames(t *testing.T) {
	r := newRig(t, nil)
	env := r.mkdir("a/b/.venv")
	r.want(env)
	r.rename("a", "a2")
	fresh := r.mkdir("a/b/.venv")
	moved := r.path("a2/b/.venv")
	r.want(env, moved) // env is known and keeps its stale watch until verified
	r.w.Verify()
	r.sync()
	r.isArmed(env, fresh)
	r.isArmed(moved, moved)
	r.alive(env)
	r.alive(moved)
	if n := r.w.Status().Watches; n != 3 {
		t.Errorf("%d watches, want 3: two directories and the cookies", n)
	}
}

func TestVerifyAllFindsASilentEnd(t *testing.T) {
	r := newRig(t, nil)
	env := r.mkdir("p/.venv")
	r.want(env)
	must(t, r.w.backend.Remove(env)) // what an unmount does: no event
	r.w.Verify()
	r.said(r.sync(), []string{env}, nil)
	r.isArmed(env, env)
	r.alive(env)
}

func TestFile(t *testing.T) {
	r := newRig(t, nil)
	file := r.path("pyvenv.cfg")
	r.want(file)
	r.isArmed(file, r.root)
	for range 2 {
		r.write("pyvenv.cfg")
		r.said(r.sync(), []string{file}, []string{file})
		r.isArmed(file, r.root)
	}
	must(t, os.Remove(file))
	r.said(r.sync(), []string{file}, []string{file})
	r.mkdir("pyvenv.cfg")
	r.said(r.sync(), []string{file}, []string{file})
	r.isArmed(file, file)
}

func TestUnwanted(t *testing.T) {
	r := newRig(t, nil)
	a, b := r.mkdir("a"), r.mkdir("b")
	r.want(a, b)
	if g := r.want(b); len(g.armed) != 0 {
		t.Errorf("a path that stays wanted is not armed again: %v", g.armed)
	}
	r.write("a/x")
	r.silent(r.sync())
	r.alive(b)
	r.want()
	if n := r.w.Status().Watches; n != 1 {
		t.Errorf("%d watches, want that of the cookies only", n)
	}
}

func TestRefused(t *testing.T) {
	r := newRig(t, nil)
	bad := []string{"", ".", "rel/ative", r.root + "/x/../y", r.root + "/", r.root + "/\x00"}
	g := r.want(bad...)
	for _, p := range bad {
		var err *ArmError
		if a := g.armed[p]; !errors.As(a.Err, &err) || !errors.Is(err, ErrPath) {
			t.Errorf("%q: got %v, want ErrPath", p, a.Err)
		}
	}
	r.w.Want([]Want{{Path: r.root, Mode: 7}})
	if g := r.sync(); !errors.Is(g.armed[r.root].Err, ErrMode) {
		t.Errorf("got %v, want ErrMode", g.armed[r.root].Err)
	}
	if _, err := New(Options{CookieDir: "rel"}); !errors.Is(err, ErrPath) {
		t.Errorf("got %v, want ErrPath", err)
	}
	long := filepath.Join(r.root, string(make([]byte, 0)), "n"+string(longName(300)))
	if g := r.want(long); g.armed[long].Err == nil {
		t.Error("a name that no file can have must be an error")
	}
	if got := r.w.Status().Polled; len(got) != 1 || got[0] != long {
		t.Errorf("Polled is %v", got)
	}
}

func longName(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = 'n'
	}
	return b
}
