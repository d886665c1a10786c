package discover

import (
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/venvd/venvd/internal/fileid"
)

// op is one kind of call to the operating system.
type op int

const (
	opLstat op = iota
	opReadDir
	opReadFile
	opReadlink
	opIdentity
	opCount
)

func (o op) String() string {
	return [...]string{"lstat", "readdir", "readfile", "readlink", "identity"}[o]
}

// Counts is how many calls of each kind a World has made. One call is a few
// system calls: a listing is open, two getdents and close.
type Counts struct {
	Lstat, ReadDir, ReadFile, Readlink, Identity int64
}

// Total is the number of all calls.
func (c Counts) Total() int64 {
	return c.Lstat + c.ReadDir + c.ReadFile + c.Readlink + c.Identity
}

// Sub gives the calls made since o was read.
func (c Counts) Sub(o Counts) Counts {
	return Counts{
		c.Lstat - o.Lstat, c.ReadDir - o.ReadDir, c.ReadFile - o.ReadFile,
		c.Readlink - o.Readlink, c.Identity - o.Identity,
	}
}

// Calls tells how much has been looked at since the World was made.
func (w *World) Calls() Counts {
	return Counts{
		Lstat: w.calls[opLstat].Load(), ReadDir: w.calls[opReadDir].Load(),
		ReadFile: w.calls[opReadFile].Load(), Readlink: w.calls[opReadlink].Load(),
		Identity: w.calls[opIdentity].Load(),
	}
}

// call counts, asks the hook and makes the call. The paths handed in have no
// link in their directory part, so that the kernel never resolves one: that
// is what keeps absolute links inside Prefix. Errors name the path of the
// world and not that of the host.
func call[T any](w *World, o op, path string, f func(host string) (T, error)) (T, error) {
	w.calls[o].Add(1)
	if w.Fault != nil {
		if err := w.Fault(o.String(), path); err != nil {
			var none T
			return none, &fs.PathError{Op: o.String(), Path: path, Err: cause(err)}
		}
	}
	v, err := f(w.host(path))
	if err != nil {
		err = &fs.PathError{Op: o.String(), Path: path, Err: cause(err)}
	}
	return v, err
}

func (w *World) lstat(path string) (Info, error) { return call(w, opLstat, path, lstat) }

func (w *World) readlink(path string) (string, error) {
	return call(w, opReadlink, path, os.Readlink)
}

func (w *World) readDir(path string) ([]Entry, error) {
	return call(w, opReadDir, path, func(host string) ([]Entry, error) {
		list, err := listDir(host, maxListing)
		if w.disorder != nil {
			w.disorder(list)
		}
		return sorted(list), err
	})
}

// file is what reading a file has told. Where the system tells so much about
// an open file, info is that of its entry; else its inode is 0.
type file struct {
	data []byte
	info Info
}

// readFile reads at most max bytes: of a larger file the beginning when head
// is asked for, else nothing.
func (w *World) readFile(path string, max int64, head bool) (file, error) {
	return call(w, opReadFile, path, func(host string) (file, error) { return readFile(host, max, head) })
}

func (w *World) identity(path string, n *fileid.Namer) (string, error) {
	// The path is resolved: Of costs half of what OfNoFollow does.
	return call(w, opIdentity, path, n.Of)
}

func sorted(list []Entry) []Entry {
	slices.SortFunc(list, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
	return list
}
