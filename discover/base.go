package discover

import (
	"io/fs"

	"github.com/venvd/venvd/venvcore"
)

// base is what is known of one base installation from its files, and does not
// change; see Look.base.
type base struct {
	path string // as it was asked for
	real string // the file that runs, all links resolved
	err  error  // why there is no interpreter at path; the rest is then empty
	// fault says why the file is none to run, when err is nil.
	fault baseFault
	// conda: it is installed as a package of a prefix.
	conda bool

	interpreter string   // the name to show, in the directory of real
	aliases     []string // the other names of it there
	prefix      string
	shown       string // the prefix by the path that lasts; see readKeg
	impl        string
	minor       string // "3.13"
	flags       string // "t", "d"; see interpreterName
	version     string // as full as it can be known from files
	versionFrom string // the file or directory that says so
	arch        string
	misfit      bool   // built for a processor that this machine does not run
	layout      layout // of its libraries
	library     string // the directory of the standard library, also when it is missing
	hasStdlib   bool
	dlls        dlls   // what lies beside it on Windows
	title       string // what its installer calls it; empty when it does not say

	file    venvcore.File // that runs, as it was when it was looked at
	unasked bool          // no file tells the version, and nobody has asked the interpreter
}

// baseFault says what is wrong with a file that is named like an interpreter.
type baseFault int

const (
	baseGood      baseFault = iota
	baseWrapper             // a script, or a stand-in of a version manager
	baseNoProgram           // neither a program nor a script
	baseForeign             // a program of another system
	baseNoExec              // no permission to run it
)

// usable reports whether an interpreter stands at the path.
func (b *base) usable() bool { return b.err == nil && b.fault == baseGood }

// base gives what is known of the base interpreter that path leads to. It is
// found out once in a scan, however many environments stand on it and by
// whatever name they call it, and what it was decided by is in the record of
// each of them: so a change of the base makes every environment on it stale,
// although no file in them changed.
func (l *Look) base(path string) *base {
	return remembered(l, "base:"+path, func(l *Look) *base {
		if b := storeBase(l, path); b != nil {
			return b
		}
		real, err := l.Real(path)
		if err != nil {
			return &base{path: path, err: err}
		}
		b := *remembered(l, "real base:"+real, func(l *Look) *base { return readBase(l, real) })
		b.path = path
		if w := l.World(); isShimDir(w.Base(w.Dir(path))) {
			b.fault = baseWrapper
		}
		return &b
	})
}

// readBase finds out about the interpreter at a path without links.
func readBase(l *Look, real string) *base {
	b := &base{path: real, real: real}
	w := l.World()
	own, ok := parseInterpreterName(w.Base(real))
	if !ok || isShimDir(w.Base(w.Dir(real))) || isStub(w, real) {
		b.fault = baseWrapper
		return b
	}
	b.impl, b.minor, b.flags = own.impl, own.minor, own.flags
	if b.err = b.readProgram(l); b.err != nil || b.fault != baseGood {
		return b
	}
	bin := w.Dir(real)
	b.prefix = basePrefix(w, bin)
	b.shown = b.prefix
	// Nothing in it changes when the installation as a whole is renamed or
	// removed, so its own entry is looked at too: that has its parent watched.
	if _, err := l.Lstat(b.prefix); err != nil {
		b.err = err
		return b
	}
	b.conda = isThere(l.quiet(), w.Join(b.prefix, condaMetaDir))
	b.readNames(l, bin, own)
	b.readLayout(l)
	if b.isLauncher(w) {
		b.fault = baseWrapper
		return b
	}
	b.readVersion(l)
	b.readKeg(l)
	b.askedVersion(l)
	return b
}

// readProgram looks at the file itself.
func (b *base) readProgram(l *Look) error {
	info, err := l.Stat(b.real)
	if err != nil {
		return err
	}
	if !info.Mode.IsRegular() {
		return &fs.PathError{Op: "run", Path: b.real, Err: ErrNotRegular}
	}
	b.file = fileOf(b.real, info)
	if !l.World().Windows() && info.Mode&0o111 == 0 {
		b.fault = baseNoExec
		return nil
	}
	head, err := l.ReadHead(b.real, headerSize)
	if err != nil {
		return err
	}
	var kind program
	kind, b.arch = readHeader(head)
	b.fault, b.misfit = programFault(l.World(), kind), misfit(l, kind, b.arch, head)
	return nil
}

// programFault tells what is wrong with a file of the kind as an interpreter.
func programFault(w *World, kind program) baseFault {
	switch kind {
	case w.native():
		return baseGood
	case programScript:
		return baseWrapper
	case programUnknown:
		return baseNoProgram
	}
	return baseForeign
}

func fileOf(path string, i Info) venvcore.File {
	return venvcore.File{Path: path, Dev: i.Dev, Ino: i.Ino, Size: i.Size, MTime: i.MTime}
}

// basePrefix gives the prefix of a base whose programs lie in bin: its parent;
// on Windows, where python.exe lies in the root, that directory itself, unless
// it is named as POSIX does (MSYS2).
func basePrefix(w *World, bin string) string {
	if w.Windows() && w.Base(bin) != "bin" {
		return bin
	}
	return w.Dir(bin)
}

// baseBin gives the directory of a base's interpreters.
func baseBin(w *World, prefix string) string { return baseBins(w, prefix)[0] }

// baseBins gives the directories that may be the one of a base's interpreters,
// the most usual first: GraalPy and MSYS2 name it on Windows as elsewhere.
func baseBins(w *World, prefix string) []string {
	if w.Windows() {
		return []string{prefix, w.Join(prefix, "bin")}
	}
	return []string{w.Join(prefix, "bin")}
}
