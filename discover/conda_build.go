package discover

import (
	"cmp"
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// condaPrefix puts together one prefix of conda packages from what was read of
// it.
type condaPrefix struct {
	l     *Look
	dir   string
	c     candidate
	meta  *condaMeta
	m     *marks
	start condaStart
	// python is what is recorded of Python; its name is empty when nothing is.
	python condaPackage
	from   string     // the file that records it
	facts  condaFacts // of that record
	past   []byte     // the text of `history`; nil until it is asked for
	// packages are its directories of Python packages.
	packages []string
}

// condaStart is how the Python of a prefix starts: by a program of its own.
type condaStart struct {
	path    string // empty when there is none
	entry   Info   // of path itself
	aliases []string
	base    *base // what path leads to; nil when there is none
}

// buildPrefix gives the environment that the candidate is. more is what its
// maker knows of it.
func buildPrefix(l *Look, c candidate, maker prefixMaker) *venvcore.Environment {
	p := &condaPrefix{l: l, dir: c.dir, c: c, meta: c.conda, m: c.marks}
	p.readStart()
	p.readPython()
	p.readPackages()
	w := l.World()
	e := &venvcore.Environment{
		Kind: maker.kind, Creator: string(maker.kind), IsVirtual: true, Prefix: c.dir, Real: c.dir,
		Name: cmp.Or(printable(maker.name), environmentName(w, c.dir, "")), Project: maker.project,
		Interpreter: p.start.path, Aliases: p.start.aliases, SitePackages: p.packages,
		Version: p.version(), Implementation: p.implementation(), Arch: p.arch(),
	}
	if real, err := l.Real(c.dir); err == nil {
		e.Real = real
	}
	if maker.kind == venvcore.KindConda && p.isInstallation(e.Real) {
		e.IsVirtual, e.Name = false, "base"
	}
	if p.meta.history {
		e.Evidence = evidence(w.Join(p.meta.dir, "history"))
	}
	e.Evidence = evidence(slices.Concat(e.Evidence, maker.evidence, []string{p.from, e.Interpreter})...)
	root(l, e, c.dir)
	e.Made = entryStamp(l, p.meta.dir) + "|" + stamp(p.start.entry)
	e.Health = venvcore.Sum(p.problems(e, maker)...)
	e.Stage = p.stage(e)
	return e
}

// prefixMaker is what a row of the table knows of a prefix.
type prefixMaker struct {
	kind     venvcore.Kind
	name     string // empty: that of the directory
	project  string
	place    string // where it was made, when that is written down
	evidence []string
}

// readStart finds the interpreter: python, which is in every package of it, then
// what else is there.
func (p *condaPrefix) readStart() {
	names := p.m.interpreters()
	if len(names) == 0 {
		return
	}
	w := p.l.World()
	s := &p.start
	s.path = w.Join(p.m.bin, names[0])
	for _, n := range names[1:] {
		s.aliases = append(s.aliases, w.Join(p.m.bin, n))
	}
	slices.Sort(s.aliases)
	s.base = p.l.base(s.path)
	if entry, err := p.l.Lstat(s.path); err == nil {
		s.entry = entry
	}
}

// known gives what starts, when something does.
func (p *condaPrefix) known() (*base, bool) {
	return p.start.base, p.start.base != nil && p.start.base.usable()
}

// stage tells how far the making has come. conda's last step is `history`; what
// stands on rattler has none that can be seen, but leaves no record half written,
// and that of Python comes with it. So without Python only the last step tells that
// it is not to come.
func (p *condaPrefix) stage(e *venvcore.Environment) venvcore.Stage {
	python := p.python.name != ""
	switch {
	case e.Health.Has(venvcore.Foreign):
		return venvcore.StageReady // elsewhere it may be whole
	case e.Health.Has(venvcore.Incomplete) && !e.CanStart(), python && p.start.path == "":
		return venvcore.StagePartial
	case !python && p.start.path == "" && !p.isFinished():
		return venvcore.StagePartial
	case !e.Health.Has(venvcore.Incomplete) && python == (p.start.path != ""):
		return venvcore.StageReady
	case e.CanStart() && len(p.packages) > 0:
		return venvcore.StageUsable
	}
	return venvcore.StagePartial
}

// isFinished reports whether the last step is seen to be done: conda has written
// what it did, or pixi what it was done for.
func (p *condaPrefix) isFinished() bool {
	return listed(p.meta.entries, pixiFile) || p.meta.history && strings.Contains(p.history(), "# cmd:")
}
