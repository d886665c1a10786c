package state

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/adrg/xdg"
	"go.uber.org/zap"

	"github.com/venvd/venvd/venvcore"
)

// View is all that is stored, as it was at one moment. It is never changed
// after it was handed out.
type View struct {
	// Stamp grows by every change of what follows, whoever made it. Stamps of
	// two processes have nothing in common.
	Stamp    uint64
	Choices  []venvcore.Choice     // by scope
	Trust    []venvcore.Trust      // by directory
	Followed []venvcore.Remembered // by scope
}

// Store is the state directory. Its methods may be called from any goroutine.
type Store struct {
	dir string
	log *zap.Logger
	now func() time.Time
	// replace writes a whole file in one step; tests put a full disk here.
	replace func(path string, data []byte) error

	view atomic.Pointer[View]

	// mu is held while files are read or written and the view is made from them,
	// so that the view never goes back in time. Nobody waits for the lock file
	// while holding it.
	mu sync.Mutex

	warnedMu sync.Mutex
	warned   map[string]bool // what was said already
}

// DefaultDir gives the directory that all daemons of this person share, by the
// XDG base directory specification: $XDG_STATE_HOME/venvd, by default
// ~/.local/state/venvd; on macOS and Windows where those systems keep such
// things. The environment is that in which the process was started.
func DefaultDir() string {
	return filepath.Join(xdg.StateHome, "venvd")
}

// Open reads what is stored in dir, which is made when it is absent. It fails
// only when dir is not absolute: what cannot be read is logged and taken as
// empty, what cannot be written is the error of the change that needs it.
func Open(dir string, log *zap.Logger) (*Store, error) {
	if !filepath.IsAbs(dir) {
		return nil, fmt.Errorf("state directory %q is not absolute: %w", dir, ErrInvalid)
	}
	if log == nil {
		log = zap.NewNop()
	}
	s := &Store{dir: filepath.Clean(dir), log: log, now: time.Now, replace: replaceFile, warned: map[string]bool{}}
	s.view.Store(&View{})
	if err := s.prepare(); err != nil {
		s.log.Warn("the state directory cannot be made: what is chosen or trusted will not be kept", zap.Error(err))
		return s, nil
	}
	s.sweepTemporary()
	if _, err := s.Reload(context.Background()); err != nil {
		s.log.Warn("part of the stored state cannot be read", zap.Error(err))
	}
	return s, nil
}

// Dir gives the state directory.
func (s *Store) Dir() string { return s.dir }

// Files gives the paths whose change by another process means that [Store.Reload]
// is due. They are replaced by rename, so it is their directory that must be
// watched; they may be absent.
func (s *Store) Files() []string {
	return []string{s.path(choicesName), s.path(trustName), s.path(followedName)}
}

// View gives what is stored, without touching the disk.
func (s *Store) View() *View { return s.view.Load() }

// Choices gives the stored choices by scope, and the stamp of the view they
// are of.
func (s *Store) Choices() ([]venvcore.Choice, uint64) {
	v := s.View()
	return slices.Clone(v.Choices), v.Stamp
}

// Trust gives the stored answers by directory.
func (s *Store) Trust() []venvcore.Trust { return slices.Clone(s.View().Trust) }

// Followed gives the remembered environments by scope.
func (s *Store) Followed() []venvcore.Remembered { return slices.Clone(s.View().Followed) }

// prepare makes the directory and closes it to others: who can write it could
// give trust.
func (s *Store) prepare() error {
	if err := os.MkdirAll(s.dir, dirMode); err != nil {
		return &IOError{Path: s.dir, Err: err}
	}
	if err := closeToOthers(s.dir); err != nil {
		s.warn(s.dir, "others may be able to read or write the state directory", err)
	}
	return nil
}

func (s *Store) path(name string) string { return filepath.Join(s.dir, name) }

// warn logs the same text once: files are read again at every change of any.
func (s *Store) warn(path, what string, err error) {
	text := fmt.Sprintf("%s: %s: %v", path, what, err)
	s.warnedMu.Lock()
	defer s.warnedMu.Unlock()
	if s.warned[text] {
		return
	}
	if len(s.warned) >= maxWarned {
		clear(s.warned)
	}
	s.warned[text] = true
	s.log.Warn(what, zap.String("path", path), zap.Error(err))
}
