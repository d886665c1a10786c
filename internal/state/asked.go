package state

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"go.uber.org/zap"

	"github.com/venvd/venvd/venvcore"
)

// askedEntry is what became of asking one interpreter, as it is stored. It is
// good for the file of just that size and time, so nobody has to remove it.
type askedEntry struct {
	Path           text   `json:"path"`
	Dev            uint64 `json:"dev,omitzero"`
	Ino            uint64 `json:"ino,omitzero"`
	Size           int64  `json:"size"`
	MTime          int64  `json:"mtimeNs"`
	Version        string `json:"version,omitzero"`
	Implementation string `json:"implementation,omitzero"`
	Machine        string `json:"machine,omitzero"`
	FreeThreaded   bool   `json:"freeThreaded,omitzero"`
	Failure        text   `json:"failure,omitzero"`
	At             int64  `json:"at"`
}

func (e askedEntry) value() venvcore.Asked {
	return venvcore.Asked{
		File:    venvcore.File{Path: string(e.Path), Dev: e.Dev, Ino: e.Ino, Size: e.Size, MTime: e.MTime},
		Version: e.Version, Implementation: e.Implementation, Machine: e.Machine, FreeThreaded: e.FreeThreaded,
		Failure: string(e.Failure), At: e.At,
	}
}

func entryOf(a venvcore.Asked) askedEntry {
	return askedEntry{
		Path: text(a.File.Path), Dev: a.File.Dev, Ino: a.File.Ino, Size: a.File.Size, MTime: a.File.MTime,
		Version: a.Version, Implementation: a.Implementation, Machine: a.Machine, FreeThreaded: a.FreeThreaded,
		Failure: text(a.Failure), At: a.At,
	}
}

// valid reports whether an entry says anything at all.
func (e askedEntry) valid() bool {
	full := e.Version != "" && venvcore.Minor(e.Version) != "" && venvcore.IsFull(e.Version)
	return filepath.IsAbs(string(e.Path)) && full != (e.Failure != "")
}

// Asked gives what became of asking interpreters for their version. It is a cache
// and no memory: what cannot be read, or is of another version, is taken as
// empty, and it lies in a directory of its own, so that nobody who watches the
// state directory is told of it.
func (s *Store) Asked() []venvcore.Asked {
	known, err := s.readAsked()
	if err != nil {
		s.warn(s.askedPath(), "what interpreters have said cannot be read; they are asked again", err)
	}
	out := make([]venvcore.Asked, len(known))
	for i, e := range known {
		out[i] = e.value()
	}
	return out
}

// KeepAsked keeps what became of asking one interpreter, in place of what was
// kept for its file before. The latest maxAsked are kept.
func (s *Store) KeepAsked(ctx context.Context, a venvcore.Asked) error {
	e := entryOf(a)
	if !e.valid() {
		return fmt.Errorf("the answer of %s cannot be stored: %w", a.File.Path, ErrInvalid)
	}
	return s.locked(ctx, func() error {
		known, err := s.readAsked()
		var newer *NewerError
		if errors.As(err, &newer) {
			return err
		}
		if err != nil {
			s.log.Info("what interpreters have said before is written anew", zap.Error(err))
		}
		known = append(slices.DeleteFunc(known, func(o askedEntry) bool { return o.Path == e.Path }), e)
		slices.SortStableFunc(known, func(a, b askedEntry) int { return cmp.Compare(b.At, a.At) })
		known = known[:min(len(known), maxAsked)]
		slices.SortFunc(known, func(a, b askedEntry) int { return cmp.Compare(a.Path, b.Path) })
		return s.writeAsked(known)
	})
}

func (s *Store) askedPath() string { return filepath.Join(s.path(cacheName), askedName) }

// readAsked gives the entries that mean something.
func (s *Store) readAsked() ([]askedEntry, error) {
	d, _, err := readDocument(s.askedPath())
	if err != nil {
		return nil, err
	}
	if d.Version != formatVersion {
		return nil, &NewerError{File: s.askedPath(), Version: d.Version}
	}
	var out []askedEntry
	for _, raw := range d.Entries {
		var e askedEntry
		if json.Unmarshal(raw, &e) == nil && e.valid() {
			out = append(out, e) // the others are forgotten at the next write
		}
	}
	return out, nil
}

func (s *Store) writeAsked(list []askedEntry) error {
	d := document{Version: formatVersion, Entries: make([]jsontext.Value, len(list))}
	for i, e := range list {
		raw, err := json.Marshal(e)
		if err != nil {
			return err
		}
		d.Entries[i] = raw
	}
	data, err := d.encode()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(s.path(cacheName), dirMode); err != nil {
		return &IOError{Path: s.path(cacheName), Err: err}
	}
	if err := s.replace(s.askedPath(), data); err != nil {
		return &IOError{Path: s.askedPath(), Err: err}
	}
	return nil
}
