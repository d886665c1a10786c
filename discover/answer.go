package discover

import (
	"cmp"
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// Answers is what interpreters have said of themselves when they were asked.
type Answers interface {
	// Asked gives what became of asking the interpreter in a file; false when it
	// was not asked yet. It runs nothing and waits for nobody.
	Asked(f venvcore.File) (venvcore.Asked, bool)
}

// Unknown is a base whose version, with its patch, no file tells, and how a scan
// has come upon it. Whether it may be asked is decided by all that led to it.
type Unknown struct {
	File    venvcore.File
	Path    string // by which it was come upon; links may lead from it to File
	From    string // the root of the environment that stands on it, else the directory that Path lies in
	Place   Place
	Minor   string // as far as it is known
	Prefix  string
	Library string // the directory of its standard library
}

// Place says what led to a base, as far as trust is concerned.
type Place uint8

const (
	// PlaceElse: a folder, or a path that somebody named.
	PlaceElse Place = iota
	// PlaceSearch: a directory of PATH.
	PlaceSearch
	// PlaceStore: an environment in the place where a tool keeps its environments.
	PlaceStore
	// PlaceOwn: it stands where bases are kept.
	PlaceOwn
)

// unknown is what one finding notes of a base: the environment that stands on it
// matters for trust, a base by itself does not.
type unknown struct {
	base *base
	from string
	env  bool
}

// wonder notes that a base is shown whose version only it can tell.
func (l *Look) wonder(b *base, from string, env bool) {
	if b.unasked {
		l.log.unknown = append(l.log.unknown, unknown{b, from, env})
	}
}

// askedVersion takes what the interpreter itself has said where no file tells
// its patch. Who contradicts the name or the libraries of the file that was run
// is passed over, as every other source is.
func (b *base) askedVersion(l *Look) {
	answers := l.World().Answers
	if answers == nil || !b.hasStdlib || venvcore.IsFull(b.version) {
		return
	}
	a, known := answers.Asked(b.file)
	if b.unasked = !known; !known || a.Failure != "" || b.contradicts(a) {
		return
	}
	b.version, b.versionFrom = a.Version, b.real
	b.minor = cmp.Or(b.minor, venvcore.Minor(a.Version))
	b.arch = cmp.Or(b.arch, platformArch(a.Machine))
}

func (b *base) contradicts(a venvcore.Asked) bool {
	return a.Implementation != b.impl || b.minor != "" && venvcore.Minor(a.Version) != b.minor ||
		strings.Contains(b.flags, "t") && !a.FreeThreaded
}

// platformArch gives the protocol's name of what platform.machine() says.
func platformArch(machine string) string {
	switch m := strings.ToLower(machine); m {
	case "aarch64":
		return "arm64"
	case "amd64":
		return "x86_64"
	case "i386", "i586", "i686":
		return "x86"
	default:
		return m
	}
}

// unknowns gives the bases of the units that have to be asked for their version,
// sorted.
func (c *scan) unknowns() []Unknown {
	var out []Unknown
	for _, u := range c.order {
		for _, n := range u.unknown {
			out = append(out, Unknown{
				File: n.base.file, Path: n.base.path, From: n.from, Place: c.query.Root.place(n.env),
				Minor: n.base.minor, Prefix: n.base.prefix, Library: n.base.library,
			})
		}
	}
	slices.SortFunc(out, func(a, b Unknown) int {
		return cmp.Or(strings.Compare(a.File.Path, b.File.Path), strings.Compare(a.Path, b.Path),
			strings.Compare(a.From, b.From), cmp.Compare(a.File.MTime, b.File.MTime))
	})
	return slices.Compact(out)
}

// place says what a finding of this root means for trust: an environment, or a
// base by itself.
func (r Root) place(env bool) Place {
	search := pathTool().name // it says nothing about who keeps what lies there
	switch {
	case r.Kind != RootTool:
		return PlaceElse
	case r.Tool != search && env:
		return PlaceStore
	case r.Tool != search:
		return PlaceOwn
	case env:
		return PlaceElse // one that is activated lies anywhere
	}
	return PlaceSearch
}
