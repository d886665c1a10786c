package engine

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// leftOf is what an interrupted or unfinished `rm -rf` leaves of an environment.
func leftOf(prefix, id string) *venvcore.Environment {
	left := env(prefix, id)
	left.Stage, left.Interpreter = venvcore.StagePartial, ""
	left.Health = venvcore.Sum(venvcore.NewProblem(venvcore.InterpreterMissing, "x"))
	return left
}

// vanishing has one entry go each step from now on, where nobody watches.
func vanishing(step time.Duration) func() (int, error) {
	began := time.Now()
	return func() (int, error) { return 1000 - int(time.Since(began)/step), nil }
}

// TestSlowlyRemoved: much of an environment is not watched, so that it goes on
// being removed can only be counted.
func TestSlowlyRemoved(t *testing.T) {
	for _, c := range []struct {
		name  string
		delay time.Duration // of looking and counting
	}{{"at once", 0}, {"slow disk", 100 * time.Millisecond}} {
		t.Run(c.name, func(t *testing.T) {
			d := newDisk()
			d.put(env("/w/.venv", "a"))
			d.delay = c.delay
			following(t, d, func(_ *Engine, told func() string) {
				told()
				d.change(func(d *disk) { d.entries["/w/.venv"] = vanishing(10 * time.Millisecond) })
				d.happens(func(d *disk) { d.put(leftOf("/w/.venv", "a")) }, "/w/.venv/bin")
				expect(t, "half removed", told(), "deleted")
				time.Sleep(5 * time.Second)
				d.happens(func(d *disk) { delete(d.envs, "/w/.venv") }, "/w/.venv/lib", "/w/.venv")
				expect(t, "removed", told(), "")
			})
		})
	}
}

// TestWhatIsLeftIsBroken: what stands quiet is told as what it is, half a second
// after it began.
func TestWhatIsLeftIsBroken(t *testing.T) {
	for _, c := range []struct {
		name  string
		count func() (int, error)
	}{
		{"nothing vanishes", func() (int, error) { return 1000, nil }},
		{"it cannot be counted", func() (int, error) { return 0, errors.New("the file system does not answer") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDisk()
			d.put(env("/w/.venv", "a"))
			following(t, d, func(_ *Engine, told func() string) {
				told()
				d.change(func(d *disk) { d.entries["/w/.venv"] = c.count })
				began := time.Now()
				d.happens(func(d *disk) { d.put(leftOf("/w/.venv", "a")) }, "/w/.venv/bin")
				expect(t, "interpreter removed", told(), "broken /w/.venv/bin/python")
				if waited := time.Since(began); waited != goneGrace {
					t.Errorf("it was told after %v, want %v", waited, goneGrace)
				}
			})
		})
	}
}

// TestPackagesAreRemovedFirst: `rm -rf` takes the entries of a directory in an
// order of the file system's, and packages may be the first to go. One that takes
// long to remove, and is not watched, looks like the end of an uninstall.
func TestPackagesAreRemovedFirst(t *testing.T) {
	fewer := func(installed int) *venvcore.Environment {
		e := env("/w/.venv", "a")
		e.Packages, e.Installed = string(rune('a'+installed)), installed
		return e
	}
	d := newDisk()
	d.put(fewer(3))
	following(t, d, func(_ *Engine, told func() string) {
		told()
		d.happens(func(d *disk) { d.put(fewer(2)) }, "/w/.venv/lib/site-packages/x")
		expect(t, "one is removed", told(), "packages /w/.venv/bin/python")
		d.change(func(d *disk) { d.entries["/w/.venv"] = vanishing(10 * time.Millisecond) })
		d.happens(func(d *disk) { d.put(fewer(1)) }, "/w/.venv/lib/site-packages/y")
		time.Sleep(2 * time.Second)
		none := env("/w/.venv", "a")
		none.Packages, none.SitePackages, none.Health = "", nil, venvcore.Sum(venvcore.NewProblem(venvcore.SitePackagesMissing, "x"))
		d.happens(func(d *disk) { d.put(none) }, "/w/.venv/lib/site-packages")
		time.Sleep(2 * time.Second)
		dangling := none.Clone()
		dangling.Health = venvcore.Sum(venvcore.NewProblem(venvcore.BaseMissing, "x"))
		d.happens(func(d *disk) { d.put(dangling) }, "/w/.venv/bin/python3")
		time.Sleep(2 * updateQuiet)
		d.happens(func(d *disk) { d.put(leftOf("/w/.venv", "a")) }, "/w/.venv/bin")
		time.Sleep(goneGrace / 2)
		d.happens(func(d *disk) { delete(d.envs, "/w/.venv") }, "/w/.venv")
		expect(t, "all of it is removed", told(), "deleted")
	})
}

