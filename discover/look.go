package discover

import (
	"errors"
	"syscall"

	"github.com/venvd/venvd/venvcore"
)

// Look is a view of the World that records what one finding, or its absence,
// was decided by: every entry that was asked for, every directory that was
// listed, and the place of every link that was followed. So no recogniser
// lists what to watch, and none can forget.
//
// A Look belongs to one goroutine. Looks of one scan share what was resolved.
type Look struct {
	pass *pass
	log  *looked
	mode lookMode
}

// looked is what a Look and its weak views have in common.
type looked struct {
	notes
	gate *gate
	own  *own
}

// notes are what was written down.
type notes struct {
	touches record
	faults  []venvcore.Fault
	watch   []Watch  // beside what the touches ask for
	facts   []string // keys of the lasting facts
	// unwatched: something was asked that nobody tells changes of.
	unwatched bool
	unknown   []unknown
}

// take adds the notes of others.
func (n *notes) take(o notes) {
	n.touches = append(n.touches, o.touches...)
	n.faults = append(n.faults, o.faults...)
	n.watch = append(n.watch, o.watch...)
	n.facts = append(n.facts, o.facts...)
	n.unwatched = n.unwatched || o.unwatched
	n.unknown = append(n.unknown, o.unknown...)
}

// lookMode says which touches are worth a watch.
type lookMode uint8

const (
	strong lookMode = iota // all
	weak                   // what is absent
	silent                 // none: merely walked
)

// NewLook gives a view that starts with nothing known and nothing recorded.
func NewLook(w *World) *Look { return newPass(w, false, nil).look() }

// World gives the machine that is looked at, for its path functions.
func (l *Look) World() *World { return l.pass.world }

// Weak gives a view with the same record that does not ask for watches on what
// is present (lib, lib/pythonX.Y: they would cost too many), but does on what
// is absent.
func (l *Look) Weak() *Look { return l.as(weak) }

// quiet gives a view with the same record that asks for no watch at all.
func (l *Look) quiet() *Look { return l.as(silent) }

func (l *Look) as(m lookMode) *Look { return &Look{pass: l.pass, log: l.log, mode: max(l.mode, m)} }

// Fault reports what could not be looked at, beside the finding.
func (l *Look) Fault(f venvcore.Fault) { l.log.faults = append(l.log.faults, f) }

// fail reports err at path as a fault, but for what is merely absent.
func (l *Look) fail(path string, err error) {
	if err != nil && !absent(err) && !errors.Is(err, errAbandoned) {
		l.Fault(faultOf(path, err))
	}
}

// Lstat tells about path itself, a link included.
func (l *Look) Lstat(path string) (Info, error) {
	at, err := l.locate(path, new(int))
	if err != nil {
		return Info{}, err
	}
	return entry(l, at, l.World().lstat)
}

// Readlink gives what the link at path says, unresolved.
func (l *Look) Readlink(path string) (string, error) {
	at, err := l.locate(path, new(int))
	if err != nil {
		return "", err
	}
	return entry(l, at, l.World().readlink)
}

// Stat tells about what path leads to.
func (l *Look) Stat(path string) (Info, error) {
	_, info, err := l.follow(path, new(int))
	return info, err
}

// Real gives path with every link resolved; what it leads to must exist.
//
// Of a directory only the links on the way are recorded, for it is then
// listed or looked into, which is recorded by itself.
func (l *Look) Real(path string) (string, error) {
	d := l.directory(l.clean(path), new(int))
	if errors.Is(d.err, syscall.ENOTDIR) {
		at, _, err := l.follow(path, new(int))
		return at, err
	}
	l.replay(d)
	return d.real, d.err
}

// ReadFile reads a regular file of at most max bytes, links followed. It never
// waits on what is none: see ErrNotRegular and ErrTooLarge.
func (l *Look) ReadFile(path string, max int64) ([]byte, error) {
	f, err := l.read(path, max, false)
	return f.data, err
}

// ReadHead reads the first n bytes of a regular file of any size, fewer when
// it has fewer.
func (l *Look) ReadHead(path string, n int64) ([]byte, error) {
	f, err := l.read(path, n, true)
	return f.data, err
}

// read reads a file. It tells about the entry at path too, as Lstat does, where
// that costs nothing: not of a link, and not on every system.
func (l *Look) read(path string, max int64, head bool) (file, error) {
	hops := new(int)
	for linked := false; ; linked = true {
		at, err := l.locate(path, hops)
		if err != nil {
			return file{}, err
		}
		f, err := entry(l, at, func(p string) (file, error) { return l.World().readFile(p, max, head) })
		if !errors.Is(err, errLink) {
			if linked {
				f.info = Info{}
			}
			return f, err
		}
		if path, err = l.hop(at, hops); err != nil {
			return file{}, err
		}
	}
}

// ReadDir lists a directory, sorted by name. A listing that is cut or that
// breaks off gives what was read, and an error.
func (l *Look) ReadDir(path string) ([]Entry, error) {
	at, entries, err := l.list(path)
	switch {
	case at == "":
	case l.mode == strong:
		l.touch(at, touchListed)
	default:
		l.touch(at, touchWalked)
	}
	return entries, err
}

// list reads a directory for who decides from the names whether the listing is
// worth a watch, and records that itself. at is empty when there is no such
// directory to watch.
func (l *Look) list(path string) (at string, entries []Entry, err error) {
	if at, err = l.Real(path); err != nil {
		return "", nil, err
	}
	if l.mode == strong {
		l.pass.watchID(l, at)
	}
	entries, err = guarded(l, at, l.World().readDir)
	return at, entries, err
}

// Identity names the file or directory that path leads to for as long as it
// exists. It is empty only with an error.
func (l *Look) Identity(path string) (venvcore.Identity, error) {
	at, err := l.Real(path)
	if err != nil {
		return "", err
	}
	return l.pass.identity(l, at)
}
