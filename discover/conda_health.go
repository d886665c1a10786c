package discover

import (
	"errors"

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
		return one(problem(venvcore.Foreign, "the environment is one for %s and cannot run on this system", p.facts.subdir))
	}
	var out []venvcore.Problem
	for _, found := range []*venvcore.Problem{p.startProblem(), p.packagesProblem(), p.unfinishedProblem(e, maker), p.placeProblem(e, maker)} {
		if found != nil {
			out = append(out, *found)
		}
	}
	return out
}

func one(p *venvcore.Problem) []venvcore.Problem { return []venvcore.Problem{*p} }

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
	case errors.Is(b.err, ErrNotRegular), b.fault == baseNoProgram, b.fault == baseWrapper, b.fault == baseForeign:
		return problem(venvcore.NotExecutable, "%s is no program", p.start.path)
	case b.err != nil:
		return unreadable(p.start.path, b.err)
	case b.fault == baseNoExec:
		return problem(venvcore.NotExecutable, "%s may not be executed: its permission is missing", p.start.path)
	case b.misfit:
		return wrongArch(w, p.start.path, b.arch)
	case !b.hasStdlib:
		return b.stdlibProblem()
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
