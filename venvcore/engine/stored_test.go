package engine

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// choose stores a choice, as another daemon's is handed in.
func choose(t *testing.T, e *Engine, choices ...venvcore.Choice) {
	t.Helper()
	for i := range choices {
		choices[i].Mode, choices[i].Since = venvcore.ChooseEnvironment, 1
	}
	if err := e.Keep(context.Background(), choices, nil); err != nil {
		t.Fatal(err)
	}
}

// followingChoice is following on a disk with two environments: a, at /w/.venv, and
// b, at prefix, which was chosen for /w.
func followingChoice(t *testing.T, d *disk, prefix string, f func(e *Engine, told func() string)) {
	t.Helper()
	d.put(env("/w/.venv", "a"))
	d.put(env(prefix, "b"))
	following(t, d, func(e *Engine, told func() string) {
		told()
		choose(t, e, venvcore.Choice{Scope: "/w", ID: "b", Prefix: prefix})
		expect(t, "select", told(), "selected "+prefix+"/bin/python")
		f(e, told)
	})
}

// TestChoiceElsewhereIsOnePush: what was chosen is looked at before anything is
// said of it.
func TestChoiceElsewhereIsOnePush(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	d.put(env("/far/env", "f"))
	d.delay = 20 * time.Millisecond
	following(t, d, func(e *Engine, told func() string) {
		told()
		choose(t, e, venvcore.Choice{Scope: "/w", ID: "f", Prefix: "/far/env"})
		a, err := e.Ask(context.Background(), "/w", "/w")
		if err != nil || a.Selection.State != venvcore.SelectionOK || a.Selection.Rule != venvcore.RuleUser {
			t.Errorf("asked at once: %+v, %v", a.Selection, err)
		}
		expect(t, "choose", told(), "selected /far/env/bin/python")
	})
}

func TestSettingIsLookedAtBeforeTheAnswer(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	d.put(env("/far/env", "f"))
	d.delay = 20 * time.Millisecond
	following(t, d, func(e *Engine, told func() string) {
		told()
		if err := e.Configure(context.Background(), "/w", FolderSettings{Interpreter: "/far/env"}); err != nil {
			t.Fatal(err)
		}
		a, err := e.Ask(context.Background(), "/w/a.py", "/w")
		if err != nil || a.Selection.State != venvcore.SelectionOK || a.Selection.Rule != venvcore.RuleSetting {
			t.Errorf("asked at once: %+v, %v", a.Selection, err)
		}
		expect(t, "configure", told(), "configuration /far/env/bin/python")
		if err := e.Configure(context.Background(), "/w", FolderSettings{Interpreter: "/not/there"}); err != nil {
			t.Fatal(err)
		}
		a, err = e.Ask(context.Background(), "/w/a.py", "/w")
		if err != nil || a.Selection.State != venvcore.SelectionMissing || a.Selection.Wanted != "/not/there" {
			t.Errorf("asked for what is not there: %+v, %v", a.Selection, err)
		}
	})
}

// TestClonedAnew: the choice for a project that was removed and cloned again is
// still meant; that for one which was renamed is not its successor's.
func TestClonedAnew(t *testing.T) {
	d := newDisk()
	d.put(env("/w/p/.venv", "a"))
	d.put(env("/far/env", "f"))
	d.projects["/w/p"] = "p1"
	following(t, d, func(e *Engine, told func() string) {
		told()
		choose(t, e, venvcore.Choice{Scope: "/w/p", ScopeID: "p1", ID: "f", Prefix: "/far/env"})
		told()
		rule := func(path string, want venvcore.Rule) {
			t.Helper()
			told()
			a, err := e.Ask(context.Background(), path, "/w")
			if err != nil || a.Selection.Rule != want {
				t.Errorf("%s has rule %s, want %s: %v", path, a.Selection.Rule, want, err)
			}
		}
		rule("/w/p", venvcore.RuleUser)
		d.happens(func(d *disk) { d.projects["/w/p"] = "p2" }, "/w/p")
		rule("/w/p", venvcore.RuleUser)
		d.happens(func(d *disk) { d.projects["/w/p"], d.projects["/w/q"] = "p3", "p2" }, "/w/p", "/w/q")
		rule("/w/q", venvcore.RuleUser)
		rule("/w/p", venvcore.RuleInProject)
	})
}

// TestOthersChoicesAreNotLookedAt: a person has chosen in many projects; those
// that are not open here cost nothing.
func TestOthersChoicesAreNotLookedAt(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	following(t, d, func(e *Engine, told func() string) {
		told()
		choices := []venvcore.Choice{{Scope: "/w", ID: "a", Prefix: "/w/.venv"}}
		for i := range 50 {
			choices = append(choices, venvcore.Choice{Scope: fmt.Sprint("/else/", i), ID: "x", Prefix: fmt.Sprint("/else/env", i)})
		}
		choose(t, e, choices...)
		told()
		if want := []string{"/w"}; !slices.Equal(d.wanted, want) {
			t.Errorf("wanted are %v, want %v", d.wanted, want)
		}
	})
}

