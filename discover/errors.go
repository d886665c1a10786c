package discover

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"unicode/utf8"

	"github.com/venvd/venvd/venvcore"
)

var (
	// ErrTooLarge is a file or a listing beyond the limit that was asked for.
	ErrTooLarge = errors.New("too large")
	// ErrNotRegular is a FIFO, a device, a socket or a directory where a file
	// was asked for: reading one might never end.
	ErrNotRegular = errors.New("not a regular file")
	// ErrLoop is a chain of links that does not end.
	ErrLoop = errors.New("links lead round in a circle")
	// ErrStalled is a call that the file system has not answered in time, and
	// every further call in the same directory until it does.
	ErrStalled = errors.New("the file system does not answer")
)

// errLink says that the last component is a link where none is followed; the
// Look then follows it itself.
var errLink = errors.New("is a link")

// errNotDirectory says that a folder is none.
var errNotDirectory = errors.New("it is not a directory")

// RootError is a root that cannot be scanned at all: it is absent, or it is
// no directory.
type RootError struct {
	Root Root
	Err  error
}

// Error names the root and the way out.
func (e *RootError) Error() string {
	return fmt.Sprintf("%s cannot be scanned, give a directory that exists: %v", e.Root.Path, e.Err)
}

// Unwrap gives the cause, for errors.Is with fs.ErrNotExist and the like.
func (e *RootError) Unwrap() error { return e.Err }

// absent reports whether err says that nothing is there: no such entry, or a
// file where a directory would have to be.
func absent(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// faultOf turns what went wrong at path into the fault that a person is shown.
func faultOf(path string, err error) venvcore.Fault {
	f := venvcore.Fault{Path: path, Code: venvcore.FaultUnreadable}
	switch {
	case errors.Is(err, ErrLoop):
		f.Code = venvcore.FaultLoop
	case errors.Is(err, ErrTooLarge):
		f.Code = venvcore.FaultTooLarge
	case errors.Is(err, ErrStalled):
		f.Code = venvcore.FaultTimeout
	}
	f.Message = fmt.Sprintf("%s cannot be looked at: %v", path, cause(err))
	return f
}

// cause takes the operation and the path off an error that is told beside
// its path anyway.
func cause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

// nameFault is the fault of a name that no client can be told exactly: JSON
// carries UTF-8 only.
func nameFault(path string) (venvcore.Fault, bool) {
	if utf8.ValidString(path) {
		return venvcore.Fault{}, false
	}
	return venvcore.Fault{
		Path: path, Code: venvcore.FaultEncoding,
		Message: fmt.Sprintf("the name %+q is not UTF-8: rename it, editors cannot be told of it", path),
	}, true
}
