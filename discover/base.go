package discover

import (
	"cmp"
	"errors"
	"io/fs"
	"slices"

	"github.com/venvd/venvd/venvcore"
)

// base is what is known of one base installation from its files. One is read
// once in a scan, however many environments stand on it; see baseMemo.
type base struct {
	path string // as it was asked for
	real string // the file that runs, all links resolved
	err  error  // why there is no interpreter at path; the rest is then empty
	// fault says why the file is none to run, when err is nil.
	fault baseFault

	interpreter string   // the name to show, in the directory of real
	aliases     []string // the other names of it there
	prefix      string
	impl        string
	minor       string // "3.13"
	flags       string // "t", "d"; see interpreterName
	version     string // as full as it can be known from files
	versionFrom string // the file or directory that says so
	arch        string
	layout      layout
	hasStdlib   bool
}

// baseFault says what is wrong with a file that is named like an interpreter.
type baseFault int

const (
	baseGood      baseFault = iota
	baseWrapper             // a script, or a stand-in of a version manager
	baseNoProgram           // neither a program nor a script
	baseNoExec              // no permission to run it
)

// usable reports whether an interpreter stands at the path.
func (b *base) usable() bool { return b.err == nil && b.fault == baseGood }

// readBase finds out about the interpreter at path.
func readBase(l *Look, path string) *base {
	b := &base{path: path}
	if b.real, b.err = l.Real(path); b.err != nil {
		return b
	}
	w := l.World()
	own, ok := parseInterpreterName(w.Base(b.real))
	if dir := w.Dir(path); !ok || isShimDir(w.Base(dir)) || isShimDir(w.Base(w.Dir(b.real))) {
		b.fault = baseWrapper
		return b
	}
	b.impl, b.minor, b.flags = own.impl, own.minor, own.flags
	if b.err = b.readProgram(l); b.err != nil || b.fault != baseGood {
		return b
	}
	bin := w.Dir(b.real)
	b.prefix = basePrefix(w, bin)
	b.readNames(l, bin)
	b.readLayout(l)
	b.readVersion(l)
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
	if !l.World().Windows() && info.Mode&0o111 == 0 {
		b.fault = baseNoExec
		return nil
	}
	head, err := l.ReadHead(b.real, headerSize)
	if err != nil {
		return err
	}
	var kind program
	switch kind, b.arch = readHeader(head); kind {
	case programScript:
		b.fault = baseWrapper
	case programUnknown:
		b.fault = baseNoProgram
	}
	return nil
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
func baseBin(w *World, prefix string) string {
	if w.Windows() {
		return prefix
	}
	return w.Join(prefix, "bin")
}

// readNames finds what else the interpreter is called in its own directory.
// Two names are the same interpreter when links lead from one to the other or
// when they are one file (python3.6 and python3.6m are hard links).
func (b *base) readNames(l *Look, bin string) {
	w := l.World()
	entries, err := l.ReadDir(bin)
	if err != nil { // then there are no other names that could be told
		b.interpreter = b.real
		return
	}
	if w.Windows() {
		b.minor = cmp.Or(b.minor, libraryMinor(entries))
	}
	for _, n := range interpretersIn(entries) {
		path := w.Join(bin, n.file)
		if !b.sameFile(l, path) {
			continue
		}
		if b.minor == "" {
			b.minor, b.flags = n.minor, n.flags
		}
		if b.interpreter == "" {
			b.interpreter = path
			continue
		}
		b.aliases = append(b.aliases, path)
	}
	if b.interpreter == "" {
		b.interpreter = b.real
	}
	slices.Sort(b.aliases)
}

func (b *base) sameFile(l *Look, path string) bool {
	if l.World().Windows() {
		return true // python.exe, python3.exe and python3.13.exe of one root are one build
	}
	real, err := l.Real(path)
	if err != nil {
		return false
	}
	if real == b.real {
		return true
	}
	one, err1 := l.Stat(real)
	two, err2 := l.Stat(b.real)
	return err1 == nil && err2 == nil && one.Ino != 0 && one.Ino == two.Ino && one.Dev == two.Dev
}

// gone reports whether a base could not be found because something on the way
// to it is absent, and not because it could not be looked at.
func (b *base) gone() bool { return absent(b.err) || errors.Is(b.err, ErrLoop) }

// environment gives the base as an environment of the kind. Its health says
// what keeps it from running.
func (b *base) environment(l *Look, kind venvcore.Kind) *venvcore.Environment {
	e := &venvcore.Environment{
		Kind: kind, Creator: string(kind), Prefix: b.prefix, Real: b.prefix,
		Name: baseName(l.World(), kind, b), Interpreter: b.interpreter, Version: b.version,
		Implementation: b.impl, Arch: b.arch, Aliases: slices.Clone(b.aliases),
		SitePackages: b.layout.basePackages(l, b.prefix), Stage: venvcore.StageReady,
		Evidence: evidence(b.real, b.versionFrom),
	}
	if !slices.Contains(e.Aliases, b.path) && b.path != e.Interpreter {
		e.Aliases = append(e.Aliases, b.path)
		slices.Sort(e.Aliases)
	}
	root(l, e, b.prefix)
	// Several bases share a prefix such as /usr; the name of the interpreter
	// tells them apart.
	e.ID = shortHash(string(e.Root), l.World().Base(b.interpreter))
	e.Made = "|" + entryStamp(l, b.real)
	if !b.hasStdlib {
		e.Health = venvcore.Sum(b.stdlibProblem())
		e.Stage = venvcore.StagePartial
	} else {
		e.Health = venvcore.Sum()
	}
	return e
}
