package discover

import "fmt"

// ownership is the test that a program passes before it is run: nobody but the
// user and who administers the machine can change it, or put another in its
// place. It looks at the file and at every directory above it.
type ownership struct {
	world *World
	// entry says why somebody else may change what stands at a path; nil when
	// nobody may.
	entry func(path string, as entryRole) error
}

// entryRole is what an entry is to the program.
type entryRole uint8

const (
	// roleClosed: it is run or read, or is a directory in which nobody else may
	// even make an entry.
	roleClosed entryRole = iota
	// roleAbove: a directory on the way. Others may make entries of their own in
	// it, when they cannot touch those of others: a sticky one, such as /tmp.
	roleAbove
	// roleLink: a link that leads to it.
	roleLink
)

// check tests a file or a directory, of which no part is a link. closed are
// directories in which nobody else may even make an entry: an interpreter reads
// what lies beside it, such as a pyvenv.cfg or a library.
func (o *ownership) check(path string, closed ...string) error {
	if err := o.entry(path, roleClosed); err != nil {
		return err
	}
	for _, dir := range closed {
		if err := o.entry(dir, roleClosed); err != nil {
			return err
		}
	}
	return o.above(path)
}

// above tests every directory above a path.
func (o *ownership) above(path string) error {
	for dir := o.world.Dir(path); dir != path; path, dir = dir, o.world.Dir(dir) {
		if err := o.entry(dir, roleAbove); err != nil {
			return err
		}
	}
	return nil
}

// checkWay tests every link by which a path leads to what it names, and gives
// that: who can change one of them chooses what is run.
func (o *ownership) checkWay(path string) (string, error) {
	l := NewLook(o.world)
	end, _, err := l.follow(path, new(int))
	if err != nil {
		return "", err
	}
	for _, t := range l.log.touches {
		if t.path == end {
			continue // it is tested as what is run
		}
		if err := o.entry(t.path, roleLink); err != nil {
			return "", err
		}
		if err := o.above(t.path); err != nil {
			return "", err
		}
	}
	return end, nil
}

// ownerError says why something is not run, in words for the log.
func ownerError(path, format string, args ...any) error {
	return fmt.Errorf("%s %s", path, fmt.Sprintf(format, args...))
}
