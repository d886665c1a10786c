package discover

import (
	"errors"
	"io/fs"
)

// Registry is what discovery asks of the registry of Windows. A key is written
// with its hive: `HKCU\Software\Python`. The machine's hive has two views of one
// path, that of programs of 64 bits and that of those of 32: HKLM64 and HKLM32.
// The person's hive has one for both.
type Registry interface {
	// Keys gives the names of the keys directly below one. One that is absent is
	// an error like fs.ErrNotExist.
	Keys(key string) ([]string, error)
	// Value gives a text of a key; the empty name is its default.
	Value(key, name string) (string, error)
}

// registryKeys gives the names of the keys below one, none when it is absent.
// No watch is set on the registry: what was decided by it is looked at again by
// every scan of its root.
func (l *Look) registryKeys(key string) []string {
	r := l.World().Registry
	if r == nil {
		return nil
	}
	l.log.unwatched = true
	names, err := r.Keys(key)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		l.fail(key, err)
	}
	return names
}

// registryValue gives a text of a key, empty when there is none.
func (l *Look) registryValue(key, name string) string {
	r := l.World().Registry
	if r == nil {
		return ""
	}
	l.log.unwatched = true
	v, err := r.Value(key, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		l.fail(key, err)
	}
	return v
}
