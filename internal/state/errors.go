package state

import (
	"errors"
	"fmt"
)

// ErrBusy is in every error that says that another process held the lock for
// longer than [LockLimit]. Nothing was changed; the same call may be repeated.
var ErrBusy = errors.New("the stored state is being changed by another venvd")

// ErrNewer is in every error that says that a file was written by a newer venvd
// and is not written by this one.
var ErrNewer = errors.New("the file was written by a newer venvd")

// ErrInvalid is in every error that says that a value handed in cannot be
// stored. It is the caller's mistake.
var ErrInvalid = errors.New("not a value that can be stored")

// BusyError names the lock that could not be had. It is [ErrBusy].
type BusyError struct {
	Lock string
}

func (e *BusyError) Error() string {
	return fmt.Sprintf("%v (lock %s is held for more than %v): try again, or end the venvd process that hangs",
		ErrBusy, e.Lock, LockLimit)
}

// Unwrap gives [ErrBusy].
func (e *BusyError) Unwrap() error { return ErrBusy }

// NewerError names a file of a newer version. It is [ErrNewer].
type NewerError struct {
	File    string
	Version int
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("%s has version %d and this venvd writes version %d: %v; update this one",
		e.File, e.Version, formatVersion, ErrNewer)
}

// Unwrap gives [ErrNewer].
func (e *NewerError) Unwrap() error { return ErrNewer }

// IOError is a failure of the file system to keep a change. The stored state
// is what it was before.
type IOError struct {
	Path string // the file or directory that was to be written
	Err  error  // what the system said
}

func (e *IOError) Error() string {
	return fmt.Sprintf("nothing was stored, because %s cannot be written (%v): make its directory writable, or set XDG_STATE_HOME to one that is",
		e.Path, e.Err)
}

// Unwrap gives what the system said.
func (e *IOError) Unwrap() error { return e.Err }

// damage is why a file's content cannot be used.
type damage struct {
	why string
}

func (d *damage) Error() string { return d.why }
