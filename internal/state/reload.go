package state

import (
	"context"
	"errors"
	"slices"
)

// Reload reads the files again and reports whether anything is different. What
// cannot be read keeps the value it had, and is in the error.
func (s *Store) Reload(ctx context.Context) (changed bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	damaged, changed, err := s.refresh()
	if len(damaged) == 0 {
		return changed, err
	}
	// Moving a file aside is a change like any other: under the lock, and only
	// when it is still damaged then.
	moved := s.locked(ctx, func() error {
		errs := make([]error, 0, len(damaged))
		for _, name := range damaged {
			_, _, err := s.readOrSetAside(name)
			errs = append(errs, err)
		}
		return errors.Join(errs...)
	})
	_, again, err2 := s.refresh()
	return changed || again, errors.Join(err, moved, err2)
}

// refresh makes a new view from the files and names those that are damaged.
func (s *Store) refresh() (damaged []string, changed bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refreshHeld()
}

// refreshHeld is refresh for a caller that holds mu.
func (s *Store) refreshHeld() (damaged []string, changed bool, err error) {
	old := s.view.Load()
	next := &View{Stamp: old.Stamp}
	var errs []error
	failed := func(name string, err error) {
		var d *damage
		switch {
		case errors.As(err, &d):
			damaged = append(damaged, name)
		case err != nil:
			errs = append(errs, err)
		}
	}
	next.Choices, err = values(s, choices(), old.Choices)
	failed(choicesName, err)
	next.Trust, err = values(s, trusts(), old.Trust)
	failed(trustName, err)
	next.Followed, err = values(s, followeds(), old.Followed)
	failed(followedName, err)
	return damaged, s.publish(next), errors.Join(errs...)
}

// publish makes next the view if it differs. The caller holds mu.
func (s *Store) publish(next *View) bool {
	old := s.view.Load()
	if slices.Equal(old.Choices, next.Choices) && slices.Equal(old.Trust, next.Trust) && slices.Equal(old.Followed, next.Followed) {
		return false
	}
	next.Stamp = old.Stamp + 1
	s.view.Store(next)
	return true
}
