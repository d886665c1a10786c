package watcher

import (
	"fmt"
	"sync"
	"testing"

	"github.com/fsnotify/fsnotify"
)

// fake is a backend that delivers what a test sends and refuses what a test refuses.
type fake struct {
	events chan fsnotify.Event
	errors chan error

	mu     sync.Mutex
	dirs   map[string]bool
	log    []string               // what was called, in order
	refuse func(dir string) error // nil accepts all; may block
	closed bool
}

func newFake() *fake {
	return &fake{events: make(chan fsnotify.Event), errors: make(chan error), dirs: map[string]bool{}}
}

func (f *fake) open() (backend, error) { return f, nil }

// newFakeRig is a rig whose backend tells nothing but what the test sends.
func newFakeRig(t *testing.T) (*rig, *fake) {
	t.Helper()
	f := newFake()
	return newRig(t, f.open), f
}

// newFakeWatcher is for bubbles of testing/synctest: nobody takes its batches but
// the test, which also closes it. Its backend delivers no cookie of its own.
func newFakeWatcher(t *testing.T, cookies string) (*Watcher, *fake) {
	t.Helper()
	f := newFake()
	w, err := New(Options{CookieDir: cookies, open: f.open})
	must(t, err)
	return w, f
}

func (f *fake) Name() string                  { return "fake" }
func (f *fake) Events() <-chan fsnotify.Event { return f.events }
func (f *fake) Errors() <-chan error          { return f.errors }
func (f *fake) WatchCount() int               { return len(f.Watched()) }

func (f *fake) setRefuse(refuse func(dir string) error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refuse = refuse
}

func (f *fake) Add(dir string) error {
	f.mu.Lock()
	refuse := f.refuse
	f.mu.Unlock()
	if refuse != nil {
		if err := refuse(dir); err != nil {
			return err
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.dirs[dir] {
		return fmt.Errorf("%s was added twice", dir)
	}
	f.dirs[dir] = true
	f.log = append(f.log, "add "+dir)
	return nil
}

func (f *fake) Remove(dir string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.dirs, dir)
	f.log = append(f.log, "remove "+dir)
	return nil
}

func (f *fake) Watched() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var dirs []string
	for d := range f.dirs {
		dirs = append(dirs, d)
	}
	return dirs
}

func (f *fake) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	return nil
}

func (f *fake) calls() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	calls := f.log
	f.log = nil
	return calls
}
