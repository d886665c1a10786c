package discover

import (
	"fmt"
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// pathEntry is one entry of sys.path that distributions may lie on: a directory of
// packages, or what a .pth file of one adds.
type pathEntry struct {
	path string
	file bool // it may be an archive, such as a zipped egg
	// site: one of the environment's own directories of packages, which must
	// be readable for the answer to mean anything.
	site bool
	// inherited: it is a base's, seen by way of system site-packages.
	inherited bool

	at      string // path with every link resolved, once it is listed
	entries []Entry
	err     error // of the listing
}

// list reads the names on a shelf that is a directory.
func (s *pathEntry) list(l *Look) { s.at, s.entries, s.err = l.list(s.path) }

// sysPath is sys.path while it is put together.
type sysPath struct {
	l     *Look
	list  []*pathEntry
	known map[string]bool
	// front is how many entries easy-install has put before all others; mark is
	// how long the list was when it began to add some, -1 when it has not.
	front, mark int
}

// shelves gives what the interpreter has on sys.path beyond its standard
// library, in its order, from the directories of packages and the .pth files in
// them (Lib/site.py, 2.7 to 3.14). Not seen are the person's own site-packages
// and PYTHONPATH, which depend on who runs it, and what code in a .pth file
// adds, for nothing is run; but for the two lines that code knows.
func shelves(l *Look, sites []string, inherited func(string) bool) []*pathEntry {
	p := sysPath{l: l, known: map[string]bool{}, mark: -1}
	for _, dir := range sites {
		s := &pathEntry{path: dir, site: true, inherited: inherited(dir)}
		s.list(l)
		p.add(s)
		for _, e := range s.entries { // in the order of their names, as site.py
			// Hidden ones are passed over since 3.11.8, 3.12.2 and 3.13.
			if strings.HasSuffix(e.Name, ".pth") && !strings.HasPrefix(e.Name, ".") {
				p.readFile(s, l.World().Join(dir, e.Name))
			}
		}
	}
	return p.list
}

// add appends an entry, unless it is there by that spelling.
func (p *sysPath) add(s *pathEntry) {
	key := s.path
	if p.l.World().Windows() {
		key = strings.ToLower(key)
	}
	if p.known[key] {
		return
	}
	p.known[key] = true
	p.list = append(p.list, s)
}

// readFile takes in one .pth file of a directory of packages.
func (p *sysPath) readFile(site *pathEntry, path string) {
	data, err := p.l.ReadFile(path, maxPth)
	if err != nil {
		p.l.fail(path, err)
		return
	}
	for line := range strings.FieldsFuncSeq(strings.TrimPrefix(string(data), "\uFEFF"), lineEnd) {
		switch {
		case strings.HasPrefix(line, "#") || strip(line) == "":
		case strings.HasPrefix(line, "import ") || strings.HasPrefix(line, "import\t"):
			p.code(line)
		case len(p.list) >= maxShelves:
			p.l.Fault(venvcore.Fault{
				Path: path, Code: venvcore.FaultBounds,
				Message: fmt.Sprintf("%s adds more than %d paths: packages on those after are not seen", path, maxShelves),
			})
			return
		default:
			p.line(site, strings.TrimRight(line, " \t\v\f"))
		}
	}
}

// line takes a path, relative to the directory of packages; one that leads
// nowhere is passed over.
func (p *sysPath) line(site *pathEntry, text string) {
	path := p.l.World().Abs(site.path, text)
	info, err := p.l.Stat(path)
	if err != nil {
		p.l.fail(path, err)
		return
	}
	p.add(&pathEntry{path: path, file: !info.IsDir(), inherited: site.inherited})
}

// code knows the two lines that old setuptools (later ones only with
// SETUPTOOLS_SYS_PATH_TECHNIQUE=rewrite) and virtualenvwrapper put around
// their paths: what was added since the first goes before everything else.
func (p *sysPath) code(line string) {
	switch {
	case strings.Contains(line, "sys.__egginsert") && p.mark >= 0:
		added := slices.Clone(p.list[p.mark:])
		p.list = slices.Insert(p.list[:p.mark], p.front, added...)
		p.front += len(added)
	case strings.Contains(line, "sys.__plen"):
		p.mark = len(p.list)
	}
}
