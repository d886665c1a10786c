package venvcore

import "slices"

// Identity names one directory for as long as it exists: it survives renames
// and moves, and no two directories of a machine share one, not even a
// directory that was deleted and made again at the same inode. Empty is
// unknown. Where it comes from is discover's business.
type Identity string

// Environment is one place that Python code can run in: a virtual environment
// or a base installation.
type Environment struct {
	// ID is the same for every daemon on the machine and survives moves and
	// repairs: it is derived from the identity of the root directory.
	ID      string
	Kind    Kind   // who manages it (verified owner), else who made it
	Creator string // who wrote the files: "venv", "virtualenv", "uv" …
	Name    string // what a person would call it; never empty
	Prefix  string // path of its root, as found
	// Interpreter is the path to run; empty when it has none.
	Interpreter    string
	Version        string // "3.13.0", "3.14.0rc1"; empty when only running it would tell
	Implementation string // "cpython", "pypy" …
	Arch           string // "x86_64", "arm64" …; empty when unknown
	Base           *Base  // nil for what stands on nothing else
	IsVirtual      bool   // false for a base installation
	Project        string // directory of the project it belongs to; empty when none or several
	Tool           string // path of the manager's executable, when it was found
	Aliases        []string
	SitePackages   []string
	Link           Link
	Health         Health
	Evidence       []string // the files that said so

	// What follows is not told to clients; decisions are made by it.

	Root      Identity // identity of the root directory
	Real      string   // the root with its links resolved; equal to Prefix for most
	Made      string   // changes when it is made anew in place: marker and interpreter entry
	Packages  string   // changes when packages are installed or removed; empty when not looked at
	Installed int      // how many distributions Packages was told by
	Stage     Stage
	Owned     bool   // Kind is that of a tool which is proven to manage it, not of who wrote its files
	Build     string // of a base: "t" free-threaded, "d" debug; empty for the usual one
	// Dead: its interpreter cannot start for a reason that its health explains
	// by a milder one: a foreign environment need not be dead, this one is.
	Dead bool
	Born int64 // birth time of the root in Unix nanoseconds; 0 when unknown
}

// Base is the installation that an environment stands on.
type Base struct {
	Prefix      string
	Interpreter string
}

// Link says how the interpreter of an environment came from its base.
type Link string

// The two ways; an empty Link is unknown or does not apply.
const (
	LinkSymlink Link = "symlink"
	LinkCopy    Link = "copy"
)

// Stage tells how far the making of an environment has come, judged from disk
// alone.
type Stage int

const (
	// StagePartial: its marker or its interpreter is absent: it is being made,
	// being removed, or half of it is lost.
	StagePartial Stage = iota
	// StageUsable: its interpreter can start and its site-packages exist; the
	// creator's last step is still to come.
	StageUsable
	// StageReady: usable, and the creator's last step is done.
	StageReady
)

// Clone gives a copy that shares nothing that can be changed.
func (e *Environment) Clone() *Environment {
	c := *e
	if e.Base != nil {
		b := *e.Base
		c.Base = &b
	}
	c.Aliases = slices.Clone(e.Aliases)
	c.SitePackages = slices.Clone(e.SitePackages)
	c.Evidence = slices.Clone(e.Evidence)
	c.Health = e.Health.clone()
	return &c
}

// Shown reports whether a client would see no difference between a and b:
// every member that goes over the wire is equal.
func (e *Environment) Shown(o *Environment) bool {
	if e == nil || o == nil {
		return e == o
	}
	return e.ID == o.ID && e.Kind == o.Kind && e.Creator == o.Creator && e.Name == o.Name &&
		e.Prefix == o.Prefix && e.Interpreter == o.Interpreter && e.Version == o.Version &&
		e.Implementation == o.Implementation && e.Arch == o.Arch && e.Base.equal(o.Base) &&
		e.IsVirtual == o.IsVirtual && e.Project == o.Project && e.Tool == o.Tool && e.Link == o.Link &&
		slices.Equal(e.Aliases, o.Aliases) && slices.Equal(e.SitePackages, o.SitePackages) &&
		slices.Equal(e.Evidence, o.Evidence) && e.Health.Equal(o.Health)
}

// Same reports whether nothing at all differs, what is hidden included.
func (e *Environment) Same(o *Environment) bool {
	if e == nil || o == nil {
		return e == o
	}
	return e.Shown(o) && e.Owned == o.Owned && e.Build == o.Build && e.Root == o.Root && e.Real == o.Real && e.Made == o.Made &&
		e.Packages == o.Packages && e.Stage == o.Stage && e.Dead == o.Dead && e.Born == o.Born
}

func (b *Base) equal(o *Base) bool {
	if b == nil || o == nil {
		return b == o
	}
	return *b == *o
}

// CanStart reports whether the interpreter is there and nothing that is known
// keeps it from starting.
func (e *Environment) CanStart() bool {
	return e != nil && e.Interpreter != "" && !e.Dead && !e.Health.stops()
}
