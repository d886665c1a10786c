package discover

import (
	"slices"
	"strings"
)

// shelf is a directory with those of some names that are in it.
type shelf struct {
	dir   string
	names []string // as they are on disk
}

// shelf looks for several names in a directory by one listing. It is recorded as
// if each had been asked for by itself: what else comes and goes there is no
// reason to look again, and a home directory is never quiet.
func (l *Look) shelf(dir string, names ...string) shelf {
	s := shelf{dir: dir}
	if dir == "" {
		return s
	}
	at, entries, err := l.list(dir)
	l.fail(dir, err)
	if at == "" {
		return s
	}
	for _, name := range names {
		how := touchAbsent
		for _, e := range entries {
			if e.Name == name || l.World().Windows() && strings.EqualFold(e.Name, name) {
				how = touchEntry
				s.names = append(s.names, e.Name)
			}
		}
		l.touch(l.World().Join(at, name), how)
	}
	return s
}

func (s shelf) has(name string) bool { return slices.Contains(s.names, name) }
