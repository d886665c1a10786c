package discover

import (
	"fmt"
	"slices"

	"github.com/venvd/venvd/venvcore"
)

// managersRoot is the name of the root that finds the tools themselves: the
// programs that make and manage environments. It is none of the rows of the table
// of tools, for it finds no environment.
const managersRoot = "managers"

// manager is one row of the table of programs that make or manage environments
// or interpreters. The texts are what the documentation is generated from.
type manager struct {
	// name is what the protocol calls the tool, and its program where programs is
	// nil.
	name string
	// programs gives the names of its files without what Windows adds, the one to
	// prefer first; none where the tool is not made for the system.
	programs func(w *World) []string
	// named are variables that hold the path of the program, such as CONDA_EXE.
	named []string
	// homes gives where it lies when it is not on PATH, the most usual first. They
	// may be absent.
	homes func(w *World) []home
	// kept gives where its installer keeps it, and mostly puts a link to it where
	// other programs are; so they come last.
	kept func(w *World) []string
	// sourced: a shell reads it, so it need not be executable.
	sourced bool
	// distribution is its name on PyPI where that is another one; "-" when it is
	// not installed from there.
	distribution string
	// version reads the version in a way that only this tool has.
	version func(l *Look, p starter) string
	// where and dated say, for a person, where it is looked for beside PATH, and how
	// its version is read.
	where, dated string
}

// home is a directory where programs lie. With below, it is each directory of
// that name in the directories that dir holds: ~/Library/Python/3.12/bin.
type home struct{ dir, below string }

// starter is one file that starts a tool.
type starter struct {
	tool string
	path string
	// inner: its directory is the one of an environment, so it is there for a
	// project and gone with it.
	inner bool
	// shim is the file that says what the program starts (scoop); empty for most.
	shim string
}

// managers finds, for each tool, the one program that the person means: what the
// setting `tools` names; else the first on PATH, for that is what their shell
// would run; else the first of its usual homes, for an editor that was not
// started from a shell has another PATH. What PATH has in an environment comes
// after all that: which environment is active where the editor was started says
// nothing about the next project.
func (c *scan) managers() error {
	dirs, err := c.programDirs()
	if err != nil {
		return err
	}
	jobs := make([]job, len(dirs.all))
	for i, dir := range dirs.all {
		jobs[i] = job{key: "programs:" + dir, path: dir, do: func(l *Look) finding {
			return finding{programs: programsIn(l, dir)}
		}}
	}
	units, err := c.each(jobs)
	if err != nil {
		return err
	}
	found := make(map[string][]starter, len(units))
	for i, u := range units {
		found[dirs.all[i]] = u.programs
	}
	jobs = jobs[:0]
	for _, m := range managers() {
		if p, ok := c.meant(m, dirs, found); ok {
			jobs = append(jobs, job{key: "program:" + m.name + "\x00" + p.path, path: p.path, do: func(l *Look) finding { return asTool(l, m, p) }})
		}
	}
	_, err = c.each(jobs)
	return err
}

// meant gives the program of a tool that counts.
func (c *scan) meant(m manager, dirs programDirs, found map[string][]starter) (starter, bool) {
	if path, ok := c.world.Tools()[m.name]; ok {
		return starter{tool: m.name, path: path}, true
	}
	in := func(list []string, fits func(p starter) bool) (starter, bool) {
		for _, dir := range list {
			i := slices.IndexFunc(found[dir], func(p starter) bool { return p.tool == m.name && fits(p) })
			if i >= 0 {
				return found[dir][i], true
			}
		}
		return starter{}, false
	}
	own := dirs.homes[m.name]
	outer := func(p starter) bool { return !p.inner || slices.Contains(own, c.world.Dir(p.path)) }
	for _, try := range []struct {
		dirs []string
		fits func(starter) bool
	}{
		{dirs.path, outer},
		{own, func(starter) bool { return true }},
		{dirs.path, func(starter) bool { return true }},
	} {
		if p, ok := in(try.dirs, try.fits); ok {
			return p, true
		}
	}
	return starter{}, false
}

// asTool tells of a program as clients are told. A path that a setting names and
// that is none is a fault: another one in its place would not be what the
// person wants.
func asTool(l *Look, m manager, p starter) finding {
	real, info, err := l.follow(p.path, new(int))
	if why := notRunnable(l.World(), m, info, err); why != "" {
		if l.World().Tools()[m.name] == p.path {
			l.Fault(venvcore.Fault{
				Path: p.path, Code: venvcore.FaultUnreadable,
				Message: fmt.Sprintf("setting tools: %s is not used as %s: %s", p.path, m.name, why),
			})
		}
		return finding{} // else it went just now, and its directory tells
	}
	return finding{tools: []venvcore.Tool{{Name: m.name, Path: p.path, Version: versionOf(l.quiet(), m, p, real, info)}}}
}
