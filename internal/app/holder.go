package app

import (
	"sync"

	"github.com/venvd/venvd/discover"
)

// maxHeld bounds the handles that are kept open.
const maxHeld = 512

// holder keeps opened folders by open handles, so that one which is renamed is
// found again, wherever it is.
type holder struct {
	world *discover.World
	mu    sync.Mutex
	held  map[string]*held // by the path at which they were held
}

// held is one handle. Its lock is its own: asking where it is may hang on a dead
// mount, and must hold up nobody else.
type held struct {
	mu  sync.Mutex
	dir *discover.Held // nil: it was let go
}

func newHolder(w *discover.World) *holder { return &holder{world: w, held: map[string]*held{}} }

// where gives the path of the folder that was held at path, when it has another
// one now; empty when it has not, or nobody knows.
func (h *holder) where(path string) string {
	h.mu.Lock()
	e := h.held[path]
	h.mu.Unlock()
	if e == nil {
		return ""
	}
	now, gone := e.where()
	if gone {
		h.drop(path) // it was removed: what is made at its path is another one
	}
	return now
}

func (e *held) where() (now string, gone bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.dir == nil {
		return "", false
	}
	path, moved, err := e.dir.Where()
	if err != nil || !moved {
		return "", err != nil
	}
	return path, false
}

// hold follows the folder at path from now on, where that is possible. Where it
// is not, the folder is followed by what is seen at its path.
func (h *holder) hold(path string) {
	h.mu.Lock()
	_, known := h.held[path]
	full := len(h.held) >= maxHeld
	if !known && !full {
		h.held[path] = &held{}
	}
	e := h.held[path]
	h.mu.Unlock()
	if known || full {
		return
	}
	dir, err := h.world.Hold(path)
	if err != nil {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.dir = dir
}

// drop lets go of what was held at path.
func (h *holder) drop(path string) {
	h.mu.Lock()
	e := h.held[path]
	delete(h.held, path)
	h.mu.Unlock()
	if e == nil {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.dir != nil {
		e.dir.Close() //nolint:errcheck // of a handle that only names a directory
		e.dir = nil
	}
}
