package discover

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/venvd/venvd/discover/worldtest"
	"github.com/venvd/venvd/venvcore"
)

// sameReport compares all but what the scan has cost.
func sameReport(a, b *Report) string {
	return cmp.Diff(a, b, cmpopts.IgnoreFields(Report{}, "Looked", "Reused", "Elapsed"))
}

func folderOf(dir string) Query { return Query{Root: Root{Kind: RootFolder, Path: dir}} }

func mustScan(t testing.TB, s *Scanner, q Query) *Report {
	t.Helper()
	r, err := s.Scan(t.Context(), q)
	must(t, err)
	return r
}

// manyProjects makes n projects with one environment each, ten to a group. It
// makes few system calls, for the tests of growth need many.
func manyProjects(t testing.TB, n int) *World {
	t.Helper()
	w := newWorld(t, "-- /w/ --\n")
	for i := range n {
		if i%10 == 0 {
			must(t, os.Mkdir(w.host(fmt.Sprintf("/w/g%03d", i/10)), 0o755))
		}
		p := w.host(fmt.Sprintf("/w/g%03d/p%05d", i/10, i))
		e := p + "/.venv"
		for _, d := range []string{p, e, e + "/bin", e + "/lib", e + "/lib/python3.11", e + "/lib/python3.11/site-packages"} {
			must(t, os.Mkdir(d, 0o755))
		}
		for name, text := range map[string]string{
			p + "/pyproject.toml":   "[project]\nname = \"p\"\n",
			e + "/pyvenv.cfg":       "home = /usr/bin\nversion = 3.11.2\n",
			e + "/bin/activate":     fmt.Sprintf("VIRTUAL_ENV=\"%s\"\n", e[len(w.Prefix):]),
			e + "/bin/activate.csh": "",
		} {
			must(t, os.WriteFile(name, []byte(text), 0o644))
		}
		must(t, os.Symlink("python3", e+"/bin/python"))
		must(t, os.Symlink("/usr/bin/python3.11", e+"/bin/python3"))
	}
	return w
}

func TestUnchangedRescanLooksAtNothing(t *testing.T) {
	w := manyProjects(t, 50)
	s := NewScanner(w, Options{Identities: true})
	first := mustScan(t, s, folderOf("/w"))
	if len(first.Environments) != 50 || len(first.Projects) != 51 {
		t.Fatalf("found %d environments, %d projects", len(first.Environments), len(first.Projects))
	}
	before := w.Calls()
	again := mustScan(t, s, folderOf("/w"))
	if n := w.Calls().Sub(before); n.Total() != 0 {
		t.Errorf("an unchanged folder cost %+v", n)
	}
	if again.Looked != 0 || again.Reused != first.Looked {
		t.Errorf("looked %d, reused %d, first looked %d", again.Looked, again.Reused, first.Looked)
	}
	if d := sameReport(first, again); d != "" {
		t.Error(d)
	}
	if full := mustScan(t, s, Query{Root: folderOf("/w").Root, Full: true}); full.Looked != first.Looked {
		t.Errorf("a full scan looked at %d units, the first at %d", full.Looked, first.Looked)
	}
}

// TestGrowthIsLinear counts calls and not time, so that it means the same on
// every machine.
func TestGrowthIsLinear(t *testing.T) {
	cost := func(n int) (all, one int64) {
		w := manyProjects(t, n)
		s := NewScanner(w, Options{Identities: true, Workers: 1})
		mustScan(t, s, folderOf("/w"))
		all = w.Calls().Total()
		q := folderOf("/w")
		q.Changed = []string{"/w/g000/p00003/.venv/pyvenv.cfg"}
		before := w.Calls()
		r := mustScan(t, s, q)
		if r.Looked != 1 {
			t.Errorf("one change made %d units stale", r.Looked)
		}
		return all, w.Calls().Sub(before).Total()
	}
	all100, one100 := cost(100)
	all1000, one1000 := cost(1000)
	t.Logf("calls for 100: %d, for 1,000: %d; for one change among them: %d, %d", all100, all1000, one100, one1000)
	if all1000 > all100*10 {
		t.Errorf("ten times the environments cost %d calls, more than ten times %d", all1000, all100)
	}
	if one1000 != one100 {
		t.Errorf("one change cost %d calls among 1,000 environments and %d among 100", one1000, one100)
	}
	if limit := int64(24); one1000 > limit {
		t.Errorf("one change cost %d calls, more than %d", one1000, limit)
	}
	if limit := int64(1000 * 19); all1000 > limit {
		t.Errorf("1,000 environments cost %d calls, more than %d", all1000, limit)
	}
}