// TestWhatIsLeftIsHidden: what a deletion leaves behind is no environment until
// it is usable again.
func TestWhatIsLeftIsHidden(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	following(t, d, func(e *Engine, told func() string) {
		told()
		d.happens(func(d *disk) { delete(d.envs, "/w/.venv") }, "/w/.venv")
		expect(t, "delete", told(), "deleted")
		left := env("/w/.venv", "a")
		left.Stage = venvcore.StagePartial
		left.Health = venvcore.Sum(venvcore.NewProblem(venvcore.InterpreterMissing, "x"))
		d.happens(func(d *disk) { d.put(left) }, "/w/.venv/bin")
		began := time.Now()
		expect(t, "what is left", told(), "")
		time.Sleep(fillLimit)
		expect(t, "what is left, later", told(), "")
		if waited := time.Since(began) - fillLimit; waited > time.Second {
			t.Errorf("a sync waited %v for it", waited)
		}
		d.happens(func(d *disk) { d.put(env("/w/.venv", "a")) }, "/w/.venv/bin/python")
		expect(t, "usable again", told(), "restored /w/.venv/bin/python")
	})
}

// TestClosedByTheNameItWasOpenedBy: the client knows a document by the path it
// had when it was opened.
func TestClosedByTheNameItWasOpenedBy(t *testing.T) {
	d := newDisk()
	d.put(env("/w/p/.venv", "a"))
	d.projects["/w/p"] = "p1"
	following(t, d, func(e *Engine, told func() string) {
		told()
		if err := e.OpenDocument(context.Background(), "/w/p/a.py", ""); err != nil {
			t.Fatal(err)
		}
		told()
		d.happens(func(d *disk) {
			delete(d.projects, "/w/p")
			delete(d.envs, "/w/p/.venv")
			d.projects["/w/q"] = "p1"
			d.put(env("/w/q/.venv", "a"))
		}, "/w/p", "/w/q")
		expect(t, "rename", told(), "moved /w/q/.venv/bin/python")
		if err := e.CloseDocument(context.Background(), "/w/p/a.py"); err != nil {
			t.Fatal(err)
		}
		err := e.do(context.Background(), func(l *loop) {
			if n := len(l.documents); n > 0 {
				t.Errorf("%d documents are still open", n)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestNamedPathsAreBounded(t *testing.T) {
	d := newDisk()
	following(t, d, func(e *Engine, told func() string) {
		told()
		for i := range namedLimit + 10 {
			d.change(func(d *disk) { d.put(env(fmt.Sprint("/far/", i), fmt.Sprint("f", i))) })
			if _, err := e.Resolve(context.Background(), fmt.Sprint("/far/", i)); err != nil {
				t.Fatal(err)
			}
		}
		err := e.do(context.Background(), func(l *loop) {
			if n := len(l.roots[pathsRoot].what.Paths); n != namedLimit {
				t.Errorf("%d paths are looked at, want %d", n, namedLimit)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestPlacesChangeDuringTheFirstLook: the machine's places are looked at anew and
// are found as they were. That completes what the first answer waits for.
func TestPlacesChangeDuringTheFirstLook(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	d.delay, d.slow = 20*time.Millisecond, folderKey("/w")
	following(t, d, func(e *Engine, told func() string) {
		time.Sleep(d.delay + d.delay/2)
		if err := e.Machine(context.Background()); err != nil {
			t.Fatal(err)
		}
		expect(t, "open", told(), "opened /w/.venv/bin/python")
	})
}

// TestChosenIsHalfRemoved: what is left of a chosen environment is seen and not
// told; that it is gone is told all the same.
func TestChosenIsHalfRemoved(t *testing.T) {
	d := newDisk()
	followingChoice(t, d, "/w/tools/b", func(e *Engine, told func() string) {
		left := env("/w/tools/b", "b")
		left.Stage = venvcore.StagePartial
		d.happens(func(d *disk) { d.put(left) }, "/w/tools/b/pyvenv.cfg")
		time.Sleep(goneGrace - vanishQuiet/2)
		d.event("/w/tools/b/bin/python") // it goes on
		expect(t, "half removed", told(), "deleted /w/.venv/bin/python")
		a, err := e.Ask(context.Background(), "/w", "")
		if err != nil || a.Selection.State != venvcore.SelectionMissing || a.Selection.Wanted != "/w/tools/b" {
			t.Errorf("asked: %+v, %v", a.Selection, err)
		}
	})
}
