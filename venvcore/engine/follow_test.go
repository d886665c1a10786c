package engine

import (
	"testing"
	"time"

	"github.com/venvd/venvd/venvcore"
)

func expect(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: told %q, want %q", what, got, want)
	}
}

func TestOpenedThenMovedThenDeleted(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	d.put(base("/usr", "3.11.2"))
	following(t, d, func(_ *Engine, told func() string) {
		expect(t, "open", told(), "opened /w/.venv/bin/python")
		d.happens(func(d *disk) {
			delete(d.envs, "/w/.venv")
			d.put(env("/w/tools/env", "a"))
		}, "/w/.venv", "/w/tools/env")
		expect(t, "move", told(), "moved /w/tools/env/bin/python")
		d.happens(func(d *disk) { delete(d.envs, "/w/tools/env") }, "/w/tools/env")
		expect(t, "delete", told(), "deleted /usr/bin/python")
		d.happens(func(d *disk) { d.put(env("/w/tools/env", "a")) }, "/w/tools/env")
		expect(t, "restore", told(), "restored /w/tools/env/bin/python")
	})
}

func TestDeletedOnlyAfterGrace(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	following(t, d, func(e *Engine, told func() string) {
		told()
		start := time.Now()
		d.happens(func(d *disk) { delete(d.envs, "/w/.venv") }, "/w/.venv")
		expect(t, "delete", told(), "deleted")
		if gone := time.Since(start); gone < goneGrace || gone > 2*goneGrace {
			t.Errorf("told after %v, want about %v", gone, goneGrace)
		}
	})
}

func TestRemadeWithinGraceIsOnePush(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	following(t, d, func(_ *Engine, told func() string) {
		told()
		d.happens(func(d *disk) { delete(d.envs, "/w/.venv") }, "/w/.venv")
		time.Sleep(100 * time.Millisecond)
		half := env("/w/.venv", "b")
		half.Stage = venvcore.StagePartial
		half.Health = venvcore.Sum(venvcore.NewProblem(venvcore.InterpreterMissing, "x"))
		d.happens(func(d *disk) { d.put(half) }, "/w/.venv", "/w/.venv/pyvenv.cfg")
		time.Sleep(50 * time.Millisecond)
		usable := env("/w/.venv", "b")
		usable.Stage = venvcore.StageUsable
		d.happens(func(d *disk) { d.put(usable) }, "/w/.venv/bin/python")
		time.Sleep(3 * time.Second) // ensurepip
		d.happens(func(d *disk) { d.put(env("/w/.venv", "b")) }, "/w/.venv/bin/activate.csh")
		expect(t, "remade", told(), "recreated /w/.venv/bin/python")
	})
}

func TestClearedInPlaceIsRecreated(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	following(t, d, func(_ *Engine, told func() string) {
		told()
		d.happens(func(d *disk) { delete(d.envs, "/w/.venv") }, "/w/.venv/pyvenv.cfg")
		time.Sleep(40 * time.Millisecond)
		again := env("/w/.venv", "a") // the directory was kept
		again.Made = "new|new"
		d.happens(func(d *disk) { d.put(again) }, "/w/.venv/pyvenv.cfg")
		expect(t, "clear", told(), "recreated /w/.venv/bin/python")
	})
}

func TestCreatedThenFilled(t *testing.T) {
	d := newDisk()
	following(t, d, func(_ *Engine, told func() string) {
		expect(t, "open", told(), "opened")
		usable := env("/w/.venv", "a")
		usable.Stage = venvcore.StageUsable
		d.happens(func(d *disk) { d.put(usable) }, "/w/.venv")
		time.Sleep(newLimit + time.Second)
		d.happens(func(d *disk) {
			filled := env("/w/.venv", "a")
			filled.Packages = "pip"
			d.put(filled)
		}, "/w/.venv/bin/activate.csh")
		expect(t, "create", told(), "created /w/.venv/bin/python, packages /w/.venv/bin/python")
	})
}

func TestPackagesAreOnePushWhenQuiet(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	following(t, d, func(_ *Engine, told func() string) {
		told()
		for _, p := range []string{"one", "two", "three"} {
			filled := env("/w/.venv", "a")
			filled.Packages = p
			d.happens(func(d *disk) { d.put(filled) }, "/w/.venv/lib/python3.12/site-packages/"+p)
			time.Sleep(packagesQuiet / 2)
		}
		expect(t, "pip install", told(), "packages /w/.venv/bin/python")
	})
}

func TestDeletedThenRecreatedLater(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	following(t, d, func(_ *Engine, told func() string) {
		told()
		d.happens(func(d *disk) { delete(d.envs, "/w/.venv") }, "/w/.venv")
		expect(t, "delete", told(), "deleted")
		d.happens(func(d *disk) { d.put(env("/w/.venv", "b")) }, "/w/.venv")
		expect(t, "recreate", told(), "recreated /w/.venv/bin/python")
	})
}

func TestSwappedIsRecreated(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	d.put(env("/w/other", "b"))
	following(t, d, func(_ *Engine, told func() string) {
		told()
		d.happens(func(d *disk) {
			d.put(env("/w/.venv", "b"))
			d.put(env("/w/other", "a"))
		}, "/w/.venv", "/w/other")
		expect(t, "swap", told(), "recreated /w/.venv/bin/python")
	})
}

func TestRePointedInterpreterIsUpgraded(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	following(t, d, func(_ *Engine, told func() string) {
		told()
		up := env("/w/.venv", "a")
		up.Version = "3.12.4"
		d.happens(func(d *disk) { d.put(up) }, "/w/.venv/bin/python")
		expect(t, "re-point", told(), "upgraded /w/.venv/bin/python")
		dead := env("/w/.venv", "a")
		dead.Health = venvcore.Sum(venvcore.NewProblem(venvcore.BaseMissing, "gone"))
		d.happens(func(d *disk) { d.put(dead) }, "/w/.venv/bin/python")
		expect(t, "base removed", told(), "broken /w/.venv/bin/python")
	})
}

func TestProjectRenamed(t *testing.T) {
	d := newDisk()
	d.projects["/w/p"] = "p1"
	d.put(env("/w/p/.venv", "a"))
	following(t, d, func(e *Engine, told func() string) {
		follow(t, e, told, "/w/p")
		d.happens(func(d *disk) {
			delete(d.projects, "/w/p")
			d.projects["/w/q"] = "p1"
			delete(d.envs, "/w/p/.venv")
			d.put(env("/w/q/.venv", "a"))
		}, "/w/p", "/w/q")
		expect(t, "rename", told(), "moved /w/q/.venv/bin/python")
	})
}

func TestChoiceMissingAndBack(t *testing.T) {
	d := newDisk()
	followingChoice(t, d, "/w/env", func(e *Engine, told func() string) {
		d.happens(func(d *disk) { delete(d.envs, "/w/env") }, "/w/env")
		expect(t, "delete", told(), "deleted /w/.venv/bin/python")
		if s := e.Snapshot().Scopes["/w"].Selection; s.State != venvcore.SelectionMissing || s.Wanted != "/w/env" {
			t.Errorf("state %s wanted %q, want missing /w/env", s.State, s.Wanted)
		}
		d.happens(func(d *disk) { d.put(env("/w/sub/env", "b")) }, "/w/sub/env")
		expect(t, "back", told(), "restored /w/sub/env/bin/python")
	})
}
