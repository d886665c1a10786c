package state

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
	"go.uber.org/zap"
)

// errLimit is the cause of a wait that took LockLimit.
var errLimit = errors.New("the lock was not free in time")

// locked calls change while this process, and no other goroutine, has the lock
// file. It fails with a [BusyError], with the error of ctx, with an [IOError],
// or as change does.
func (s *Store) locked(ctx context.Context, change func() error) error {
	if err := s.prepare(); err != nil {
		return err
	}
	limited, cancel := context.WithTimeoutCause(ctx, LockLimit, errLimit)
	defer cancel()
	lock, err := s.acquire(limited)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return ctx.Err()
	case context.Cause(limited) == errLimit:
		return &BusyError{Lock: s.path(lockName)}
	default:
		return &IOError{Path: s.path(lockName), Err: err}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	err = change()
	// Also after a failure: what others have stored was just as well there to be
	// read, and of a change of several files the first may be done.
	if _, _, again := s.refreshHeld(); again != nil {
		s.log.Warn("part of the stored state cannot be read", zap.Error(again))
	}
	return errors.Join(err, lock.Unlock())
}

// acquire waits for the lock. A lock on a file that was deleted meanwhile keeps
// nobody out, so it is tried again on the file that is there.
func (s *Store) acquire(ctx context.Context) (*flock.Flock, error) {
	for {
		lock := flock.New(s.path(lockName), flock.SetPermissions(fileMode))
		if _, err := lock.TryLockContext(ctx, lockRetry); err != nil {
			return nil, err
		}
		held, err := lock.Stat()
		if err != nil {
			return nil, errors.Join(err, lock.Unlock())
		}
		there, err := os.Stat(s.path(lockName))
		if err == nil && os.SameFile(held, there) {
			return lock, nil
		}
		if err := lock.Unlock(); err != nil {
			return nil, err
		}
	}
}

// sweepTemporary removes what a writer that was killed has left. Under the lock
// no writer of this directory is alive; when the lock is not free at once the
// next start does it.
func (s *Store) sweepTemporary() {
	lock := flock.New(s.path(lockName), flock.SetPermissions(fileMode))
	if ok, err := lock.TryLock(); err != nil || !ok {
		s.log.Debug("temporary state files were not looked for", zap.Error(err))
		return
	}
	for _, dir := range []string{s.dir, s.path(daemonsName), s.path(cacheName)} {
		left, err := filepath.Glob(filepath.Join(dir, ".*.json*"))
		if err != nil {
			s.log.Debug("temporary state files cannot be listed", zap.Error(err))
		}
		for _, path := range left {
			if name := filepath.Base(path); isTemporary(name) {
				if err := os.Remove(path); err != nil {
					s.log.Debug("a temporary state file cannot be removed", zap.Error(err))
				}
			}
		}
	}
	if err := lock.Unlock(); err != nil {
		s.log.Warn("the lock of the state directory cannot be released", zap.Error(err))
	}
}

// isTemporary reports whether a name is one that replaceFile gives: a dot, the
// name of the file, digits.
func isTemporary(name string) bool {
	rest, ok := strings.CutPrefix(name, ".")
	_, digits, found := strings.Cut(rest, ".json")
	return ok && found && digits != "" && strings.Trim(digits, "0123456789") == ""
}
