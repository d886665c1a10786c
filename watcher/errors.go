package watcher

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
)

var (
	// ErrClosed is in an ArmError once the backend has ended.
	ErrClosed = errors.New("watcher is closed")
	// ErrWatchLimit means that no more watches may be held by this user.
	ErrWatchLimit = errors.New("limit of watches reached")
	// ErrInstanceLimit means that no more watchers may be opened by this user.
	ErrInstanceLimit = errors.New("limit of watch instances or open files reached")
	// ErrUnstable means that the path changed during every attempt to arm it; it is
	// tried again by itself.
	ErrUnstable = errors.New("path changes faster than it can be watched")
	// ErrPath refuses a path that is not absolute and clean.
	ErrPath = errors.New("path must be absolute and clean")
	// ErrMode refuses a Mode that this version does not know.
	ErrMode = errors.New("unknown watch mode")
)

// ArmError says why a path cannot be watched and what would help. It unwraps to one of
// this package's sentinel errors or to the system's own.
type ArmError struct {
	// Path is the wanted path; Dir the directory whose watch failed, if it came so far.
	Path, Dir string
	// Err is the cause.
	Err error
}

// Error names the path, the cause and the way out.
func (e *ArmError) Error() string {
	at := e.Path
	if e.Dir != "" && e.Dir != e.Path {
		at = fmt.Sprintf("%s (through %s)", e.Path, e.Dir)
	}
	return fmt.Sprintf("watch %s: %v%s", at, e.Err, remedy(e.Err))
}

// Unwrap gives the cause.
func (e *ArmError) Unwrap() error { return e.Err }

// remedy is the way out that belongs to a cause, or nothing.
func remedy(err error) string {
	switch {
	case errors.Is(err, ErrWatchLimit):
		return "; raise fs.inotify.max_user_watches with sysctl, or close other programs that watch files"
	case errors.Is(err, ErrInstanceLimit):
		return "; raise fs.inotify.max_user_instances with sysctl or the limit of open files (ulimit -n)"
	case errors.Is(err, fs.ErrPermission):
		return "; make the directory readable and searchable for this user"
	case errors.Is(err, ErrPath):
		return "; hand in an absolute path without . or .. elements"
	}
	return ""
}

// classify puts this package's sentinel before the errno of a backend.
// The meanings are those of inotify_add_watch(2) and inotify_init(2).
func classify(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.ENOMEM):
		return fmt.Errorf("%w: %w", ErrWatchLimit, err)
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return fmt.Errorf("%w: %w", ErrInstanceLimit, err)
	}
	return err
}
