package discover

import (
	"slices"

	"github.com/venvd/venvd/venvcore"
)

// tool is one row of the table: a program that makes environments or keeps
// interpreters, how its work is recognised, and where it keeps it. The texts
// are what the documentation of the tools is generated from.
type tool struct {
	name string
	// why says what the row's place in the table depends on.
	why string
	// evidence says, for a person, which files prove that the tool made it.
	evidence string
	// where says, for a person, where the tool keeps what it makes.
	where string
	// recognise gives the environment that the candidate is, or nil when this
	// tool did not make it. It never fails: what cannot be read is a problem
	// of the environment. A row that only keeps bases has none.
	recognise func(l *Look, c candidate) *venvcore.Environment
	// places gives where the tool keeps environments or bases on this machine.
	// It looks at the world's variables and its home only, not at the disk; so
	// a place may be absent. Tools that work inside projects have none.
	places func(w *World) []place
}

// candidate is a directory that may be an environment.
type candidate struct {
	dir     string
	entries []Entry // its listing, already read
	marks   *marks  // what its files say; read once for all rows, by examine
}

// has reports whether the candidate's listing holds the name.
func (c candidate) has(name string) bool { return listed(c.entries, name) }

// listed reports whether a directory listing holds the name.
func listed(entries []Entry, name string) bool {
	return slices.ContainsFunc(entries, func(e Entry) bool { return e.Name == name })
}

// placeKind says what the entries of a place are.
type placeKind int

const (
	// placeEnvironments: every child directory may be an environment.
	placeEnvironments placeKind = iota
	// placeBases: every child directory may be the prefix of a base; its
	// interpreters lie in baseBin(child). Give each to examineBases.
	placeBases
	// placeInterpreters: the directory holds interpreters itself; give it to
	// examineBases.
	placeInterpreters
)

// place is one directory outside of projects that is looked at.
type place struct {
	dir  string
	what placeKind
	// kind is that of the bases found there. Environments of a place keep the
	// kind that their own files give them.
	kind venvcore.Kind
}

// examine runs the table over one candidate directory. It gives nil when the
// directory is no environment. It never fails: an environment with anything
// wrong is given with its problems.
func examine(l *Look, c candidate) *venvcore.Environment {
	l.enter(c.dir, c.entries)
	if c.marks = readMarks(l, c); c.marks == nil {
		return nil
	}
	for _, t := range table() {
		if t.recognise == nil {
			continue
		}
		if e := t.recognise(l, c); e != nil {
			return e
		}
	}
	return nil
}

// isEnvironmentDir reports, from the listing of a directory alone, whether it
// is worth to be examined: pyvenv.cfg (PEP 405), conda-meta (conda, pixi), or
// the layout of an environment that has lost its pyvenv.cfg or never had one
// (virtualenv before 20). Directories with such a layout that are none are
// told apart by examine.
func isEnvironmentDir(entries []Entry) bool {
	if listed(entries, markerName) || listed(entries, "conda-meta") {
		return true
	}
	return listed(entries, "bin") && listed(entries, "lib") ||
		listed(entries, "Scripts") && listed(entries, "Lib")
}

// table gives the rows in the order in which they are asked. It is a function
// so that nobody can change it.
func table() []tool {
	return []tool{uvTool(), virtualenvTool(), venvTool(), pyenvTool(), systemTool(), pathTool()}
}
