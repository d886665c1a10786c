package discover

import (
	"strings"
)

// condaMetaDir is the directory that makes another one a prefix of conda
// packages.
const condaMetaDir = "conda-meta"

// condaMeta is what the listing of conda-meta says. conda, mamba, micromamba and
// all that stand on rattler (pixi) keep a record of each installed package there,
// NAME-VERSION-BUILD.json. conda writes `history` last of all and takes a
// directory without it for no environment; rattler makes it first, and empty;
// pixi up to 0.15 writes none.
type condaMeta struct {
	dir     string
	entries []Entry
	err     error          // why it could not be listed
	records int            // of packages
	python  []condaPackage // records of Python; two after an update that was interrupted
	conda   string         // version of conda itself, where that is installed
	history bool
	// unfinished is what rattler leaves of a record that it has not finished.
	unfinished string
}

// condaPackage is the name of a record taken apart.
type condaPackage struct{ file, name, version, build string }

// condaPackageOf takes the file name of a record apart. Names hold dashes,
// versions and builds never do (CEP 26): so python-dateutil is not Python.
func condaPackageOf(file string) (condaPackage, bool) {
	stem, ok := strings.CutSuffix(file, ".json")
	build := strings.LastIndexByte(stem, '-')
	if !ok || build <= 0 {
		return condaPackage{}, false
	}
	version := strings.LastIndexByte(stem[:build], '-')
	if version <= 0 {
		return condaPackage{}, false
	}
	return condaPackage{file, stem[:version], stem[version+1 : build], stem[build+1:]}, true
}

// readConda reads what makes a candidate a prefix of conda packages; nil when it
// is none, which costs nothing where there is no conda-meta.
func readConda(l *Look, c candidate) *condaMeta {
	w := l.World()
	if !c.has(condaMetaDir) || isBuildPrefix(w, c.dir) || isUnpacked(l, c) {
		return nil
	}
	m := readMeta(l, w.Join(c.dir, condaMetaDir))
	switch {
	case absent(m.err):
		return nil // a file, or a link to nothing
	case m.err == nil && !m.begun():
		return nil // an empty directory is what is left of one, or not yet one
	case c.has(markerName) && len(m.python) == 0:
		return nil // a virtual environment into which something else was put
	}
	return m
}

// readMeta lists a conda-meta.
func readMeta(l *Look, dir string) *condaMeta {
	m := &condaMeta{dir: dir}
	m.entries, m.err = l.ReadDir(dir)
	for _, e := range m.entries {
		m.note(e.Name)
	}
	return m
}

func (m *condaMeta) note(name string) {
	p, ok := condaPackageOf(name)
	switch {
	case name == "history":
		m.history = true
	case strings.HasPrefix(name, "prefix_record_"):
		m.unfinished = name
	case ok:
		m.records++
		switch p.name {
		case "python":
			m.python = append(m.python, p)
		case "conda":
			m.conda = p.version
		}
	}
}

// begun reports whether anything was ever installed, or was about to be.
func (m *condaMeta) begun() bool {
	return m.history || m.records > 0 || m.unfinished != "" || listed(m.entries, pixiFile) || listed(m.entries, pixiPrefixFile)
}

// isBuildPrefix reports whether a prefix was put up by a build (conda-build,
// rattler-build): below `conda-bld`, or padded so that its path can be replaced
// by any other. It is gone when the build is.
func isBuildPrefix(w *World, dir string) bool {
	if strings.Contains(w.Base(dir), "_placehold") {
		return true
	}
	up := w.Dir(dir)
	return w.Base(up) == "conda-bld" || w.Base(w.Dir(up)) == "conda-bld"
}

// isUnpacked reports whether a directory is a package in a cache (`pkgs`), which
// may hold a conda-meta to be installed: its description lies in `info`.
func isUnpacked(l *Look, c candidate) bool {
	return c.has("info") && isThere(l, l.World().Join(c.dir, "info", "index.json"))
}

// prefixMarks are the marks of a prefix: where its programs are. python.exe lies
// in the root on Windows.
func prefixMarks(l *Look, c candidate) *marks {
	m := &marks{}
	if l.World().Windows() {
		m.bin, m.programs = c.dir, c.entries
		return m
	}
	m.readPrograms(l, c)
	return m
}
