package discover

import (
	"cmp"
	"slices"
	"strings"
)

// interpreterName is a file name taken apart: python, python3, python3.13t,
// python2.7, python3.6m, pypy3.10, graalpy, and the same with .exe, where
// python_d.exe is a debug build. Others that begin alike (python3-config,
// python3.12-gdb.py, pythonw) are no interpreters to run.
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
	debug := false
	if n := len(file) - len(".exe"); n > 0 && strings.EqualFold(file[n:], ".exe") {
		stem, debug = strings.CutSuffix(strings.ToLower(file[:n]), "_d")
	}
	for _, word := range []string{"python", "pypy", "graalpy"} {
		if rest, ok := strings.CutPrefix(stem, word); ok {
			name, ok := named(interpreterName{file: file, impl: implementations(word)}, rest)
			if debug {
				name.flags += "d"
			}
			return name, ok
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
