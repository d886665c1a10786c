package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"go.uber.org/zap"

	"github.com/venvd/venvd/internal/wire"
	"github.com/venvd/venvd/venvcore"
	"github.com/venvd/venvd/venvcore/engine"
	"github.com/venvd/venvd/watcher"
)

// watching lets the engine speak to the watcher in its own terms.
type watching struct {
	w       *watcher.Watcher
	cookies string
	batches chan engine.Batch
	done    chan struct{}
}

// newWatching starts a watcher with a directory of its own for the files by
// which it knows how far it has read.
func newWatching(stateDir string, log *zap.Logger) (*watching, error) {
	cookies, err := cookieDir(stateDir)
	if err != nil {
		return nil, err
	}
	w, err := watcher.New(watcher.Options{Log: log, CookieDir: cookies})
	if err != nil {
		os.RemoveAll(cookies)
		return nil, fmt.Errorf("watching is not possible: %w", err)
	}
	a := &watching{w: w, cookies: cookies, batches: make(chan engine.Batch), done: make(chan struct{})}
	go a.pump()
	return a, nil
}

// cookieDir makes a directory that only this process uses: in the state
// directory, for that is on a local disk more often than the temporary one is.
func cookieDir(stateDir string) (string, error) {
	parent := filepath.Join(stateDir, "watch")
	if err := os.MkdirAll(parent, 0o700); err == nil {
		sweepCookies(parent)
		dir := filepath.Join(parent, strconv.Itoa(os.Getpid()))
		if err := os.Mkdir(dir, 0o700); err == nil || os.IsExist(err) {
			return dir, nil
		}
	}
	dir, err := os.MkdirTemp("", "venvd-watch-")
	if err != nil {
		return "", fmt.Errorf("no directory for the watcher can be made, neither in %s nor in the temporary one: %w", stateDir, err)
	}
	return dir, nil
}

// sweepCookies removes the directories of daemons that were killed.
func sweepCookies(parent string) {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return // it was made a moment ago; nothing in it is worth an error
	}
	for _, e := range entries {
		if pid, err := strconv.Atoi(e.Name()); err == nil && pid != os.Getpid() && !running(pid) {
			os.RemoveAll(filepath.Join(parent, e.Name())) //nolint:errcheck // the next daemon tries again
		}
	}
}

// pump converts batches one by one, so that the watcher gathers what happens
// while the engine is busy.
func (a *watching) pump() {
	defer close(a.batches)
	for b := range a.w.Batches() {
		out := engine.Batch{Changed: b.Changed, Moved: b.Moved, Dirs: b.Dirs, Lost: b.Lost, Synced: b.Synced}
		for _, arm := range b.Armed {
			out.Armed = append(out.Armed, engine.Armed{
				Path: arm.Path, Dir: arm.Dir, ID: venvcore.Identity(arm.ID), Err: arm.Err,
			})
		}
		select {
		case a.batches <- out:
		case <-a.done:
			return
		}
	}
}

func (a *watching) Want(paths []string) {
	wants := make([]watcher.Want, len(paths))
	for i, p := range paths {
		wants[i] = watcher.Want{Path: p}
	}
	a.w.Want(wants)
}

func (a *watching) Barrier(token uint64)         { a.w.Barrier(token) }
func (a *watching) Verify(prefixes ...string)    { a.w.Verify(prefixes...) }
func (a *watching) Batches() <-chan engine.Batch { return a.batches }

// status gives the figures for venvd/status.
func (a *watching) status() wire.WatchStatus {
	s := a.w.Status()
	return wire.WatchStatus{Backend: s.Backend, Watches: s.Watches, Limit: s.Limit, Polled: s.Polled, Lost: s.Lost}
}

// close ends the watcher and removes its directory.
func (a *watching) close(log *zap.Logger) {
	close(a.done)
	if err := a.w.Close(); err != nil {
		log.Warn("the watcher did not end in order", zap.Error(err))
	}
	if err := os.RemoveAll(a.cookies); err != nil {
		log.Warn("the watcher's directory was not removed", zap.Error(err))
	}
}
