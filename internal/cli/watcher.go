package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"go.uber.org/zap"

	"github.com/venvd/venvd/internal/watching"
	"github.com/venvd/venvd/internal/wire"
	"github.com/venvd/venvd/watcher"
)

// daemonWatcher is the daemon's watcher with the directory of its own that it needs.
type daemonWatcher struct {
	*watching.Adapter
	cookies string
}

// newDaemonWatcher starts a watcher with a directory of its own for the files by
// which it knows how far it has read.
func newDaemonWatcher(stateDir string, log *zap.Logger) (*daemonWatcher, error) {
	cookies, err := cookieDir(stateDir)
	if err != nil {
		return nil, err
	}
	w, err := watcher.New(watcher.Options{Log: log, CookieDir: cookies})
	if err != nil {
		os.RemoveAll(cookies)
		return nil, fmt.Errorf("watching is not possible: %w", err)
	}
	return &daemonWatcher{watching.New(w), cookies}, nil
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

// status gives the figures for venvd/status.
func (a *daemonWatcher) status() wire.WatchStatus {
	s := a.Status()
	return wire.WatchStatus{Backend: s.Backend, Watches: s.Watches, Limit: s.Limit, Polled: s.Polled, Lost: s.Lost}
}

// close ends the watcher and removes its directory.
func (a *daemonWatcher) close(log *zap.Logger) {
	if err := a.Close(); err != nil {
		log.Warn("watching did not end", zap.Error(err))
	}
	if err := os.RemoveAll(a.cookies); err != nil {
		log.Warn("the watcher's directory was not removed", zap.Error(err))
	}
}
