package discover

import (
	"cmp"
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

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
	if p.past == nil && p.meta.history {
		path := p.l.World().Join(p.meta.dir, "history")
		data, err := p.l.ReadFile(path, maxHistory)
		p.l.fail(path, err)
		p.past = append([]byte{}, data...) // not nil: it was read
	}
	return string(p.past)
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
