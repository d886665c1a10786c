package watcher

import (
	"errors"
	"fmt"
	"runtime"

	"github.com/fsnotify/fsnotify"
)

// backend is what this package needs from a mechanism that watches directories. Names
// in events are the name given to Add, a separator, and the entry's name; an event
// about the directory itself has the name given to Add. Events and Errors are in the
// order of the mechanism, and both end with Close.
type backend interface {
	// Name is for Status.
	Name() string
	// Add begins to watch dir under that name, which no other watch has.
	Add(dir string) error
	// Remove ends it; a watch that is not there (any more) is no error.
	Remove(dir string) error
	// Watched lists the names under watch, to find those that ended in silence.
	Watched() []string
	// WatchCount is their number.
	WatchCount() int
	Events() <-chan fsnotify.Event
	Errors() <-chan error
	Close() error
}

// notifier is the backend on fsnotify. Of its traps this package minds: a watch ends
// when its directory is renamed (the self event says so) or unmounted (nothing does);
// an Add of a directory already watched under another name is merged without a word;
// Add over a name still in use leaks the kernel watch, so Remove always comes first.
type notifier struct{ w *fsnotify.Watcher }

func openNotifier() (backend, error) {
	w, err := fsnotify.NewBufferedWatcher(atOnce)
	if err != nil {
		err = classify(err)
		return nil, fmt.Errorf("open watcher: %w%s", err, remedy(err))
	}
	return notifier{w}, nil
}

func (n notifier) Name() string                  { return "fsnotify/" + runtime.GOOS }
func (n notifier) Events() <-chan fsnotify.Event { return n.w.Events }
func (n notifier) Errors() <-chan error          { return n.w.Errors }
func (n notifier) Watched() []string             { return n.w.WatchList() }
func (n notifier) WatchCount() int               { return len(n.w.WatchList()) }
func (n notifier) Close() error                  { return n.w.Close() }

func (n notifier) Add(dir string) error {
	err := n.w.Add(dir)
	if errors.Is(err, fsnotify.ErrClosed) {
		return fmt.Errorf("%w: %w", ErrClosed, err)
	}
	return err
}

func (n notifier) Remove(dir string) error {
	err := n.w.Remove(dir)
	if errors.Is(err, fsnotify.ErrNonExistentWatch) || gone(err) {
		return nil
	}
	return err
}