func TestWorkersDoNotChangeTheAnswer(t *testing.T) {
	w := manyProjects(t, 60)
	q := folderOf("/w")
	q.Root.Bounds.Entries = 200 // also what lies within the bound
	one := mustScan(t, NewScanner(w, Options{Identities: true, Workers: 1}), q)
	for range 3 {
		many := mustScan(t, NewScanner(w, Options{Identities: true, Workers: 16}), q)
		if d := sameReport(one, many); d != "" {
			t.Fatal(d)
		}
	}
}

func TestScansRunSideBySide(t *testing.T) {
	w := manyProjects(t, 30)
	s := NewScanner(w, Options{Identities: true})
	want := mustScan(t, NewScanner(w, Options{Identities: true}), folderOf("/w"))
	var wg sync.WaitGroup
	for i := range 12 {
		wg.Go(func() {
			q := folderOf("/w")
			if i%3 == 0 {
				q = folderOf(fmt.Sprintf("/w/g%03d", i/6))
			}
			q.Full = i%2 == 0
			q.Found = func(e *venvcore.Environment) { _ = e.Clone() }
			r, err := s.Scan(t.Context(), q)
			if err != nil {
				t.Error(err)
				return
			}
			if d := sameReport(want, r); i%3 != 0 && d != "" {
				t.Error(d)
			}
		})
	}
	wg.Wait()
}

// TestHintsAreEnough changes a tree at random and tells the scanner the paths,
// as a watcher would; its answer must be that of one that has seen nothing.
func TestHintsAreEnough(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := newWorld(t, "-- /w/a/setup.py --\n-- /w/b/x/ --\n-- /out/ --\n")
			s := NewScanner(w, Options{Identities: true})
			rnd := rand.New(rand.NewPCG(seed, 7))
			mustScan(t, s, folderOf("/w"))
			for step := range 60 {
				q := folderOf("/w")
				what := ""
				for range 1 + rnd.IntN(3) {
					var changed []string
					what, changed = mutate(t, w, rnd, step)
					q.Changed = append(q.Changed, changed...)
				}
				got := mustScan(t, s, q)
				want := mustScan(t, NewScanner(w, Options{Identities: true}), folderOf("/w"))
				if d := sameReport(want, got); d != "" {
					t.Fatalf("step %d, %s, hints %q:\n%s", step, what, q.Changed, d)
				}
			}
		})
	}
}

