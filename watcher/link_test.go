package watcher

import (
	"errors"
	"os"
	"syscall"
	"testing"
)

func TestLinkToDirectory(t *testing.T) {
	r := newRig(t, nil)
	store, other := r.mkdir("store/e1"), r.mkdir("store/e2")
	r.mkdir("p")
	link := r.link("../store/e1", "p/.venv")
	r.want(link)
	r.isArmed(link, store)
	r.alive(link) // reported under the name that is wanted
	// Retargeted: the link lies in a directory that is watched for it.
	must(t, os.Symlink(other, r.path("p/tmp")))
	r.rename("p/tmp", "p/.venv")
	r.said(r.sync(), []string{link}, []string{link})
	r.isArmed(link, other)
	r.alive(link)
	// What it leads to is removed, though the link stays.
	r.removeAll("store/e2")
	r.said(r.sync(), []string{link}, nil)
	r.isArmed(link, r.path("store"))
	r.mkdir("store/e2")
	r.said(r.sync(), []string{link}, nil)
	r.isArmed(link, other)
	must(t, os.Remove(link))
	r.said(r.sync(), []string{link}, []string{link})
	r.isArmed(link, r.path("p"))
}

// TestLinkTargetWithWatchedParents is a trap of fsnotify: it keeps the removal of a
// watched directory to itself when the directory above its name is watched as well.
func TestLinkTargetWithWatchedParents(t *testing.T) {
	r := newRig(t, nil)
	r.mkdir("store/e1")
	r.mkdir("p")
	link := r.link(r.path("store/e1"), "p/.venv")
	r.want(r.path("p"), r.path("store"), link)
	r.removeAll("store/e1")
	r.said(r.sync(), []string{link, r.path("store")}, []string{r.path("store/e1")})
	r.isArmed(link, r.path("store"))
}

func TestSharedDirectory(t *testing.T) {
	r := newRig(t, nil)
	store := r.mkdir("store")
	one, two := r.link(store, "one"), r.link("store", "two")
	r.want(one, two, store)
	for _, p := range []string{one, two, store} {
		r.isArmed(p, store)
	}
	// One for the directory, one where the links lie, one for the cookies.
	if n := r.w.Status().Watches; n != 3 {
		t.Errorf("%d watches, want 3", n)
	}
	r.write("store/x")
	r.said(r.sync(), []string{one, two, store}, []string{one + "/x", two + "/x", store + "/x"})
	r.want(two) // the one that set the watch goes, another stays
	r.write("store/y")
	g := r.sync()
	r.said(g, []string{two}, []string{two + "/y"})
	if g.dirs[one] || g.dirs[store] {
		t.Errorf("no longer wanted: %v", g.dirs)
	}
	r.rename("store", "moved")
	r.said(r.sync(), []string{two}, nil)
	r.isArmed(two, r.root)
}

func TestLinkOnTheWay(t *testing.T) {
	r := newRig(t, nil)
	r.mkdir("real/p/.venv")
	r.link("real", "alias")
	real, alias := r.path("real/p/.venv"), r.path("alias/p/.venv")
	r.want(alias, real)
	r.isArmed(alias, alias)
	r.isArmed(real, real)
	r.alive(alias)
	r.alive(real)
	r.removeAll("real/p")
	r.said(r.sync(), []string{alias, real}, nil)
	r.mkdir("real/p/.venv")
	r.said(r.sync(), []string{alias, real}, nil)
	r.alive(alias)
}

func TestLinkLoop(t *testing.T) {
	r := newRig(t, nil)
	r.link("b", "a")
	r.link("a", "b")
	loop := r.path("a/x")
	if g := r.want(loop); !errors.Is(g.armed[loop].Err, syscall.ELOOP) {
		t.Errorf("got %v, want ELOOP", g.armed[loop].Err)
	}
	must(t, os.Remove(r.path("b")))
	r.mkdir("b/x")
	r.said(r.sync(), []string{loop}, nil)
	r.isArmed(loop, loop)
}