// TestMarkIsRemovedFirst: of an environment that says whose it is (`.project`) that
// may be the first to go.
func TestMarkIsRemovedFirst(t *testing.T) {
	for _, c := range []struct {
		name, dir, want string
		after           time.Duration
		remove          bool
	}{
		{"all of it is removed", "/w/.venv", "deleted", 0, true},
		{"only the mark is removed", "/w/.venv", "details /w/.venv/bin/python", packagesQuiet, false},
		{"it is said elsewhere", "/w", "details /w/.venv/bin/python", 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDisk()
			marked := env("/w/.venv", "a")
			marked.Kind, marked.Project, marked.Owned = venvcore.KindVirtualenvwrapper, "/w", true
			d.put(marked)
			following(t, d, func(_ *Engine, told func() string) {
				told()
				began := time.Now()
				if c.remove {
					d.change(func(d *disk) { d.entries["/w/.venv"] = vanishing(10 * time.Millisecond) })
				}
				d.happens(func(d *disk) { d.put(env("/w/.venv", "a")) }, c.dir)
				if c.remove {
					time.Sleep(2 * time.Second)
					d.happens(func(d *disk) { delete(d.envs, "/w/.venv") }, "/w/.venv", "/w")
				}
				expect(t, c.name, told(), c.want)
				if waited := time.Since(began); !c.remove && waited != c.after {
					t.Errorf("it was told after %v, want %v", waited, c.after)
				}
			})
		})
	}
}

// TestPackagesAreLost: where only the packages were removed, that is told.
func TestPackagesAreLost(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	following(t, d, func(_ *Engine, told func() string) {
		told()
		none := env("/w/.venv", "a")
		none.Packages, none.SitePackages, none.Health = "", nil, venvcore.Sum(venvcore.NewProblem(venvcore.SitePackagesMissing, "x"))
		began := time.Now()
		d.happens(func(d *disk) { d.put(none) }, "/w/.venv/lib")
		expect(t, "packages lost", told(), "broken /w/.venv/bin/python")
		if waited := time.Since(began); waited != packagesQuiet {
			t.Errorf("it was told after %v, want %v", waited, packagesQuiet)
		}
	})
}

// TestSettingNamesWhatIsLeft: an interpreter that a setting names leads to its base
// for as long as its link is there and the marker is not.
func TestSettingNamesWhatIsLeft(t *testing.T) {
	d := newDisk()
	d.put(env("/w/.venv", "a"))
	following(t, d, func(e *Engine, told func() string) {
		told()
		f := FolderSettings{Interpreter: "/w/.venv/bin/python"}
		if err := e.Configure(context.Background(), "/w", f); err != nil {
			t.Fatal(err)
		}
		told()
		behind := base("/opt/py", "3.12.1")
		behind.Kind, behind.Aliases = venvcore.KindPath, []string{f.Interpreter}
		d.change(func(d *disk) { d.entries["/w/.venv"] = vanishing(10 * time.Millisecond) })
		d.happens(func(d *disk) {
			d.put(leftOf("/w/.venv", "a"))
			d.put(behind)
		}, "/w/.venv/pyvenv.cfg", f.Interpreter)
		expect(t, "half removed", told(), "deleted")
		d.happens(func(d *disk) {
			delete(d.envs, "/w/.venv")
			delete(d.envs, "/opt/py")
		}, "/w/.venv", f.Interpreter)
		expect(t, "removed", told(), "")
	})
}

// TestNamesGoOneByOne: `rm bin/python*` takes one name of the interpreter after the
// other.
func TestNamesGoOneByOne(t *testing.T) {
	d := newDisk()
	all := env("/w/.venv", "a")
	all.Aliases = []string{"/w/.venv/bin/python3", "/w/.venv/bin/python3.12"}
	d.put(all)
	following(t, d, func(_ *Engine, told func() string) {
		told()
		one := all.Clone()
		one.Interpreter, one.Aliases = "/w/.venv/bin/python3", all.Aliases[1:]
		d.happens(func(d *disk) { d.put(one) }, "/w/.venv/bin/python")
		time.Sleep(packagesQuiet / 2)
		d.happens(func(d *disk) { d.put(leftOf("/w/.venv", "a")) }, "/w/.venv/bin/python3")
		expect(t, "all of them", told(), "broken /w/.venv/bin/python")
		d.happens(func(d *disk) { d.put(one) }, "/w/.venv/bin/python3")
		expect(t, "one is back", told(), "restored /w/.venv/bin/python3")
	})
}
