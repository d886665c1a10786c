package discover

import (
	"time"

	"github.com/venvd/venvd/venvcore"
)

// RootKind says how a root is scanned.
type RootKind int

const (
	// RootFolder is a directory that a person has opened: it is walked.
	RootFolder RootKind = iota
	// RootTool is where one tool keeps environments or bases on this machine.
	RootTool
	// RootPaths is a list of paths that somebody names, a setting for example.
	RootPaths
	// RootScripts is a list of files that may be scripts with a block of their own
	// (PEP 723).
	RootScripts
)

// Root is one thing to scan.
type Root struct {
	Kind   RootKind
	Path   string   // of a folder
	Tool   string   // name of the table's row
	Paths  []string // prefixes, interpreters or aliases; or files
	Bounds Bounds   // of the walk of a folder
}

// Bounds limits the walk of a folder. Zero values mean the defaults.
type Bounds struct {
	Depth   int      // how many levels below the folder; DefaultDepth
	Entries int      // how many directory entries in all; DefaultEntries
	Ignore  []string // doublestar globs, relative to the folder or a bare name
}

// Key names the root for as long as it is scanned: "folder:/p", "tool:pyenv",
// "paths", "scripts".
func (r Root) Key() string {
	switch r.Kind {
	case RootFolder:
		return "folder:" + r.Path
	case RootTool:
		return "tool:" + r.Tool
	case RootScripts:
		return "scripts"
	}
	return "paths"
}

// Query is one request to scan.
type Query struct {
	Root Root
	// Changed are paths that may have changed since the last scan of this
	// root. Only what was decided by them is looked at again.
	Changed []string
	// Full forgets what was remembered about this root.
	Full bool
	// Held are prefixes of environments whose packages matter: their
	// site-packages are watched and Environment.Packages is computed.
	Held map[string]bool
	// Found is called for each environment while the scan runs, from any
	// goroutine and in any order; may be nil. The report is what counts.
	Found func(*venvcore.Environment)
}

// Report is what a scan has found. Its values are shared with later reports
// and must not be changed.
type Report struct {
	Root         Root
	Environments []*venvcore.Environment // sorted by Prefix; one per real one
	Projects     []*venvcore.Project     // sorted by Root; scripts among them
	Plain        []string                // files that are there and are no scripts, sorted
	Tools        []venvcore.Tool
	Faults       []venvcore.Fault
	Watch        []Watch // what was decided by, sorted
	// Unknown are the bases whose version only they can tell, sorted by path; none
	// where nobody is asked.
	Unknown []Unknown
	// Looked is the number of units that were looked at, Reused of those that
	// were remembered.
	Looked, Reused int
	Elapsed        time.Duration
}

// Watch is a path that a finding was decided by. ID was read before the
// content was; it is empty when the path was absent, or when the scanner was
// not asked for identities.
//
// One path may be there twice with different identities: it was replaced
// between two scans, and one finding is older than that. Whoever watches it
// sees that one of them is not what is armed, and scans with it as changed.
type Watch struct {
	Path string
	ID   venvcore.Identity
}

// Options are those of a scanner.
type Options struct {
	// Identities says that the directories of Watch are identified. It is off
	// for lists that are made once.
	Identities bool
	// Workers is how many units are looked at at once; 0 is one for each
	// processor, at least 2.
	Workers int
}
