package watcher

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"go.uber.org/zap"
	"go.uber.org/zap/zaptest"
)

// patience is how long a test waits for what must come; it is never waited out when the
// code is right.
const patience = 20 * time.Second

// rig is a watcher on a real directory and everything its batches said.
type rig struct {
	*testing.T
	w      *Watcher
	root   string // the tests' own tree
	token  uint64
	awaits string // what is being waited for, for the message
	got    got
	armed  map[string]Armed // the latest of each path, since the start
}

// got is several batches in one.
type got struct {
	changed, dirs map[string]bool
	armed         map[string]Armed
	lost          bool
}

func newGot() got {
	return got{changed: map[string]bool{}, dirs: map[string]bool{}, armed: map[string]Armed{}}
}

func newRig(t *testing.T, open func() (backend, error)) *rig {
	t.Helper()
	top, err := filepath.EvalSymlinks(t.TempDir())
	must(t, err)
	r := &rig{T: t, root: filepath.Join(top, "root"), got: newGot(), armed: map[string]Armed{}}
	must(t, os.Mkdir(r.root, 0o755))
	must(t, os.Mkdir(filepath.Join(top, "sync"), 0o755))
	log := zaptest.NewLogger(t, zaptest.Level(zap.ErrorLevel)) // warnings come by the thousand
	w, err := New(Options{Log: log, CookieDir: filepath.Join(top, "sync"), open: open})
	must(t, err)
	r.w = w
	t.Cleanup(func() { must(t, w.Close()) })
	return r
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (r *rig) path(rel string) string { return filepath.Join(r.root, filepath.FromSlash(rel)) }

func (r *rig) mkdir(rel string) string {
	r.Helper()
	must(r.T, os.MkdirAll(r.path(rel), 0o755))
	return r.path(rel)
}

func (r *rig) write(rel string) string {
	r.Helper()
	must(r.T, os.WriteFile(r.path(rel), []byte(rel), 0o644))
	return r.path(rel)
}

func (r *rig) rename(from, to string) {
	r.Helper()
	must(r.T, os.Rename(r.path(from), r.path(to)))
}

func (r *rig) link(target, rel string) string {
	r.Helper()
	must(r.T, os.Symlink(target, r.path(rel)))
	return r.path(rel)
}

func (r *rig) removeAll(rel string) {
	r.Helper()
	must(r.T, os.RemoveAll(r.path(rel)))
}

// want hands in paths and waits until they are armed.
func (r *rig) want(paths ...string) got {
	r.Helper()
	var wants []Want
	for _, p := range paths {
		wants = append(wants, Want{Path: p})
	}
	r.w.Want(wants)
	return r.sync()
}

// sync gives all that the batches said up to a barrier asked now.
func (r *rig) sync() got {
	r.Helper()
	r.token++
	r.awaits = "barrier"
	r.w.Barrier(r.token)
	for !slices.Contains(r.next().Synced, r.token) {
	}
	g := r.got
	r.got = newGot()
	return g
}

// next takes one batch and files it.
func (r *rig) next() Batch {
	r.Helper()
	select {
	case b, ok := <-r.w.Batches():
		if !ok {
			r.Fatal("Batches was closed")
		}
		r.file(b)
		return b
	case <-time.After(patience):
		r.Fatalf("no batch came (waiting for %q); so far %+v", r.awaits, r.got)
	}
	return Batch{}
}

func (r *rig) file(b Batch) {
	for _, p := range b.Changed {
		r.got.changed[p] = true
	}
	for _, p := range b.Dirs {
		r.got.dirs[p] = true
	}
	for _, a := range b.Armed {
		r.got.armed[a.Path], r.armed[a.Path] = a, a
	}
	r.got.lost = r.got.lost || b.Lost
}

// isArmed says that path stands on dir as it is now, without an error.
func (r *rig) isArmed(path, dir string) {
	r.Helper()
	a, ok := r.armed[path]
	if !ok {
		r.Fatalf("%s was never armed", path)
	}
	if a.Err != nil || a.Dir != dir {
		r.Fatalf("%s is armed on %q (%v), want %q", path, a.Dir, a.Err, dir)
	}
	id, err := IdentityOf(dir)
	must(r.T, err)
	if a.ID != id {
		r.Fatalf("%s is armed on %s, but %s is %s", path, a.ID, dir, id)
	}
}

// said fails unless the directories and entries were named.
func (r *rig) said(g got, dirs, changed []string) {
	r.Helper()
	for _, p := range dirs {
		if !g.dirs[p] {
			r.Errorf("Dirs lacks %s: %v", p, g.dirs)
		}
	}
	for _, p := range changed {
		if !g.changed[p] {
			r.Errorf("Changed lacks %s: %v", p, g.changed)
		}
	}
	if g.lost {
		r.Error("Lost without a reason")
	}
}

// alive proves that path is really watched: a new entry in it is reported.
func (r *rig) alive(path string) {
	r.Helper()
	f, err := os.CreateTemp(path, "alive")
	must(r.T, err)
	must(r.T, f.Close())
	r.said(r.sync(), []string{path}, []string{filepath.Join(path, filepath.Base(f.Name()))})
}

// silent fails if anything was said.
func (r *rig) silent(g got) {
	r.Helper()
	if len(g.changed)+len(g.dirs)+len(g.armed) > 0 || g.lost {
		r.Errorf("want silence, got %+v", g)
	}
}
