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

// readPython finds what is recorded of Python: its record, of several the one
// that starts, else the last word of `history`, where records were lost.
func (p *condaPrefix) readPython() {
	w := p.l.World()
	if len(p.meta.python) > 0 {
		p.python = p.meta.python[len(p.meta.python)-1]
		if b, ok := p.known(); ok {
			if i := slices.IndexFunc(p.meta.python, func(r condaPackage) bool { return venvcore.Minor(r.version) == b.minor }); i >= 0 {
				p.python = p.meta.python[i]
			}
		}
		p.from = w.Join(p.meta.dir, p.python.file)
		p.facts = readFacts(p.l, p.from, false)
		return
	}
	if python, ok := historyPython(p.history()); ok {
		p.python, p.from = python, w.Join(p.meta.dir, "history")
	}
}

// history gives the text of `history`; empty when there is none to go by.
func (p *condaPrefix) history() string {
	if !p.meta.history {
		return ""
	}
	data, err := p.l.ReadFile(p.l.World().Join(p.meta.dir, "history"), maxHistory)
	p.l.fail(p.l.World().Join(p.meta.dir, "history"), err)
	return string(data)
}

// readPackages finds the directory of Python packages: by the layout of the
// interpreter, which is what it goes by itself; where that is not there, by the
// record.
func (p *condaPrefix) readPackages() {
	y := layout{windows: p.l.World().Windows(), lib: "lib"}
	if b, ok := p.known(); ok {
		y = b.layout
	} else {
		y.dir = libraryName(p.implementation(), venvcore.Minor(p.version()), p.flags())
	}
	if p.start.path == "" && p.python.name == "" {
		return
	}
	weak := p.l.Weak()
	if p.packages = y.environmentPackages(weak, p.dir); len(p.packages) > 0 || p.from == "" || len(p.meta.python) == 0 {
		return
	}
	site := cmp.Or(p.facts.site, readFacts(p.l, p.from, true).site)
	if w := p.l.World(); site != "" && w.Within(p.dir, w.Join(p.dir, site)) {
		p.packages = existing(weak, w.Join(p.dir, strings.ReplaceAll(site, "/", w.Separator())))
	}
}

// flags are those of the build: "t" of "h9a34b6e_0_cp313t".
func (p *condaPrefix) flags() string {
	abi := p.python.build[strings.LastIndexByte(p.python.build, '_')+1:]
	if strings.HasPrefix(abi, "cp") && strings.HasSuffix(abi, "t") {
		return "t"
	}
	return ""
}

// version is that of the record when it is the one that starts: an update in
// place changes both.
func (p *condaPrefix) version() string {
	recorded := normaliseVersion(p.python.version)
	if b, ok := p.known(); ok && b.minor != venvcore.Minor(recorded) {
		return cmp.Or(b.version, recorded)
	}
	return recorded
}

// implementation is that of what starts, else by the build: "0_73_pypy".
func (p *condaPrefix) implementation() string {
	if b, ok := p.known(); ok {
		return b.impl
	}
	for _, impl := range []string{"pypy", "graalpy"} {
		if strings.Contains(p.python.build, impl) {
			return impl
		}
	}
	if p.start.path == "" && p.python.name == "" {
		return ""
	}
	return "cpython"
}

func (p *condaPrefix) arch() string {
	if b, ok := p.known(); ok && b.arch != "" {
		return b.arch
	}
	return condaArch(p.facts.subdir)
}

// stage tells how far the making has come. conda's last step is `history`; what
// stands on rattler has none that can be seen, but leaves no record half written,
// and Python's is among the last.
func (p *condaPrefix) stage(e *venvcore.Environment) venvcore.Stage {
	python := p.python.name != ""
	switch {
	case e.Health.Has(venvcore.Foreign):
		return venvcore.StageReady // elsewhere it may be whole
	case e.Health.Has(venvcore.Incomplete) && !e.CanStart(), python && p.start.path == "":
		return venvcore.StagePartial
	case !e.Health.Has(venvcore.Incomplete) && python == (p.start.path != ""):
		return venvcore.StageReady
	case e.CanStart() && len(p.packages) > 0:
		return venvcore.StageUsable
	}
	return venvcore.StagePartial
}
