package watcher

import (
	"fmt"
	"sync"

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
