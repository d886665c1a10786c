package discover

import (
	"cmp"
	"slices"
	"strings"
)

// frozen gives what `pip freeze --all` prints of these distributions (pip 26.3,
// operations/freeze.py): a line each, by their names without case, and before
// that of an editable one a remark where its place is all that is known.
func frozen(l *Look, found []distribution) string {
	var list []distribution
	place := map[string]int{}
	for _, d := range found {
		// By the name within the metadata, which may differ from the one that the
		// directory tells: the last of two stands where the first was.
		key := normalName(d.Name)
		if i, there := place[key]; there {
			list[i] = d
			continue
		}
		place[key] = len(list)
		list = append(list, d)
	}
	slices.SortStableFunc(list, func(a, b distribution) int {
		return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	var b strings.Builder
	for _, d := range list {
		if isStandard(normalName(d.Name)) {
			continue
		}
		for _, line := range d.frozen(l) {
			b.WriteString(strings.TrimRight(line, " \t"))
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// pinned is name and version; "===" takes a version that is none of PEP 440 as
// it is written.
func (d *distribution) pinned() string {
	if d.legacy {
		return d.Name + "===" + d.Version
	}
	return d.Name + "==" + d.Version
}

// frozen gives the lines of one distribution.
func (d *distribution) frozen(l *Look) []string {
	switch {
	case d.Editable != "":
		return d.editableLines(l)
	case d.url != nil:
		return []string{d.url.requirement(d.Name)}
	}
	return []string{d.pinned()}
}

// editableLines tells where an editable one is to be had again: from the remote
// of its checkout, else from its directory, with a remark that says why. Of
// checkouts that are not git's pip asks hg, svn or bzr; here the line is the
// one that it prints where that program is not installed.
func (d *distribution) editableLines(l *Look) []string {
	w := l.World()
	dir := d.Editable
	if w.Windows() {
		dir = strings.ToLower(dir) // os.path.normcase
	}
	place := "-e " + dir
	for _, other := range []string{".svn", ".hg", ".bzr"} {
		if _, err := l.Stat(w.Join(dir, other)); err == nil {
			return []string{place}
		}
	}
	c := checkoutOf(l, dir)
	switch c.state {
	case checkoutNone:
		return []string{"# Editable install with no version control (" + d.pinned() + ")", place}
	case checkoutNoRemote:
		return []string{"# Editable Git install with no remote (" + d.pinned() + ")", place}
	case checkoutBadRemote:
		return []string{
			"# Editable Git install (" + d.pinned() + ") with either a deleted local remote or invalid URI:",
			"# '" + c.remote + "'", place,
		}
	case checkoutUnknown:
		return []string{"## !! Could not determine repository location", place}
	}
	egg := "#egg=" + strings.ReplaceAll(d.Name, "-", "_")
	if c.subdirectory != "" {
		egg += "&subdirectory=" + c.subdirectory
	}
	return []string{"-e git+" + c.remote + "@" + c.commit + egg}
}
