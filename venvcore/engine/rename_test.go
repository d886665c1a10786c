package engine

import (
	"context"
	"testing"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// asked has the scopes of the projects followed.
func asked(t *testing.T, e *Engine, projects ...string) {
	t.Helper()
	for _, p := range projects {
		if _, err := e.Ask(context.Background(), p+"/main.py", "/w"); err != nil {
			t.Fatal(err)
		}
	}
}

// follow has the scopes of the projects followed, and forgets what that told.
func follow(t *testing.T, e *Engine, told func() string, projects ...string) {
	t.Helper()
	told()
	asked(t, e, projects...)
	told()
}

// twoProjects are /w/p and /w/q with an environment each.
func twoProjects() *disk {
	d := newDisk()
	d.projects["/w/p"], d.projects["/w/q"] = "p1", "q1"
	d.put(env("/w/p/.venv", "a"))
	d.put(env("/w/q/.venv", "b"))
	return d
}

// TestProjectsSwapped: both stay followed under the paths that clients know,
// each with another environment.
func TestProjectsSwapped(t *testing.T) {
	d := twoProjects()
	following(t, d, func(e *Engine, told func() string) {
		follow(t, e, told, "/w/p", "/w/q")
		d.happens(func(d *disk) {
			d.projects["/w/p"], d.projects["/w/q"] = "q1", "p1"
			d.put(env("/w/p/.venv", "b"))
			d.put(env("/w/q/.venv", "a"))
		}, "/w/p", "/w/q")
		expect(t, "swap", told(), "recreated /w/p/.venv/bin/python, recreated /w/q/.venv/bin/python")
		time.Sleep(2 * goneGrace)
		expect(t, "later", told(), "")
	})
}

// TestSwappedProjectsKeepTheirMemory: what was remembered belongs to the
// directory, whatever name it has.
func TestSwappedProjectsKeepTheirMemory(t *testing.T) {
	d := twoProjects()
	following(t, d, func(e *Engine, told func() string) {
		follow(t, e, told, "/w/p", "/w/q")
		d.happens(func(d *disk) { // moved to where no rule looks, by and by
			clear(d.envs)
			d.put(env("/w/tools/a", "a"))
			d.put(env("/w/tools/b", "b"))
		}, "/w/p/.venv", "/w/q/.venv", "/w/tools/a", "/w/tools/b")
		expect(t, "move", told(), "moved /w/tools/a/bin/python, moved /w/tools/b/bin/python")
		d.happens(func(d *disk) { d.projects["/w/p"], d.projects["/w/q"] = "q1", "p1" }, "/w/p", "/w/q")
		told()
		snap := e.Snapshot()
		for scope, want := range map[string]string{"/w/p": "b", "/w/q": "a"} {
			if got := snap.Scopes[scope].Selection; got.Environment == nil || got.Environment.ID != want || got.Rule != venvcore.RuleFollowed {
				t.Errorf("%s: %+v by %s, want %s by followed", scope, got.Environment, got.Rule, want)
			}
		}
	})
}

// TestProjectsRenamedInARow: each takes the name that the next gives up.
func TestProjectsRenamedInARow(t *testing.T) {
	d := twoProjects()
	following(t, d, func(e *Engine, told func() string) {
		follow(t, e, told, "/w/p", "/w/q")
		d.happens(func(d *disk) {
			clear(d.projects)
			clear(d.envs)
			d.projects["/w/q"], d.projects["/w/r"] = "p1", "q1"
			d.put(env("/w/q/.venv", "a"))
			d.put(env("/w/r/.venv", "b"))
		}, "/w/p", "/w/q", "/w/r")
		expect(t, "rename", told(), "recreated /w/q/.venv/bin/python, moved /w/r/.venv/bin/python")
		if e.Snapshot().Scopes["/w/p"] != nil {
			t.Error("the old name is still followed")
		}
	})
}

// TestRenamedToWhereOneEnded: the end of a scope that was told does not stand
// in the way of a project that takes its name.
func TestRenamedToWhereOneEnded(t *testing.T) {
	d := twoProjects()
	following(t, d, func(e *Engine, told func() string) {
		follow(t, e, told, "/w/p", "/w/q")
		d.happens(func(d *disk) { delete(d.projects, "/w/q"); delete(d.envs, "/w/q/.venv") }, "/w/q")
		expect(t, "delete", told(), "deleted")
		d.happens(func(d *disk) {
			clear(d.projects)
			clear(d.envs)
			d.projects["/w/q"] = "p1"
			d.put(env("/w/q/.venv", "a"))
		}, "/w/p", "/w/q")
		expect(t, "rename", told(), "moved /w/q/.venv/bin/python")
	})
}

// TestAnotherProjectAtTheOldPath: the choice and the scope go with the
// directory; the new project at its path has none of it.
func TestAnotherProjectAtTheOldPath(t *testing.T) {
	d := newDisk()
	d.projects["/w/p"] = "p1"
	d.put(env("/w/p/.venv", "a"))
	d.put(env("/w/p/other", "c"))
	following(t, d, func(e *Engine, told func() string) {
		choose(t, e, venvcore.Choice{Scope: "/w/p", ScopeID: "p1", ID: "c", Prefix: "/w/p/other"})
		follow(t, e, told, "/w/p")
		d.happens(func(d *disk) {
			clear(d.envs)
			d.projects["/w/p"], d.projects["/w/q"] = "p2", "p1"
			d.put(env("/w/q/.venv", "a"))
			d.put(env("/w/q/other", "c"))
			d.put(env("/w/p/.venv", "n"))
		}, "/w/p", "/w/q")
		expect(t, "rename", told(), "moved /w/q/other/bin/python")
		asked(t, e, "/w/p")
		if s := e.Snapshot().Scopes["/w/p"].Selection; s.Rule != venvcore.RuleInProject || s.Environment.ID != "n" {
			t.Errorf("the new project at the old path got %s by %s", s.Interpreter, s.Rule)
		}
	})
}
