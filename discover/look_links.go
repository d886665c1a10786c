package discover

import (
	"io/fs"
	"syscall"
)

// dirFact is what a directory's path leads to, kept for the length of a scan.
type dirFact struct {
	real string
	via  record // the links that were followed, or what was absent
	err  error
}

// locate gives path with its directory part resolved and its last part as it
// is, and records every link on the way.
func (l *Look) locate(path string, hops *int) (string, error) {
	path = l.clean(path)
	dir := l.World().Dir(path)
	if dir == path {
		return path, nil // a root
	}
	d := l.directory(dir, hops)
	l.replay(d)
	if d.err != nil {
		return "", d.err
	}
	return l.World().Join(d.real, l.World().Base(path)), nil
}

// replay records what a remembered directory was resolved by.
func (l *Look) replay(d dirFact) {
	for _, t := range d.via {
		if l.mode == silent || l.mode == weak && t.how == touchEntry {
			t.how = touchQuiet
		}
		l.log.touches = append(l.log.touches, t)
	}
}

// directory resolves the path of a directory, one part after the other; the
// answer is remembered for all of the scan.
func (l *Look) directory(dir string, hops *int) dirFact {
	if d, ok := l.known(dir); ok {
		return d
	}
	d := l.resolve(dir, hops)
	if !isTransient(d.err) {
		l.learn(dir, d)
	}
	return d
}

func (l *Look) resolve(dir string, hops *int) dirFact {
	w := l.World()
	up := w.Dir(dir)
	if up == dir {
		return dirFact{real: dir}
	}
	d := l.directory(up, hops)
	if d.err != nil {
		return d
	}
	at := w.Join(d.real, w.Base(dir))
	// The identities of directories are needed where a link is followed or
	// something is absent, and that is not known before: see entry.
	info, err := guarded(l, at, w.lstat)
	if err == nil && info.IsDir() {
		return dirFact{real: at, via: d.via}
	}
	l.pass.watchID(l, w.Dir(at))
	if info, err = guarded(l, at, w.lstat); err != nil {
		how := touchEntry
		if absent(err) {
			how = touchAbsent
		}
		return dirFact{err: err, via: with(d.via, touch{at, how})}
	}
	return l.through(dir, at, info, with(d.via, touch{at, touchEntry}), hops)
}

// through goes on from a part of the path that is no directory: a link is
// followed, anything else ends there.
func (l *Look) through(dir, at string, info Info, via record, hops *int) dirFact {
	if info.IsDir() {
		return dirFact{real: at, via: via}
	}
	if !info.IsLink() {
		return dirFact{err: &fs.PathError{Op: "lstat", Path: dir, Err: syscall.ENOTDIR}, via: via}
	}
	target, err := l.hop(at, hops)
	if err != nil {
		return dirFact{err: err, via: via}
	}
	d := l.directory(target, hops)
	d.via = with(via, d.via...)
	return d
}

// hop reads the link at a located path and gives what it says, absolute.
func (l *Look) hop(at string, hops *int) (string, error) {
	if *hops++; *hops > maxHops {
		return "", linkLoop(at)
	}
	target, err := guarded(l, at, l.World().readlink)
	if err != nil {
		return "", err
	}
	return l.World().Abs(l.World().Dir(at), target), nil
}

// follow resolves every link of path and tells about what is there.
func (l *Look) follow(path string, hops *int) (string, Info, error) {
	for {
		at, err := l.locate(path, hops)
		if err != nil {
			return "", Info{}, err
		}
		info, err := entry(l, at, l.World().lstat)
		if err != nil {
			return "", Info{}, err
		}
		if !info.IsLink() {
			if info.IsDir() && at == l.clean(path) {
				l.learn(at, dirFact{real: at})
			}
			return at, info, nil
		}
		if path, err = l.hop(at, hops); err != nil {
			return "", Info{}, err
		}
	}
}

// with appends to a copy: the record of the directory above is shared.
func with(r record, more ...touch) record {
	return append(r[:len(r):len(r)], more...)
}
