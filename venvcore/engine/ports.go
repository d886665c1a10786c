package engine

import (
	"context"
	"slices"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// Looker looks at the machine. Look is called from workers, for different
// roots at once, never twice at once for one root.
type Looker interface {
	// MachineRoots names the places of the machine that are looked at besides
	// the opened folders.
	MachineRoots() []Root
	// Look gives a Report with nothing but Moved for a folder that has another
	// path now.
	Look(ctx context.Context, q Query) (*Report, error)
	// Count gives how many entries lie below a directory now. It is called from
	// workers.
	Count(ctx context.Context, dir string) (int, error)
	// Forget says that a root is looked at no more. It is called from a worker.
	Forget(r Root)
}

// toolsRoot is the Tool of the root that finds the programs that manage
// environments.
const toolsRoot = "managers"

// Root is one thing that is scanned as a whole.
type Root struct {
	Key     string   // stable name
	Folder  string   // an opened folder to walk, or
	Tool    string   // the places of a tool, or
	Paths   []string // single paths that somebody named; of Scripts, files
	Scripts bool     // the paths are files that may be scripts with a block of their own
	Bounds  Bounds   // of the walk of a folder
}

// Bounds limit the walk of a folder. Zero values are the defaults.
type Bounds struct {
	Depth   int
	Entries int
	Ignore  []string
}

// Query asks for one scan.
type Query struct {
	Root    Root
	Changed []string // only what touches these paths is looked at again; empty with Full false: nothing is known to have changed
	Full    bool
	Held    map[string]bool // prefixes of environments whose packages matter
}

// Report is what a scan found. It is never changed afterwards.
type Report struct {
	Environments []*venvcore.Environment
	Projects     []*venvcore.Project
	Plain        []string // files that are there and are no scripts
	Tools        []venvcore.Tool
	Faults       []venvcore.Fault
	Watch        []Watch // what the findings and the absences were decided by
	Elapsed      time.Duration
	// Moved is where the folder is now that was opened by the path of the root.
	Moved string
}

// same reports whether two reports find the same, however they were made.
func (r *Report) same(o *Report) bool {
	return sameEnvironments(r.Environments, o.Environments) && slices.Equal(r.Plain, o.Plain) &&
		slices.Equal(r.Tools, o.Tools) && slices.Equal(r.Faults, o.Faults) &&
		slices.EqualFunc(r.Projects, o.Projects, sameProject)
}

// Watch is a path that has to be watched, with the identity of the directory
// that was read there; empty when nothing was there.
type Watch struct {
	Path string
	ID   venvcore.Identity
}

// Watcher says where to look again. Want, Barrier and Verify never block.
type Watcher interface {
	Want(paths []string)
	Barrier(token uint64)
	Verify(prefixes ...string)
	Batches() <-chan Batch
}

// Batch is a set of hints. Its fields mean what watcher.Batch says.
type Batch struct {
	Changed []string
	Moved   []string
	Dirs    []string
	Armed   []Armed
	Lost    bool
	Synced  []uint64
}

// Armed says that a wanted path is watched now, or why it cannot be.
type Armed struct {
	Path string
	Dir  string
	ID   venvcore.Identity
	Err  error
}
