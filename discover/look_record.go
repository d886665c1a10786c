package discover

import "io/fs"

// entry makes one call about one entry and records it. The identity of the
// directory is read before, so that a directory which is swapped in between
// is noticed by who watches it.
func entry[T any](l *Look, at string, f func(string) (T, error)) (T, error) {
	dir := l.World().Dir(at)
	if l.mode == strong {
		l.pass.watchID(l, dir)
	}
	v, err := guarded(l, at, f)
	if l.mode == weak && absent(err) {
		// Only now it is known that this one is to be watched: its directory's
		// identity must be older than the answer, so it is asked again.
		l.pass.watchID(l, dir)
		v, err = guarded(l, at, f)
	}
	l.touchResult(at, err)
	return v, err
}

// touchResult records an entry by what the call about it answered.
func (l *Look) touchResult(at string, err error) {
	switch {
	case l.mode == silent:
		l.touch(at, touchQuiet)
	case absent(err):
		l.touch(at, touchAbsent)
	case l.mode == weak:
		l.touch(at, touchQuiet)
	default:
		l.touch(at, touchEntry)
	}
}

func (l *Look) touch(path string, how touchKind) {
	l.log.touches = append(l.log.touches, touch{path, how})
}

// clean makes a path absolute: everything that discovery looks at is, but a
// person's own input may not be.
func (l *Look) clean(path string) string {
	return l.World().Abs(l.World().Cwd, path)
}

func linkLoop(path string) error {
	return &fs.PathError{Op: "follow", Path: path, Err: ErrLoop}
}
