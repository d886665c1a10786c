package discover

import (
	"errors"
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// problems tells everything that is wrong with a prefix, worst first. That it
// has no Python at all is nothing wrong.
func (p *condaPrefix) problems(e *venvcore.Environment, maker prefixMaker) []venvcore.Problem {
	switch {
	case p.meta.err != nil:
		return one(unreadable(p.meta.dir, p.meta.err))
	case p.m.binErr != nil:
		return one(unreadable(p.m.bin, p.m.binErr))
	}
	if where := condaOS(p.facts.subdir); where != "" && where != p.l.World().OS {
		return one(*problem(venvcore.Foreign, "the environment is one for %s and cannot run on this system", p.facts.subdir))
	}
	var out []venvcore.Problem
	for _, found := range []*venvcore.Problem{p.startProblem(), p.packagesProblem(), p.unfinishedProblem(e, maker), p.placeProblem(e, maker)} {
		if found != nil {
			out = append(out, *found)
		}
	}
	return out
}

// startProblem tells what keeps the Python that is installed from starting.
func (p *condaPrefix) startProblem() *venvcore.Problem {
	w := p.l.World()
	if p.start.path == "" {
		if p.python.name == "" {
			return nil
		}
		return problem(venvcore.InterpreterMissing, "the environment has lost its interpreter: %s is missing, and %s says that Python %s is installed",
			w.Join(p.m.bin, w.Exe("python")), p.from, p.python.version)
	}
	b := p.start.base
	switch {
	case absent(b.err):
		return problem(venvcore.InterpreterMissing, "the environment has lost its interpreter: %s leads to nothing", p.start.path)
	case errors.Is(b.err, ErrLoop):
		return problem(venvcore.InterpreterMissing, "%s cannot start: its links lead round in a circle", p.start.path)
	case errors.Is(b.err, ErrNotRegular), b.fault == baseNoProgram, b.fault == baseWrapper:
		return problem(venvcore.NotExecutable, "%s is no program", p.start.path)
	case b.err != nil:
		u := unreadable(p.start.path, b.err)
		return &u
	case b.fault == baseNoExec:
		return problem(venvcore.NotExecutable, "%s may not be executed: its permission is missing", p.start.path)
	case !b.hasStdlib:
		s := b.stdlibProblem()
		return &s
	}
	return nil
}

// packagesProblem compares what starts with what is recorded.
func (p *condaPrefix) packagesProblem() *venvcore.Problem {
	b, ok := p.known()
	if !ok || !b.hasStdlib || p.python.name == "" {
		return nil
	}
	if minor := venvcore.Minor(p.python.version); b.minor != "" && minor != "" && b.minor != minor {
		return problem(venvcore.VersionMismatch, "%s says Python %s, and %s starts Python %s", p.from, minor, p.start.path, b.minor)
	}
	if len(p.packages) == 0 {
		return problem(venvcore.SitePackagesMissing, "the environment has no site-packages for Python %s", b.minor)
	}
	return nil
}

// unfinishedProblem tells that the making was broken off, or goes on.
func (p *condaPrefix) unfinishedProblem(e *venvcore.Environment, maker prefixMaker) *venvcore.Problem {
	w := p.l.World()
	switch {
	case p.meta.unfinished != "":
		return problem(venvcore.Incomplete, "packages are being installed, or that was interrupted: %s is half written",
			w.Join(p.meta.dir, p.meta.unfinished))
	case maker.kind == venvcore.KindPixi:
		if p.meta.records > 0 {
			return nil
		}
		return problem(venvcore.Incomplete, "the environment is half made: no package is installed, its creation was interrupted")
	case !p.meta.history:
		return problem(venvcore.Incomplete,
			"the environment is half made: %s, which conda writes last, is missing, so its creation was interrupted", w.Join(p.meta.dir, "history"))
	case p.meta.records > 0 || !e.IsVirtual:
		return nil
	}
	// `conda create` without packages writes what it did; rattler begins with an
	// empty file.
	if info, err := p.l.Stat(w.Join(p.meta.dir, "history")); err != nil || info.Size > 0 {
		return nil
	}
	return problem(venvcore.Incomplete, "the environment is half made: no package is installed, its creation was interrupted")
}

// placeProblem tells whether the prefix was made at another place: packages have
// its path written into them. What pixi notes of it comes before the scripts.
func (p *condaPrefix) placeProblem(e *venvcore.Environment, maker prefixMaker) *venvcore.Problem {
	for _, said := range []struct{ what, where string }{
		{"pixi's note of its place leads", maker.place}, {"its scripts lead", p.scriptPlace()},
	} {
		if said.where == "" || said.where == p.dir {
			continue
		}
		if found := elsewhere(p.l, e, marker{p.meta.dir, condaMetaDir}, said.what, said.where); found != nil {
			return found
		}
	}
	return nil
}

// fewScripts bounds how many scripts are read until one tells the place: most
// programs of a prefix are none.
const fewScripts = 3

// scriptPlace gives the prefix that the scripts run in: pip's, else pydoc's,
// which comes with Python, else that of one of the first.
func (p *condaPrefix) scriptPlace() string {
	w := p.l.World()
	if p.start.path == "" {
		return ""
	}
	bin, names := p.m.bin, p.m.programs
	if w.Windows() {
		bin = w.Join(p.dir, "Scripts")
		if !p.c.has("Scripts") {
			return ""
		}
		// That this directory cannot be read keeps nobody from using the rest.
		names, _ = p.l.Weak().ReadDir(bin)
	}
	for _, name := range p.scripts(names) {
		head, err := p.l.ReadHead(w.Join(bin, name), headerSize)
		if err != nil {
			continue // as above, for one script
		}
		if place := prefixOfScript(w, string(head)); place != "" {
			return place
		}
	}
	return ""
}

// scripts gives the names of the scripts to read. On Windows those of conda come
// as NAME-script.py beside NAME.exe.
func (p *condaPrefix) scripts(names []Entry) []string {
	if p.l.World().Windows() {
		return firstNames(names, "pip-script.py", func(n string) bool { return strings.HasSuffix(n, "-script.py") })
	}
	if listed(names, "pip") {
		return []string{"pip"}
	}
	return firstNames(names, "pydoc"+venvcore.Minor(p.version()), func(n string) bool {
		_, interpreter := parseInterpreterName(n)
		return !interpreter && !strings.Contains(n, ".")
	})
}

// firstNames gives the preferred file, when it is there, or the first few that
// fit.
func firstNames(names []Entry, preferred string, fits func(string) bool) []string {
	if listed(names, preferred) {
		return []string{preferred}
	}
	var out []string
	for _, e := range names {
		if e.Type.IsRegular() && fits(e.Name) && len(out) < fewScripts {
			out = append(out, e.Name)
		}
	}
	return out
}

// prefixOfScript finds the prefix in the first bytes of a script. On Windows the
// interpreter lies in the root, and its path may be quoted.
func prefixOfScript(w *World, head string) string {
	if !w.Windows() {
		return scriptPlace(w, head)
	}
	line, _, _ := strings.Cut(head, "\n")
	line, ok := strings.CutPrefix(strings.TrimSpace(line), "#!")
	if !ok {
		return ""
	}
	path := strings.Trim(strings.TrimSpace(line), `"`)
	if !slices.Contains([]string{"python.exe", "pythonw.exe"}, strings.ToLower(w.Base(path))) || !w.IsAbs(path) {
		return ""
	}
	return w.Dir(w.Clean(path))
}
