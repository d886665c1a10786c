package state

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/venvd/venvd/venvcore"
)

// choiceEntry is a choice as it is stored.
type choiceEntry struct {
	Scope   text           `json:"scope"`
	ScopeID string         `json:"scopeId,omitzero"`
	Mode    string         `json:"mode"`
	ID      string         `json:"id,omitzero"`
	Prefix  text           `json:"prefix,omitzero"`
	Since   int64          `json:"since"`
	Rest    jsontext.Value `json:",embed"`
}

func choices() table[choiceEntry, venvcore.Choice] {
	return table[choiceEntry, venvcore.Choice]{
		name: choicesName,
		value: func(e choiceEntry) venvcore.Choice {
			return venvcore.Choice{
				Scope: string(e.Scope), ScopeID: venvcore.Identity(e.ScopeID), Mode: venvcore.ChoiceMode(e.Mode),
				ID: e.ID, Prefix: string(e.Prefix), Since: e.Since,
			}
		},
		valid: func(e choiceEntry) string {
			mode := venvcore.ChoiceMode(e.Mode)
			switch {
			case !filepath.IsAbs(string(e.Scope)):
				return fmt.Sprintf("scope %q is not an absolute path", e.Scope)
			case mode != venvcore.ChooseEnvironment && mode != venvcore.ChooseNone:
				return fmt.Sprintf("mode %q is neither %q nor %q", e.Mode, venvcore.ChooseEnvironment, venvcore.ChooseNone)
			case mode == venvcore.ChooseEnvironment && e.ID == "" && e.Prefix == "":
				return "an environment is chosen and neither its id nor its prefix is there"
			}
			return ""
		},
		key: func(e choiceEntry) string { return string(e.Scope) },
		id:  func(e choiceEntry) string { return e.ScopeID },
	}
}

// SetChoice keeps what a person chose for c.Scope. It takes the place of an
// earlier choice for that path, and of one for the same directory under another
// path. When it returns nil the choice is on disk and in the view.
func (s *Store) SetChoice(ctx context.Context, c venvcore.Choice) error {
	return store(ctx, s, choices(), "the choice", choiceEntry{
		Scope: text(c.Scope), ScopeID: string(c.ScopeID), Mode: string(c.Mode),
		ID: c.ID, Prefix: text(c.Prefix), Since: c.Since,
	})
}

// ClearChoice forgets what was chosen for scope: it is chosen by the rules
// again. That nothing was chosen is no error.
func (s *Store) ClearChoice(ctx context.Context, scope string) error {
	return forget(ctx, s, choices(), scope)
}
