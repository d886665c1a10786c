//go:build !linux

package fileid

// Held is a directory that is held by an open handle. There is none on this
// system yet.
type Held struct{}

// Hold gives ErrNotHeld on this system.
func Hold(string) (*Held, error) { return nil, ErrNotHeld }

// Where is never called, for nothing is held.
func (*Held) Where() (path string, moved bool, err error) { return "", false, ErrNotHeld }

// Close does nothing.
func (*Held) Close() error { return nil }
