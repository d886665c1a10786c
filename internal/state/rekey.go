package state

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// Move is a directory that was seen to be renamed.
type Move struct {
	From, To string
	// ID is the identity of the directory; empty when it is unknown. With it
	// the move is right also when another daemon has made it already, or when
	// two directories have changed places. What lies below From and has no move
	// of its own goes by its path alone, so name the known projects below too.
	ID venvcore.Identity
}

// Rekey follows renamed directories: whatever is stored for one, or for
// something below it, is stored for its new path, trust included. An entry
// whose identity a move names goes with that move, and never with another.
// Moves of one call happen at once. Files that were changed before an error
// stay changed: repeating the call does the rest.
func (s *Store) Rekey(ctx context.Context, moves ...Move) error {
	if len(moves) == 0 {
		return nil
	}
	return s.locked(ctx, func() error {
		return errors.Join(
			updateHeld(s, choices(), func(es []choiceEntry) []choiceEntry {
				for i := range es {
					e := &es[i]
					e.Scope, e.Prefix = movedWith(moves, e.Scope, e.ScopeID, e.Prefix)
				}
				return es
			}),
			updateHeld(s, trusts(), func(es []trustEntry) []trustEntry {
				for i := range es {
					es[i].Dir = moved(moves, es[i].Dir, es[i].ID)
				}
				return es
			}),
			updateHeld(s, followeds(), func(es []followedEntry) []followedEntry {
				for i := range es {
					e := &es[i]
					e.Scope, e.Prefix = movedWith(moves, e.Scope, e.ScopeID, e.Prefix)
				}
				return es
			}))
	})
}

// movedWith gives where a scope and the environment that belongs to it are after
// the moves. An environment inside its scope goes where the scope goes.
func movedWith(moves []Move, scope text, id string, prefix text) (newScope, newPrefix text) {
	newScope = moved(moves, scope, id)
	if rest, inside := cutDir(string(scope), string(prefix)); inside {
		return newScope, text(filepath.Join(string(newScope), rest))
	}
	return newScope, moved(moves, prefix, "")
}

// moved gives where a path is after the moves. The nearest moved directory
// above it counts.
func moved(moves []Move, path text, id string) text {
	var best *Move
	for i := range moves {
		m := &moves[i]
		if m.ID != "" && string(m.ID) == id {
			return text(m.To)
		}
		rest, below := cutDir(m.From, string(path))
		// At the very place of a move stands another directory than the moved one.
		other := rest == "" && m.ID != "" && id != ""
		if below && !other && (best == nil || len(m.From) > len(best.From)) {
			best = m
		}
	}
	if best == nil {
		return path
	}
	rest, _ := cutDir(best.From, string(path))
	return text(filepath.Join(best.To, rest))
}

// cutDir gives what path has below dir, and whether it is dir or lies below.
func cutDir(dir, path string) (rest string, ok bool) {
	if dir == "" || len(path) < len(dir) || !samePath(dir, path[:len(dir)]) {
		return "", false
	}
	rest = path[len(dir):]
	if rest == "" || strings.HasSuffix(dir, string(filepath.Separator)) {
		return rest, true
	}
	return rest[1:], rest[0] == filepath.Separator
}

// samePath compares as the system does by default: Windows knows no case. A
// macOS volume may or may not; there spellings are those of the directory, so
// they agree.
func samePath(a, b string) bool {
	if runtime.GOOS == "windows" {
		return strings.EqualFold(a, b)
	}
	return a == b
}
