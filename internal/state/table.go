package state

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// table says how the entries of one file, of type E, are read as values V of
// the vocabulary.
type table[E, V any] struct {
	name  string
	value func(E) V
	// valid says what is wrong with an entry that is well-formed and yet means
	// nothing; empty when it is right.
	valid func(E) string
	key   func(E) string // the path that it is about; entries are sorted by it
	id    func(E) string // the identity of the directory there; empty: unknown
}

// without gives the entries but those for the path and for the directory of e.
func (t table[E, V]) without(es []E, e E) []E {
	return slices.DeleteFunc(es, func(o E) bool {
		return t.key(o) == t.key(e) || t.id(o) != "" && t.id(o) == t.id(e)
	})
}

// store puts one entry into the file; what names it in an error.
func store[E, V any](ctx context.Context, s *Store, t table[E, V], what string, e E) error {
	if why := t.valid(e); why != "" {
		return fmt.Errorf("%s cannot be stored, because %s: %w", what, why, ErrInvalid)
	}
	return update(ctx, s, t, func(es []E) []E { return append(t.without(es, e), e) })
}

// forget takes the entry for a path out of the file. That there is none is no error.
func forget[E, V any](ctx context.Context, s *Store, t table[E, V], path string) error {
	return update(ctx, s, t, func(es []E) []E {
		return slices.DeleteFunc(es, func(e E) bool { return t.key(e) == path })
	})
}

// values reads a file without the lock. What cannot be read at all gives the
// values it had, with the error; a damaged file gives none.
func values[E, V any](s *Store, t table[E, V], old []V) ([]V, error) {
	d, _, err := readDocument(s.path(t.name))
	var bad *damage
	if errors.As(err, &bad) {
		return nil, err
	}
	if err != nil {
		return old, fmt.Errorf("the stored state in %s cannot be read: %w", s.path(t.name), err)
	}
	if d.Version > formatVersion {
		s.warn(s.path(t.name), "a state file can be read only", &NewerError{File: s.path(t.name), Version: d.Version})
	}
	entries, _ := decode(s, t, d)
	out := make([]V, len(entries))
	for i, e := range entries {
		out[i] = t.value(e)
	}
	return out, nil
}

// decode parts the entries that are understood from those that are kept as
// they are.
func decode[E, V any](s *Store, t table[E, V], d document) (known []E, strange []jsontext.Value) {
	for _, raw := range d.Entries {
		var e E
		err := json.Unmarshal(raw, &e)
		if why := t.valid(e); err == nil && why != "" {
			err = fmt.Errorf("%s: %w", why, ErrInvalid)
		}
		if err != nil {
			strange = append(strange, raw)
			s.warnOf(t.name, raw, err)
			continue
		}
		known = append(known, e)
	}
	return known, strange
}

// warnOf says that an entry is ignored, in one spelling however it is indented.
func (s *Store) warnOf(name string, entry jsontext.Value, why error) {
	entry = entry.Clone()
	if err := entry.Compact(); err != nil {
		why = errors.Join(why, err)
	}
	s.warn(s.path(name), "an entry of a state file is not understood; it is left there and ignored",
		fmt.Errorf("%.200s: %w", entry, why))
}

// update is a change of one file: under the lock, on what is stored now and not
// on what this process knew. Nothing is written when nothing changes. On any
// error nothing has changed, here or on disk.
func update[E, V any](ctx context.Context, s *Store, t table[E, V], change func([]E) []E) error {
	return s.locked(ctx, func() error { return updateHeld(s, t, change) })
}

// updateHeld is update for a caller that has the lock.
func updateHeld[E, V any](s *Store, t table[E, V], change func([]E) []E) error {
	d, before, err := s.readOrSetAside(t.name)
	if err != nil {
		return err
	}
	if d.Version > formatVersion {
		return &NewerError{File: s.path(t.name), Version: d.Version}
	}
	known, strange := decode(s, t, d)
	known = change(known)
	slices.SortStableFunc(known, func(a, b E) int { return cmp.Compare(t.key(a), t.key(b)) })
	d.Entries = make([]jsontext.Value, 0, len(known)+len(strange))
	for _, e := range known {
		raw, err := json.Marshal(e)
		if err != nil {
			return fmt.Errorf("an entry of %s cannot be written: %w", s.path(t.name), err)
		}
		d.Entries = append(d.Entries, raw)
	}
	d.Entries = append(d.Entries, strange...)
	after, err := d.encode()
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", s.path(t.name), err)
	}
	if len(known)+len(strange) == 0 && before == nil {
		return nil // nothing to keep, and no file that says otherwise
	}
	if !bytes.Equal(before, after) {
		if err := s.replace(s.path(t.name), after); err != nil {
			return &IOError{Path: s.path(t.name), Err: err}
		}
	}
	return nil
}
