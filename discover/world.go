package discover

import (
	"io/fs"
	"os"
	"runtime"
	"sync/atomic"

	"github.com/venvd/venvd/venvcore"
)

// World is the machine behind a narrow door: everything that discovery can
// see or ask. The fields are set before first use and never changed
// afterwards; the methods may be called from any goroutine.
type World struct {
	// Prefix is put before every path that goes to the operating system, and
	// no link leads out of it. Empty in production.
	Prefix string
	// OS is the GOOS whose paths and layouts hold here.
	OS string
	// Arch is the machine's processor in the words of Environment.Arch; empty
	// when unknown: then no program is taken for another's.
	Arch string
	// Home is the person's home directory; empty when there is none.
	Home string
	// Env looks up an environment variable.
	Env func(string) (string, bool)
	// Cwd is the working directory, for the command line alone.
	Cwd string
	// Registry is that of Windows; nil where there is none.
	Registry Registry
	// Junctions are directories that are another one too, by their paths: what
	// Windows calls a junction, and others a bind mount. Nil in production, where
	// the operating system has them.
	Junctions map[string]string
	// Fault is asked before each call with its name (lstat, readdir, readfile,
	// readlink, identity) and path; an error is the call's answer. It may
	// block, as a hung mount does. Nil in production.
	Fault func(op, path string) error
	// Answers is what interpreters have said that had to be asked for their
	// version; nil where none is asked.
	Answers Answers

	// disorder changes the order in which a listing came from the disk; nil in
	// production.
	disorder func([]Entry)

	calls  [opCount]atomic.Int64
	places atomic.Pointer[map[string][]string]
	tools  atomic.Pointer[map[string]string]
}

// Places is the setting `places`: where to look besides, by tool.
func (w *World) Places() map[string][]string {
	if p := w.places.Load(); p != nil {
		return *p
	}
	return nil
}

// SetPlaces takes the setting `places`. Scans that begin later see it.
func (w *World) SetPlaces(p map[string][]string) { w.places.Store(&p) }

// Tools is the setting `tools`: the program of a tool, by its name.
func (w *World) Tools() map[string]string {
	if p := w.tools.Load(); p != nil {
		return *p
	}
	return nil
}

// SetTools takes the setting `tools`. Scans that begin later see it.
func (w *World) SetTools(t map[string]string) { w.tools.Store(&t) }

// NewWorld gives this machine. What the operating system does not tell (no
// home, a working directory that was removed) stays empty.
func NewWorld() *World {
	w := &World{OS: runtime.GOOS, Arch: machineArch(runtime.GOARCH), Env: os.LookupEnv, Registry: machineRegistry()}
	if home, err := os.UserHomeDir(); err == nil {
		w.Home = w.Clean(home)
	}
	if dir, err := os.Getwd(); err == nil {
		w.Cwd = dir
	}
	return w
}

// Info is what one directory entry says about itself. Times are Unix
// nanoseconds, 0 when the file system does not tell.
type Info struct {
	Mode                fs.FileMode
	Size                int64
	MTime, CTime, BTime int64
	Dev, Ino            uint64
	UID, GID            uint32
}

// IsDir reports whether it is a directory.
func (i Info) IsDir() bool { return i.Mode.IsDir() }

// IsLink reports whether it is a symbolic link.
func (i Info) IsLink() bool { return i.Mode&fs.ModeSymlink != 0 }

// Entry is one name of a directory with its type, as the directory itself
// tells it.
type Entry struct {
	Name string
	Type fs.FileMode
}

// IsDir reports whether it is a directory; a link to one is not.
func (e Entry) IsDir() bool { return e.Type.IsDir() }

// IsLink reports whether it is a symbolic link.
func (e Entry) IsLink() bool { return e.Type&fs.ModeSymlink != 0 }

// The methods below look once and remember nothing. Discovery itself looks
// through a Look, which records what its answers were decided by.

// Lstat tells about path itself, a link included.
func (w *World) Lstat(path string) (Info, error) { return NewLook(w).Lstat(path) }

// Stat tells about what path leads to.
func (w *World) Stat(path string) (Info, error) { return NewLook(w).Stat(path) }

// ReadDir lists a directory, sorted by name. A listing that is cut or that
// breaks off gives what was read, and an error.
func (w *World) ReadDir(path string) ([]Entry, error) { return NewLook(w).ReadDir(path) }

// ReadFile reads a regular file of at most max bytes, links followed. It never
// waits on what is none: see ErrNotRegular and ErrTooLarge.
func (w *World) ReadFile(path string, max int64) ([]byte, error) {
	return NewLook(w).ReadFile(path, max)
}

// Readlink gives what the link at path says, unresolved.
func (w *World) Readlink(path string) (string, error) { return NewLook(w).Readlink(path) }

// Real gives path with every link resolved; what it leads to must exist.
func (w *World) Real(path string) (string, error) { return NewLook(w).Real(path) }

// Identity names the file or directory that path leads to for as long as it
// exists.
func (w *World) Identity(path string) (venvcore.Identity, error) {
	return NewLook(w).Identity(path)
}
