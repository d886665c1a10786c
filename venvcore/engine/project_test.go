package engine

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// TestFileIsEmptyForAMoment: most programs empty a file before they write it;
// what an empty one says is never told.
func TestFileIsEmptyForAMoment(t *testing.T) {
	d := newDisk()
	d.put(base("/py/3.12", "3.12.1"))
	d.put(base("/py/3.13", "3.13.0"))
	d.projects["/w"], d.pins["/w"] = "w", "3.12"
	following(t, d, func(_ *Engine, told func() string) {
		expect(t, "open", told(), "opened /py/3.12/bin/python")
		d.happens(func(d *disk) { d.pins["/w"] = "" }, "/w/.python-version")
		time.Sleep(updateQuiet / 2)
		d.happens(func(d *disk) { d.pins["/w"] = "3.12" }, "/w/.python-version")
		expect(t, "the same again", told(), "")
		d.happens(func(d *disk) { d.pins["/w"] = "" }, "/w/.python-version")
		time.Sleep(updateQuiet / 2)
		d.happens(func(d *disk) { d.pins["/w"] = "3.13" }, "/w/.python-version")
		expect(t, "another", told(), "configuration /py/3.13/bin/python")
	})
}

// TestFileIsWrittenAllTheTime: it is waited for, but not for ever.
func TestFileIsWrittenAllTheTime(t *testing.T) {
	d := newDisk()
	d.put(base("/py/3.12", "3.12.1"))
	d.put(base("/py/3.13", "3.13.0"))
	d.projects["/w"], d.pins["/w"] = "w", "3.12"
	following(t, d, func(e *Engine, told func() string) {
		told()
		began := time.Now()
		d.happens(func(d *disk) { d.pins["/w"] = "3.13" }, "/w/.python-version")
		for e.Snapshot().Scopes["/w"].Selection.Environment.Version != "3.13.0" {
			if waited := time.Since(began); waited > 2*updateLimit {
				t.Fatalf("not told after %v", waited)
			}
			time.Sleep(updateQuiet / 3)
			d.event("/w/other.log")
		}
	})
}

// TestScriptIsAScope: a file with a block of its own is told for itself, and a
// setting or a choice of its project is not its own.
func TestScriptIsAScope(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	d.put(env("/w/b", "b"))
	d.scripts["/w/s.py"] = true
	d.scripts["/w/plain.py"] = false
	following(t, d, func(e *Engine, told func() string) {
		told()
		if err := e.Configure(context.Background(), "/w", FolderSettings{Interpreter: "/w/b"}); err != nil {
			t.Fatal(err)
		}
		told()
		for path, want := range map[string]venvcore.Rule{"/w/s.py": venvcore.RuleAncestor, "/w/plain.py": venvcore.RuleSetting} {
			a, err := e.Ask(context.Background(), path, "")
			if err != nil || a.Selection.Rule != want {
				t.Errorf("%s: rule %s, want %s: %v", path, a.Selection.Rule, want, err)
			}
			if own := a.Scope == path; own != d.scripts[path] {
				t.Errorf("%s has scope %s", path, a.Scope)
			}
		}
		told() // what was asked for counts from its answer
		choose(t, e, venvcore.Choice{Scope: "/w/s.py", ID: "a", Prefix: "/w/.venv"})
		expect(t, "choose for the script", told(), "selected /w/.venv/bin/python")
		d.happens(func(d *disk) { d.scripts["/w/s.py"] = false }, "/w/s.py")
		expect(t, "the block is gone", told(), "configuration")
	})
}

// TestManyScriptsAtOnce: more files are asked about than are kept; each is
// answered, and those that are followed stay.
func TestManyScriptsAtOnce(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	for i := range 2 * namedLimit {
		d.scripts[fmt.Sprintf("/w/s%d.py", i)] = i < 10
	}
	following(t, d, func(e *Engine, told func() string) {
		told()
		var asked sync.WaitGroup
		for path, script := range d.scripts {
			asked.Go(func() {
				a, err := e.Ask(context.Background(), path, "")
				if err != nil || (a.Scope == path) != script {
					t.Errorf("%s has scope %s, %v", path, a.Scope, err)
				}
			})
		}
		asked.Wait()
		expect(t, "after all", told(), "")
		if n := len(e.Snapshot().Scopes); n != 11 {
			t.Errorf("%d scopes are followed, want 11", n)
		}
	})
}
