package discover

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// hangs makes every call about these paths, and about what lies below them, wait
// until release is called; calls counts them.
func hangs(w *World, paths ...string) (calls *atomic.Int32, release func()) {
	answer := make(chan struct{})
	calls = new(atomic.Int32)
	w.Fault = func(_, path string) error {
		for _, dead := range paths {
			if w.Within(dead, path) {
				calls.Add(1)
				<-answer
			}
		}
		return nil
	}
	return calls, func() { close(answer); synctest.Wait() }
}

func variables(w *World, vars map[string]string) {
	w.Env = func(name string) (string, bool) { v, ok := vars[name]; return v, ok }
}

func toolQuery(name string) Query { return Query{Root: Root{Kind: RootTool, Tool: name}} }

// TestDeadPlaceHidesNothingBeside: a mount that does not answer costs what lies
// on it, wherever it is mounted, and the time of its own root.
func TestDeadPlaceHidesNothingBeside(t *testing.T) {
	for _, dead := range []string{"/data", "/home/u/net", "/net/a"} {
		t.Run(dead, func(t *testing.T) {
			w := newWorld(t, "-- /net/b/bin/python3.11 0755 --\n!elf x86_64\n-- /net/b/lib/python3.11/os.py --\n")
			makePrograms(t, w.Prefix)
			addEnvironments(t, w, "/home/u/.virtualenvs/x")
			variables(w, map[string]string{"PATH": dead + "/bin:" + dead + "/more:/net/b/bin:/usr/bin"})
			synctest.Test(t, func(t *testing.T) {
				_, release := hangs(w, dead)
				defer release()
				s := NewScanner(w, Options{Identities: true, Workers: 2})
				r := mustScan(t, s, toolQuery("path"))
				if !found(r, "/usr") || !found(r, "/net/b") {
					t.Errorf("found are %v", r.Environments)
				}
				for _, f := range r.Faults {
					if f.Code != venvcore.FaultTimeout || !w.Within(dead, f.Path) {
						t.Errorf("a fault of what answers: %v", f)
					}
				}
				if len(r.Faults) == 0 || r.Elapsed > 2*stallLimit {
					t.Errorf("faults %v after %v", r.Faults, r.Elapsed)
				}
				if r = mustScan(t, s, toolQuery("virtualenvwrapper")); !found(r, "/home/u/.virtualenvs/x") || r.Elapsed > 0 || len(r.Faults) > 0 {
					t.Errorf("another root: %v, faults %v after %v", r.Environments, r.Faults, r.Elapsed)
				}
			})
		})
	}
}

// TestSeveralDeadPlacesOfOneTool: what answers is found, each dead place is
// named, and they do not add up their times.
func TestSeveralDeadPlacesOfOneTool(t *testing.T) {
	w := newWorld(t, "-- /d1/ --\n-- /d2/ --\n-- /d3/ --\n")
	variables(w, map[string]string{"PATH": "/d1/bin:/d2/bin:/d3/bin:/usr/bin"})
	synctest.Test(t, func(t *testing.T) {
		calls, release := hangs(w, "/d1", "/d2", "/d3")
		s := NewScanner(w, Options{Workers: 2})
		r := mustScan(t, s, toolQuery("path"))
		if !found(r, "/usr") || calls.Load() != 3 || r.Elapsed > 2*stallLimit {
			t.Errorf("%v after %v and %d calls that hang", r.Environments, r.Elapsed, calls.Load())
		}
		for _, dead := range []string{"/d1", "/d2", "/d3"} {
			if !hasFault(r, venvcore.FaultTimeout, dead) {
				t.Errorf("%s is not named: %v", dead, r.Faults)
			}
		}
		// However often it is looked at again, nothing more hangs.
		for range 20 {
			r = mustScan(t, s, toolQuery("path"))
		}
		if calls.Load() != 3 || r.Elapsed > 0 || !found(r, "/usr") {
			t.Errorf("again: %d calls hang, %v", calls.Load(), r.Elapsed)
		}
		release()
		if r = mustScan(t, s, toolQuery("path")); len(r.Faults) > 0 {
			t.Errorf("they answer again, and faults are %v", r.Faults)
		}
	})
}

// TestHungEntriesCostFewThreads: where each entry of a directory hangs and no
// list of mounts says that they belong together, they are not all tried.
func TestHungEntriesCostFewThreads(t *testing.T) {
	w := newWorld(t, "")
	var dead []string
	for i := range 60 {
		dir := fmt.Sprintf("/home/u/.virtualenvs/e%02d", i)
		addEnvironments(t, w, dir)
		dead = append(dead, dir)
	}
	addEnvironments(t, w, "/home/u/.local/share/virtualenvs/good")
	synctest.Test(t, func(t *testing.T) {
		calls, release := hangs(w, dead...)
		defer release()
		s := NewScanner(w, Options{Workers: 2})
		var r *Report
		for range 20 {
			r = mustScan(t, s, toolQuery("virtualenvwrapper"))
		}
		if calls.Load() > 2*maxStalls {
			t.Errorf("%d calls hang", calls.Load())
		}
		if !found(r, "/home/u/.local/share/virtualenvs/good") || !hasFault(r, venvcore.FaultTimeout, dead[0]) {
			t.Errorf("found %v, faults %v", r.Environments, r.Faults)
		}
	})
}

// TestSlowToolGoesOnLater: a place that answers slowly is cut by the budget of
// its tool, which names it; later scans go on where the one before has ended.
func TestSlowToolGoesOnLater(t *testing.T) {
	w := newWorld(t, "")
	const all = 40
	for i := range all {
		addEnvironments(t, w, fmt.Sprintf("/home/u/.virtualenvs/e%02d", i))
	}
	synctest.Test(t, func(t *testing.T) {
		w.Fault = func(_, path string) error {
			if strings.HasPrefix(path, "/home/u/.virtualenvs/") {
				time.Sleep(stallLimit / 10)
			}
			return nil
		}
		s := NewScanner(w, Options{Workers: 2})
		had, scans := 0, 0
		for had < all {
			r := mustScan(t, s, toolQuery("virtualenvwrapper"))
			if scans++; len(r.Environments) <= had || r.Elapsed > toolBudget*3/2 {
				t.Fatalf("scan %d: %d after %d environments, in %v", scans, len(r.Environments), had, r.Elapsed)
			}
			had = len(r.Environments)
			if timedOut(r.Faults) != (had < all) {
				t.Errorf("scan %d: %d of %d found, faults %v", scans, had, all, r.Faults)
			}
		}
		if scans < 2 {
			t.Error("nothing was cut")
		}
	})
}
