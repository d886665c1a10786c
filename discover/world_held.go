package discover

import (
	"strings"

	"github.com/venvd/venvd/internal/fileid"
)

// Held is a directory that is followed by an open handle.
type Held struct {
	held   *fileid.Held
	prefix string
}

// Hold follows a directory wherever it is moved to on its file system. It fails
// with fileid.ErrNotHeld for those that must not be held open.
func (w *World) Hold(dir string) (*Held, error) {
	h, err := fileid.Hold(w.host(dir))
	if err != nil {
		return nil, err
	}
	return &Held{h, w.Prefix}, nil
}

// Where gives the path that the directory has now, and whether that is another
// one than before. It is an error for one that was removed.
func (h *Held) Where() (path string, moved bool, err error) {
	path, moved, err = h.held.Where()
	return strings.TrimPrefix(path, h.prefix), moved, err
}

// Close lets the directory go.
func (h *Held) Close() error { return h.held.Close() }
