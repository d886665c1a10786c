package state

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/venvd/venvd/venvcore"
)

// followedEntry is a remembered environment as it is stored.
type followedEntry struct {
	Scope   text           `json:"scope"`
	ScopeID string         `json:"scopeId,omitzero"`
	ID      string         `json:"id"`
	Prefix  text           `json:"prefix,omitzero"`
	Day     int64          `json:"day,omitzero"` // about when it last held, in days since 1970
	Rest    jsontext.Value `json:",embed"`
}

func followeds() table[followedEntry, venvcore.Remembered] {
	return table[followedEntry, venvcore.Remembered]{
		name: followedName,
		value: func(e followedEntry) venvcore.Remembered {
			return venvcore.Remembered{
				Scope: string(e.Scope), ScopeID: venvcore.Identity(e.ScopeID), ID: e.ID, Prefix: string(e.Prefix),
			}
		},
		valid: func(e followedEntry) string {
			switch {
			case !filepath.IsAbs(string(e.Scope)):
				return fmt.Sprintf("scope %q is not an absolute path", e.Scope)
			case e.ID == "":
				return "the id of the environment is empty"
			}
			return ""
		},
		key: func(e followedEntry) string { return string(e.Scope) },
		id:  func(e followedEntry) string { return e.ScopeID },
	}
}

// same reports whether an entry says what is stored already; its day need not be
// exact.
func (e followedEntry) same(o followedEntry) bool {
	return e.Scope == o.Scope && e.ScopeID == o.ScopeID && e.ID == o.ID && e.Prefix == o.Prefix && e.Day-o.Day < dayStep
}

// latest gives the entries that held last, as many as are kept.
func latest(es []followedEntry) []followedEntry {
	if len(es) > maxFollowed {
		slices.SortStableFunc(es, func(a, b followedEntry) int { return cmp.Compare(b.Day, a.Day) })
		es = es[:maxFollowed]
	}
	return es
}

// SetFollowed remembers environments, one for each scope, in one write, and of all
// only the latest maxFollowed. A Remembered without an ID forgets that of its scope.
// Remembering what is remembered already writes nothing.
func (s *Store) SetFollowed(ctx context.Context, rs ...venvcore.Remembered) error {
	t, today := followeds(), time.Now().Unix()/86400
	var entries []followedEntry
	for _, r := range rs {
		e := followedEntry{Scope: text(r.Scope), ScopeID: string(r.ScopeID), ID: r.ID, Prefix: text(r.Prefix), Day: today}
		if why := t.valid(e); r.ID != "" && why != "" {
			return fmt.Errorf("what is followed cannot be stored, because %s: %w", why, ErrInvalid)
		}
		entries = append(entries, e)
	}
	return update(ctx, s, t, func(es []followedEntry) []followedEntry {
		for _, n := range entries {
			if slices.ContainsFunc(es, n.same) {
				continue
			}
			if es = t.without(es, n); n.ID != "" {
				es = append(es, n)
			}
		}
		return latest(es)
	})
}
