package perf_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/charlievieth/fastwalk"
)

// overWalk is how much longer than merely walking it a look at a large tree may
// take.
const overWalk = 2.0

// TestMonorepo compares a look at 2,000 projects in 100,000 directories with a
// walk of the same tree, in turns; the best of each.
func TestMonorepo(t *testing.T) {
	needLong(t)
	top := monorepo(t, 2000, 100_000)
	home := t.TempDir()
	must(t, os.MkdirAll(filepath.Join(home, ".config", "venvd"), 0o755))
	must(t, os.WriteFile(filepath.Join(home, ".config", "venvd", "config.toml"),
		[]byte("\"discovery.entries\" = 1000000\n\"discovery.depth\" = 20\n"), 0o644))
	walk, ours := time.Hour, time.Hour
	var walked int64
	for range 5 {
		start := time.Now()
		walked = fastWalk(t, top)
		walk = min(walk, time.Since(start))
		ours = min(ours, run(t, commandIn(t, home, "list", top)).wall)
	}
	ratio := float64(ours) / float64(walk)
	t.Logf("%d entries: %v with venvd list, %v with fastwalk; ratio %.2f", walked, ours, walk, ratio)
	if ratio > overWalk {
		t.Errorf("%.2f times the time of walking it, the goal is %.1f", ratio, overWalk)
	}
}

func fastWalk(tb testing.TB, top string) int64 {
	tb.Helper()
	var n atomic.Int64
	must(tb, fastwalk.Walk(nil, top, func(_ string, _ fs.DirEntry, err error) error {
		n.Add(1)
		return err
	}))
	return n.Load()
}

// monorepo makes projects with packages of sources below them, in so many
// directories in all: one in ten has an environment.
func monorepo(tb testing.TB, projects, directories int) string {
	tb.Helper()
	top, err := filepath.EvalSymlinks(tb.TempDir())
	must(tb, err)
	top = filepath.Join(top, "mono")
	python := base(tb)
	each := directories/projects - 1
	for i := range projects {
		project := projectOf(top, i)
		for d := range each {
			dir := filepath.Join(project, "src", fmt.Sprintf("a%d", d/10), fmt.Sprintf("b%d", d%10))
			must(tb, os.MkdirAll(dir, 0o755))
			must(tb, os.WriteFile(filepath.Join(dir, "mod.py"), nil, 0o644))
		}
		must(tb, os.WriteFile(filepath.Join(project, "pyproject.toml"), []byte("[project]\nname = \"p\"\nversion = \"1\"\n"), 0o644))
		if i%10 == 0 {
			venv(tb, python, filepath.Join(project, ".venv"))
		}
	}
	return top
}
