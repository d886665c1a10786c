package watcher

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"go.uber.org/zap"
)

// Options are what a Watcher is made with.
type Options struct {
	// Log gets what goes wrong; nil is silence.
	Log *zap.Logger
	// CookieDir is a directory of the watcher's own, absolute and clean, made by the
	// caller on a local file system. Barriers make short-lived files in it; it is made
	// again if it was cleaned away. Several daemons may share it.
	CookieDir string

	// open replaces the system's mechanism in tests.
	open func() (backend, error)
}

// Watcher watches directories. Its methods may be called from any goroutine.
type Watcher struct {
	*shared
	ended chan struct{} // both goroutines are gone
	close sync.Once
	fault error // of Close
}

// New opens the system's mechanism and starts two goroutines, which end with Close. It
// fails with ErrInstanceLimit when the user has too many watchers open, and with
// ErrPath for a CookieDir that is not absolute and clean. That CookieDir can be watched
// is not a condition: barriers then fall back, see Barrier.
func New(o Options) (*Watcher, error) {
	if !isClean(o.CookieDir) {
		err := &ArmError{Path: o.CookieDir, Err: ErrPath}
		return nil, fmt.Errorf("sync directory: %w", err)
	}
	open := o.open
	if open == nil {
		open = openNotifier
	}
	b, err := open()
	if err != nil {
		return nil, err
	}
	s := &shared{
		log: o.Log, backend: b, mail: newMailbox(),
		cookieDir: o.CookieDir, cookieStem: cookiePrefix + rand.Text() + "-",
		batches: make(chan Batch), notes: make(chan note), hints: make(chan hint),
		expired: make(chan *barrier), done: make(chan struct{}),
	}
	if s.log == nil {
		s.log = zap.NewNop()
	}
	w := &Watcher{shared: s, ended: make(chan struct{})}
	w.start()
	return w, nil
}

func (w *Watcher) start() {
	h := &hub{
		shared: w.shared, events: w.backend.Events(), errors: w.backend.Errors(),
		cookies: map[string][]*barrier{},
	}
	a := newArmer(w.shared)
	var both sync.WaitGroup
	both.Go(h.run)
	both.Go(a.run)
	go func() {
		both.Wait()
		close(w.ended)
	}()
}

// Want replaces the wanted set. Paths new to it are armed in the order given and
// answered in Batch.Armed; so are known ones that had failed. It never blocks; of sets
// handed in quick succession only the last may be seen.
func (w *Watcher) Want(paths []Want) {
	paths = slices.Clone(paths)
	w.mail.put(func(l *letter) { l.want, l.wanted = paths, true })
}

// Verify compares each armed path at or beneath one of prefixes, or every path, with
// what is there now, and arms those anew that differ: they are then in Dirs and Armed.
// It finds what the kernel is silent about: a renamed ancestor, an unmount. It never
// blocks.
func (w *Watcher) Verify(prefixes ...string) {
	prefixes = slices.Clone(prefixes)
	w.mail.put(func(l *letter) { l.check(prefixes) })
}

// Barrier is answered by token in Batch.Synced: after the sets and checks handed in
// before it are done, and all events queued in the kernel by now were handed out and
// followed up. It never blocks, and is answered after barrierWait at the latest; if the
// order could not be proven, that batch is Lost. After Close there is no answer.
func (w *Watcher) Barrier(token uint64) {
	b := w.newBarrier(token)
	w.mail.put(func(l *letter) { l.barriers = append(l.barriers, b) })
}

// Batches hands out what happened, in order. It is closed by Close.
func (w *Watcher) Batches() <-chan Batch { return w.batches }

// Status is a view of the moment; it never waits for the file system under watch.
func (w *Watcher) Status() Status {
	s := Status{
		Backend: w.backend.Name(),
		Watches: int(w.watches.Load()),
		Limit:   watchLimit(),
		Lost:    int(w.losses.Load()),
	}
	if p := w.polled.Load(); p != nil {
		s.Polled = slices.Sorted(slices.Values(*p))
	}
	return s
}

// Close ends all watches and goroutines and closes Batches; what was not received is
// dropped. If a file-system call hangs it returns an error after closeWait, and its
// goroutine ends with that call. Later calls return the same.
func (w *Watcher) Close() error {
	w.close.Do(func() {
		close(w.done)
		shut := make(chan struct{})
		go func() {
			w.closeBackend()
			<-w.ended
			close(shut)
		}()
		limit := time.NewTimer(closeWait)
		defer limit.Stop()
		select {
		case <-shut:
			w.fault = w.closeErr
		case <-limit.C:
			w.fault = errors.New("close watcher: a file-system call does not return; is a mount dead?")
		}
	})
	return w.fault
}
