package discover

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// start is how an environment starts: the interpreter in it and the base that
// this leads to. The links are the truth; what pyvenv.cfg says of the base
// counts only where there is no link to follow.
type start struct {
	path    string // the interpreter in the environment; empty when it has none
	entry   Info   // of path itself
	aliases []string
	link    venvcore.Link
	fault   baseFault // what is wrong with a copied interpreter
	kind    program   // of a copied interpreter
	arch    string    // of a copied interpreter
	misfit  bool      // a copied interpreter is built for a processor that this machine does not run
	err     error     // why path could not be looked at
	named   string    // what the links, or else pyvenv.cfg, name as the base
	base    *base     // nil when nothing names one
}

// readStart finds out how the environment in dir starts.
func readStart(l *Look, dir string, m *marks) start {
	s := start{}
	w := l.World()
	names := m.interpreters()
	if len(names) == 0 {
		return s
	}
	s.path = w.Join(m.bin, names[0])
	for _, n := range names[1:] {
		s.aliases = append(s.aliases, w.Join(m.bin, n))
	}
	slices.Sort(s.aliases)
	if s.entry, s.err = l.Lstat(s.path); s.err != nil {
		return s
	}
	end, info, err := s.followInside(l, m)
	if err != nil {
		s.err = err
		return s
	}
	if !info.IsLink() && (m.legacy != nil || w.Dir(end) == m.bin) {
		s.copied(l, m, end, info)
		return s
	}
	s.link, s.named = venvcore.LinkSymlink, end
	s.base = l.base(end)
	return s
}

// followInside follows the links within bin (python -> python3 -> …) and gives
// the first path that leads out of it, with an Info that says it is a link; or
// the file in bin that they end at.
func (s *start) followInside(l *Look, m *marks) (string, Info, error) {
	w := l.World()
	path, info := s.path, s.entry
	for range maxHops {
		if !info.IsLink() {
			return path, info, nil
		}
		target, err := l.Readlink(path)
		if err != nil {
			return path, info, err
		}
		if strings.Contains(target, "..") {
			// What it means depends on where bin really is.
			return path, info, nil
		}
		next := w.Abs(m.bin, target)
		if w.Dir(next) != m.bin {
			return next, info, nil
		}
		path = next
		if info, err = l.Lstat(path); err != nil {
			return path, Info{Mode: fs.ModeSymlink}, nil // dangling: the base is not there
		}
	}
	return path, info, &fs.PathError{Op: "readlink", Path: s.path, Err: ErrLoop}
}

// copied looks at an interpreter that is a file of the environment's own. Its
// base is where pyvenv.cfg's home is: the launchers of Windows and the copies
// of other systems look for their libraries there.
func (s *start) copied(l *Look, m *marks, file string, info Info) {
	s.link = venvcore.LinkCopy
	head, err := l.ReadHead(file, headerSize)
	if err != nil {
		s.err = err
		return
	}
	s.kind, s.arch = readHeader(head)
	s.misfit = misfit(l, s.kind, s.arch, head)
	s.fault = programFault(l.World(), s.kind)
	if s.fault == baseGood && !l.World().Windows() && info.Mode&0o111 == 0 {
		s.fault = baseNoExec
	}
	s.named, s.base = homeBase(l, m)
}
