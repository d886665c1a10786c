package discover

import (
	"slices"

	"github.com/venvd/venvd/venvcore"
)

// tool is one row of the table: a program that makes or manages environments,
// or keeps interpreters, how its work is recognised, and where it keeps it. Who
// wrote the files of an environment (recognise) and who manages it (owns, keeps)
// are decided apart. The texts are what the documentation of the tools is
// generated from.
type tool struct {
	name string
	// kind is that of what the tool owns.
	kind venvcore.Kind
	// why says what the row's place in the table depends on.
	why string
	// evidence says, for a person, which files prove that the tool made it or
	// manages it.
	evidence string
	// where says, for a person, where the tool keeps what it makes.
	where string
	// systems are the operating systems (GOOS) that have it; none: all have.
	systems []string
	// creates says, for a person, what venvd can make with the tool; empty for
	// nothing.
	creates string
	// recognise gives the environment that the candidate is, or nil when this
	// tool did not write its files. It never fails: what cannot be read is a
	// problem of the environment. A row that writes none has none.
	recognise func(l *Look, c candidate) *venvcore.Environment
	// prefixes says that what it makes are prefixes of conda packages, which bear
	// none of the marks of virtual environments: the others are not asked about
	// those.
	prefixes bool
	// owns reports whether this tool manages an environment, by what lies in it
	// and around it; likeness of a name is no proof. The first row that does has
	// it.
	owns func(l *Look, c candidate, e *venvcore.Environment) (owner, bool)
	// together says that its environments lie among others of their kind, so
	// that what they lie in is a store and no project.
	together bool
	// keeps gives the environments that the tool would use for a project, by
	// computing where it puts them; see venvcore.Keep.
	keeps func(r *projectReader) []venvcore.Keep
	// places gives where the tool keeps environments or bases on this machine.
	// It looks at the world's variables and its home only, not at the disk; so
	// a place may be absent. Tools that work inside projects have none.
	places func(w *World) []place
	// holds reports whether a base is one that the tool keeps, by the path of its
	// interpreter with all links resolved. Only rows that keep bases have one.
	holds func(w *World, real string) bool
	// configured gives the places that the tool's own configuration files name, and
	// those that only a look at the disk tells.
	configured func(l *Look) []place
}

// owner is what proves that a tool manages an environment.
type owner struct {
	project  string   // directory of the project, or the script; empty when that is not known
	evidence []string // the files that prove it
	// unfinished says that the tool's own last step is still to come, though the
	// creator's is done.
	unfinished bool
}

// located reports whether the row names places of the machine.
func (t tool) located() bool { return t.places != nil || t.configured != nil }

// runsOn reports whether the operating system has the tool.
func (t tool) runsOn(os string) bool { return len(t.systems) == 0 || slices.Contains(t.systems, os) }

// candidate is a directory that may be an environment.
type candidate struct {
	dir     string
	entries []Entry // its listing, already read
	// marks are what its files say; read once for all rows, by examine. Those of a
	// prefix of conda packages are its programs.
	marks *marks
	conda *condaMeta // what its conda-meta says; nil when it is no prefix of conda packages
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
	// interpreters lie in one of baseBins(child). Give each to examineBases.
	placeBases
	// placeInterpreters: the directory holds interpreters itself; give it to
	// examineBases.
	placeInterpreters
	// placeEnvironment: the directory itself may be an environment.
	placeEnvironment
	// placeBase: the directory itself may be the prefix of a base.
	placeBase
)

// place is one directory outside of projects that is looked at.
type place struct {
	dir  string
	what placeKind
	// kind is that of the bases found there. Environments of a place keep the
	// kind that their own files give them.
	kind venvcore.Kind
	// levels lead from dir to the directories whose children count: each is the
	// name of a directory, or "*" for every one, or what names have in common:
	// "python*|pypy*". An environment that is met on the way counts and is not
	// gone into. To placeInterpreters, placeEnvironment and placeBase they lead
	// from dir to what counts itself.
	levels []string
	// program, name and version are what is written elsewhere of the base that
	// lies there; empty when nothing is. With a program only that one's base counts.
	program, name, version string
}

// examine runs the table over one candidate directory. It gives nil when the
// directory is no environment. It never fails: an environment with anything
// wrong is given with its problems.
func examine(l *Look, c candidate) *venvcore.Environment {
	l.enter(c.dir, c.entries)
	if c.conda = readConda(l, c); c.conda != nil {
		c.marks = prefixMarks(l, c)
	} else if c.marks = readMarks(l, c); c.marks == nil {
		return nil
	}
	for _, t := range l.pass.rows() {
		if t.recognise == nil || t.prefixes != (c.conda != nil) {
			continue
		}
		if e := t.recognise(l, c); e != nil {
			adopt(l, c, e)
			return e
		}
	}
	return nil
}

// adopt gives an environment the kind of the tool that manages it, which is often
// another one than wrote its files.
func adopt(l *Look, c candidate, e *venvcore.Environment) {
	for _, t := range l.pass.rows() {
		if t.owns == nil {
			continue
		}
		if o, ok := t.owns(l, c, e); ok {
			e.Kind, e.Owned, e.Project = t.kind, true, o.project
			e.Evidence = evidence(append(e.Evidence, o.evidence...)...)
			if o.unfinished {
				e.Stage = min(e.Stage, venvcore.StageUsable)
			}
			return
		}
	}
}

// isEnvironmentDir reports, from the listing of a directory alone, whether it
// is worth to be examined: pyvenv.cfg (PEP 405), conda-meta (conda, pixi), or
// the layout of an environment that has lost its pyvenv.cfg or never had one
// (virtualenv before 20). Directories with such a layout that are none are
// told apart by examine.
func isEnvironmentDir(entries []Entry) bool {
	if listed(entries, markerName) || listed(entries, condaMetaDir) {
		return true
	}
	return listed(entries, "bin") && listed(entries, "lib") ||
		listed(entries, "Scripts") && listed(entries, "Lib")
}

// table gives the rows in the order in which they are asked. It is a function
// so that nobody can change it.
func table() []tool {
	return slices.Concat(projectTools(), ownerTools(), condaTools(), creatorTools(), baseTools())
}
