package discover

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// finder finds the distributions on the shelves as pip 26.3 does with its
// backend for Python 3.11 and later (metadata/importlib); what its other one
// does otherwise is in TestPackagesOfEveryPython. The first of a name is the
// one that counts.
type finder struct {
	l     *Look
	taken map[string]bool // names, normalised
	// links are the names of all *.egg-link on the path: by its name alone pip
	// knows what `setup.py develop` has installed.
	links map[string]bool
	found []distribution
}

// find looks at every shelf. The error is that of a directory of packages that
// cannot be read: without it the list would be wrong in a way that nobody sees.
func (f *finder) find(list []*pathEntry) error {
	for _, s := range list {
		if !s.file && s.at == "" && s.err == nil {
			s.list(f.l)
		}
		if s.site && s.err != nil && s.entries == nil {
			return s.err
		}
		f.l.fail(s.path, s.err)
		for _, e := range s.entries {
			if strings.HasSuffix(e.Name, eggLink) {
				f.links[e.Name] = true
			}
		}
	}
	for _, s := range list {
		if s.file {
			f.archive(s)
			continue
		}
		f.directory(s)
		f.eggLinks(s)
	}
	return nil
}

// directory takes in what lies in a directory.
func (f *finder) directory(s *pathEntry) {
	for _, m := range infosIn(f.l.World().Base(s.path), s.entries) {
		if m.entry.IsDir() {
			f.l.pass.learnChild(s.at, m.entry.Name)
		}
		f.take(s, m, onDisk{f.l, f.l.World().Join(s.at, m.entry.Name)})
	}
}

// eggLinks takes in what `setup.py develop` has linked: the first line of an
// *.egg-link is where the distribution lies.
func (f *finder) eggLinks(s *pathEntry) {
	w := f.l.World()
	for _, e := range s.entries {
		if !strings.HasSuffix(e.Name, eggLink) {
			continue
		}
		path := w.Join(s.at, e.Name)
		data, err := f.l.ReadFile(path, maxLine)
		if err != nil {
			f.l.fail(path, err)
			continue
		}
		target := ""
		for line := range strings.FieldsFuncSeq(string(data), lineEnd) {
			if target = strip(line); target != "" {
				break
			}
		}
		if target == "" {
			continue // pip passes it over too
		}
		linked := &pathEntry{path: w.Abs(s.path, target), inherited: s.inherited}
		if linked.list(f.l); linked.err != nil || len(infosIn(linked.path, linked.entries)) == 0 {
			f.l.Fault(venvcore.Fault{
				Path: path, Code: venvcore.FaultUnreadable,
				Message: fmt.Sprintf("%s leads to %s, where no package lies: install it again, or remove the link", path, linked.path),
			})
		}
		f.directory(linked)
	}
}

// take reads one distribution unless its name is taken.
func (f *finder) take(s *pathEntry, m infoEntry, files infoFiles) {
	if m.key != "" && f.taken[m.key] {
		return
	}
	d, err := f.read(m, files)
	if err != nil && !errors.Is(err, errVanished) {
		f.l.Fault(venvcore.Fault{Path: files.path(), Code: venvcore.FaultUnreadable, Message: err.Error()})
	}
	if err != nil || f.taken[d.key] {
		return
	}
	f.taken[d.key] = true
	if isStandard(d.key) {
		return
	}
	d.Inherited = s.inherited
	if len(f.links) > 0 && d.url == nil && f.linked(d.Name) {
		d.Editable = s.path
	}
	f.found = append(f.found, *d)
}

// linked reports whether there is an *.egg-link for a name, written as
// setuptools does before 69, or later (egg_link_path_from_sys_path, pip 26.3).
func (f *finder) linked(name string) bool {
	return f.links[unsafeName.ReplaceAllString(name, "-")+eggLink] || f.links[name+eggLink]
}

// unsafeName is what pkg_resources replaces in the names of files.
var unsafeName = regexp.MustCompile(`[^A-Za-z0-9.]+`)
