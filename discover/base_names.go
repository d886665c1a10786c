package discover

import (
	"cmp"
	"slices"
	"strings"
)

// interpreterName is a file name taken apart: python, python3, python3.13t,
// python2.7, python3.6m, pypy3.10, graalpy, and the same with .exe. Others
// that begin alike (python3-config, python3.12-gdb.py, pythonw) are no
// interpreters to run.
type interpreterName struct {
	file  string // as it is on disk
	impl  string // "cpython", "pypy" …
	minor string // "3.13"; empty when the name has none
	flags string // "t" free-threaded, "d" debug, "m" pymalloc (up to 3.7)
}

// parseInterpreterName takes a file name apart; false when it is not the name
// of an interpreter.
func parseInterpreterName(file string) (interpreterName, bool) {
	stem := file
	if n := len(file) - len(".exe"); n > 0 && strings.EqualFold(file[n:], ".exe") {
		stem = strings.ToLower(file[:n])
	}
	for _, word := range []string{"python", "pypy", "graalpy"} {
		if rest, ok := strings.CutPrefix(stem, word); ok {
			return named(interpreterName{file: file, impl: implementations(word)}, rest)
		}
	}
	return interpreterName{}, false
}

// named fills in what follows the word of an implementation: a major version
// or a minor, and then at most three flags.
func named(name interpreterName, rest string) (interpreterName, bool) {
	version := rest[:digits(rest)]
	if after, ok := strings.CutPrefix(rest[len(version):], "."); ok && version != "" {
		more := digits(after)
		if more == 0 {
			return interpreterName{}, false
		}
		version = rest[:len(version)+1+more]
		name.minor = version
	}
	name.flags = rest[len(version):]
	if strings.Trim(name.flags, "tdmu") != "" || len(name.flags) > 3 || version == "" && name.flags != "" {
		return interpreterName{}, false
	}
	return name, true
}

// digits is how many of them s begins with.
func digits(s string) int {
	return len(s) - len(strings.TrimLeft(s, "0123456789"))
}

// implementations gives sys.implementation.name by the word that the
// interpreter's name begins with.
func implementations(word string) string {
	if word == "python" {
		return "cpython"
	}
	return word
}

// interpretersIn gives the interpreters of a listing, the one to show first.
// That is the one whose name says most: python3.13 stays what it is when
// python3 is pointed at a newer minor, python3.13t before python3.13. Names
// that say equally much are ordered by length and then by letters.
func interpretersIn(entries []Entry) []interpreterName {
	var names []interpreterName
	for _, e := range entries {
		if n, ok := parseInterpreterName(e.Name); ok && !e.Type.IsDir() {
			names = append(names, n)
		}
	}
	slices.SortFunc(names, func(a, b interpreterName) int {
		return cmp.Or(-cmp.Compare(a.weight(), b.weight()), cmp.Compare(len(a.file), len(b.file)), strings.Compare(a.file, b.file))
	})
	return names
}

// weight ranks a name by how much it says. The "m" of old CPythons says
// nothing: python3.7 is the same build.
func (n interpreterName) weight() int {
	w := 0
	if n.minor != "" {
		w += 2
	}
	if n.minor != "" && strings.ContainsAny(n.flags, "td") {
		w++
	}
	if strings.ContainsAny(n.file, "23") {
		w++
	}
	return w
}

// isShimDir reports whether a directory holds stand-ins that choose an
// interpreter when they are run (pyenv, asdf, mise; conda's condabin). mise's
// are links to a program, so the name of the directory is all there is to see.
func isShimDir(name string) bool { return name == "shims" || name == "condabin" }

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
	if listed(entries, "trampoline_configuration") {
		b.fault = baseWrapper // of `pixi global`: programs that start others
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
