package watcher

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

const (
	stormRounds = 25
	stormOps    = 400 // of each writer in each round
)

// tree is where a storm rages: three levels of three names, all of them wanted.
type tree struct {
	root  string
	paths []string
}

func newTree(root string) tree {
	t := tree{root: root}
	for _, a := range "abc" {
		t.paths = append(t.paths, filepath.Join(root, string(a)))
		for _, b := range "abc" {
			t.paths = append(t.paths, filepath.Join(root, string(a), string(b)))
			for _, c := range "abc" {
				t.paths = append(t.paths, filepath.Join(root, string(a), string(b), string(c)))
			}
		}
	}
	return t
}

// rage makes random changes. Most of them fail, because another was faster: only what
// the tree is like at the end counts, so errors say nothing.
func (t tree) rage(rnd *rand.Rand, ops int) {
	any := func() string { return t.paths[rnd.IntN(len(t.paths))] }
	for range ops {
		switch rnd.IntN(8) {
		case 0, 1:
			_ = os.Mkdir(any(), 0o755)
		case 2:
			_ = os.MkdirAll(any(), 0o755)
		case 3, 4:
			_ = os.Rename(any(), any())
		case 5:
			_ = os.Remove(any())
		case 6:
			_ = os.RemoveAll(any())
		case 7:
			_ = os.Symlink(any(), any())
		}
	}
}

// TestStorm lets two writers change a tree while it is wanted, wanted otherwise, and
// verified; when they rest, every path must be armed on what is there.
func TestStorm(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := newRig(t, nil)
	world := newTree(r.root)
	own := rand.New(rand.NewPCG(seed, 0))
	for round := range stormRounds {
		var writers sync.WaitGroup
		for n := range 2 {
			rnd := rand.New(rand.NewPCG(seed, uint64(2*round+n+1)))
			writers.Go(func() { world.rage(rnd, stormOps) })
		}
		var wants []Want
		resting := make(chan struct{})
		go func() {
			writers.Wait()
			close(resting)
		}()
		for calm := false; !calm; {
			wants = wants[:0]
			for _, p := range world.paths {
				if own.IntN(4) > 0 {
					wants = append(wants, Want{Path: p})
				}
			}
			r.w.Want(wants)
			r.w.Verify(world.paths[own.IntN(len(world.paths))])
			r.sync()
			select {
			case <-resting:
				calm = true
			default:
			}
		}
		r.sync()
		r.w.Verify()
		r.sync()
		r.checkArmed(fmt.Sprintf("seed %d round %d", seed, round), wants)
	}
	r.w.Want(nil)
	r.sync()
	if n := r.w.backend.WatchCount(); n != 1 {
		t.Errorf("%d watches left, want that of the cookies: %v", n, r.w.backend.Watched())
	}
}

// checkArmed compares what was told with a fresh look, and proves that it is true: an
// entry made in each wanted directory is reported under its name.
func (r *rig) checkArmed(when string, wants []Want) {
	r.Helper()
	var files []string
	for _, w := range wants {
		now, told := look(w.Path), r.armed[w.Path]
		if told.Dir != now.main().dir || told.ID != now.main().id {
			r.Fatalf("%s: %s is told to be armed on %+v, but there is %+v", when, w.Path, told, now)
		}
		if text(told.Err) != "" && now.err == nil {
			r.Fatalf("%s: %s: %v", when, w.Path, told.Err)
		}
		if now.kind == directory {
			file := filepath.Join(w.Path, "probe")
			must(r.T, os.WriteFile(file, nil, 0o644))
			files = append(files, file)
		}
	}
	g := r.sync()
	for _, file := range files {
		if !g.changed[file] || !g.dirs[filepath.Dir(file)] {
			r.Fatalf("%s: %s was made and not reported: %+v", when, file, g)
		}
		if err := os.Remove(file); err != nil && !os.IsNotExist(err) { // links lead to the same file
			r.Fatal(err)
		}
	}
	if g.lost {
		r.Fatalf("%s: lost", when)
	}
	r.sync()
}