// mutate makes one change and gives the entries that a watcher would name.
func mutate(t *testing.T, w *World, rnd *rand.Rand, step int) (string, []string) {
	t.Helper()
	dirs := []string{"/w/a", "/w/b", "/w/b/x", "/w/c", "/w/c/deep/er/still"}
	dir := dirs[rnd.IntN(len(dirs))]
	env := dir + []string{"/.venv", "/env"}[rnd.IntN(2)]
	var touched []string
	for up := dir; up != "/w"; up = w.Dir(up) {
		if _, err := os.Lstat(w.host(up)); err != nil {
			touched = append(touched, up)
		}
	}
	must(t, os.MkdirAll(w.host(dir), 0o755))
	switch rnd.IntN(7) {
	case 0:
		must(t, os.RemoveAll(w.host(env)))
		addEnvironments(t, w, env)
		return "remake " + env, append(touched, env)
	case 1:
		must(t, os.RemoveAll(w.host(env)))
		return "remove " + env, append(touched, env)
	case 2:
		must(t, os.WriteFile(w.host(dir+"/pyproject.toml"), fmt.Appendf(nil, "[project]\nrequires-python = '>=3.%d'", step), 0o644))
		return "write a manifest in " + dir, append(touched, dir+"/pyproject.toml")
	case 3:
		to := fmt.Sprintf("/w/b/moved%d", step)
		if os.Rename(w.host(env), w.host(to)) != nil {
			return "nothing to move", touched
		}
		return "move " + env, append(touched, env, to)
	case 4:
		must(t, os.RemoveAll(w.host(env)))
		must(t, os.Symlink("/out/env", w.host(env)))
		return "link " + env, append(touched, env)
	case 5:
		if rnd.IntN(2) == 0 {
			must(t, os.RemoveAll(w.host("/out/env")))
			return "remove what is linked", append(touched, "/out/env")
		}
		addEnvironments(t, w, "/out/env")
		return "make what is linked", append(touched, "/out/env", "/out/env/pyvenv.cfg", "/out/env/bin", "/out/env/lib")
	default:
		must(t, os.RemoveAll(w.host(dir)))
		return "remove " + dir, append(touched, dir)
	}
}

func TestHeldEnvironmentsTellTheirPackages(t *testing.T) {
	w := newWorld(t, "-- /w/setup.py --\n")
	addEnvironments(t, w, "/w/.venv")
	s := NewScanner(w, Options{Identities: true})
	q := folderOf("/w")
	if e := mustScan(t, s, q).Environments[0]; e.Packages != "" {
		t.Errorf("packages %q were looked at and nobody asked", e.Packages)
	}
	q.Held = map[string]bool{"/w/.venv": true}
	held := mustScan(t, s, q)
	site := "/w/.venv/lib/python3.11/site-packages"
	if held.Environments[0].Packages == "" || !watches(held, site) {
		t.Errorf("packages %q, site-packages watched: %v", held.Environments[0].Packages, watches(held, site))
	}
	worldtest.Add(t, w.Prefix, "-- "+site+"/six-1.0.dist-info/RECORD --\n")
	q.Changed = []string{site + "/six-1.0.dist-info"}
	if r := mustScan(t, s, q); r.Environments[0].Packages == held.Environments[0].Packages {
		t.Error("an installed package changed nothing")
	}
	q.Held, q.Changed = nil, nil
	if r := mustScan(t, s, q); r.Environments[0].Packages != "" || watches(r, site) {
		t.Error("it is still looked at though nobody holds it")
	}
}

func watches(r *Report, path string) bool {
	for _, w := range r.Watch {
		if w.Path == path {
			return true
		}
	}
	return false
}

// TestSwappedDirectoryIsSeen swaps a project while it is being listed: the
// identity that is told must be that of before, so that the watcher, which is
// armed on the new one, sees the difference.
func TestSwappedDirectoryIsSeen(t *testing.T) {
	w := newWorld(t, "-- /w/p/setup.py --\n-- /w/other/setup.py --\n")
	old, err := w.Identity("/w/p")
	must(t, err)
	swapped := false
	w.Fault = func(op, path string) error {
		if op == "readdir" && path == "/w/p" && !swapped {
			swapped = true
			must(t, os.Rename(w.host("/w/p"), filepath.Join(w.Prefix, "away")))
			must(t, os.Rename(w.host("/w/other"), w.host("/w/p")))
		}
		return nil
	}
	r := mustScan(t, NewScanner(w, Options{Identities: true, Workers: 1}), folderOf("/w"))
	for _, x := range r.Watch {
		if x.Path == "/w/p" && x.ID == old {
			return
		}
	}
	t.Errorf("no watch of /w/p with the identity %s of before: %v", old, r.Watch)
}
