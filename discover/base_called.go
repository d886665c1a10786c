package discover

import (
	"cmp"
	"slices"
	"strings"
)

// readNames finds what else the interpreter is called in its own directory.
// Two names are the same interpreter when links lead from one to the other or
// when they are one file (python3.6 and python3.6m are hard links). The name
// that says most is shown, and what it says holds for all.
func (b *base) readNames(l *Look, bin string, own interpreterName) {
	w := l.World()
	entries, err := l.ReadDir(bin)
	if err != nil { // then there are no other names that could be told
		b.interpreter = b.real
		return
	}
	if listed(entries, "trampoline_configuration") {
		b.fault = baseWrapper // of `pixi global`: programs that start others
		return
	}
	if w.Windows() {
		b.dlls = readDLLs(entries)
		b.impl, b.flags = b.dlls.build(own)
	}
	for _, n := range interpretersIn(entries) {
		path := w.Join(bin, n.file)
		if !b.isCalled(l, n, path) {
			continue
		}
		b.adopt(n)
		switch {
		case b.interpreter == "":
			b.interpreter = path
		case n.impl == b.impl && b.impl != "cpython" && !b.callsItself(w), b.impl == "cpython" && strings.EqualFold(n.file, "python.exe"):
			// PyPy and GraalPy are called python too: their own name says more. On
			// Windows python.exe is the one that installers make, others are copies.
			b.aliases = append(b.aliases, b.interpreter)
			b.interpreter = path
		default:
			b.aliases = append(b.aliases, path)
		}
	}
	b.minor = cmp.Or(b.minor, b.dlls.minor)
	if b.interpreter == "" {
		b.interpreter = b.real
	}
	slices.Sort(b.aliases)
}

// callsItself reports whether the name to show is that of the implementation.
func (b *base) callsItself(w *World) bool {
	n, _ := parseInterpreterName(w.Base(b.interpreter))
	return n.impl == b.impl
}

// adopt takes from one of the names what the others do not say: python3.13 of a
// free-threaded or a debug build is the same file as python3.13t.
func (b *base) adopt(n interpreterName) {
	if b.minor == "" && b.dlls.minor == "" {
		b.minor = n.minor
	}
	if n.minor == b.minor && strings.Trim(b.flags, "mu") == "" && strings.ContainsAny(n.flags, "td") {
		b.flags = n.flags
	}
	if n.impl != "cpython" {
		b.impl = n.impl
	}
}

// isCalled reports whether a name in the directory of the interpreter starts it
// too.
func (b *base) isCalled(l *Look, n interpreterName, path string) bool {
	if l.World().Windows() {
		// Copies of one program, unless another build lies beside it.
		impl, flags := b.dlls.build(n)
		return impl == b.impl && flags == b.flags
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
