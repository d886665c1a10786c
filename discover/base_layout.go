package discover

import (
	"cmp"
	"strings"
)

// layout is where a build of Python keeps its libraries, below its own prefix
// and below that of every environment made from it (Lib/site.py and
// Lib/sysconfig.py, and what distributions change in them).
type layout struct {
	windows bool
	// lib is sys.platlibdir: "lib", or "lib64" on Fedora and its kin.
	lib string
	// dir is the directory below lib: python3.13, python3.13t, pypy3.10.
	dir string
	// debian: packages of the base are in dist-packages (Debian's site.py).
	debian bool
	// flat: site-packages lies in the prefix itself (PyPy before 3.8).
	flat bool
}

// readLayout finds the standard library and with it the layout: the landmark
// is os.py, as for getpath.
func (b *base) readLayout(l *Look) {
	w := l.World()
	b.layout = layout{windows: w.Windows(), lib: "lib", dir: b.libraryName()}
	b.library = w.Join(b.prefix, "lib", b.layout.dir)
	for i, lib := range b.libraries(l) {
		if i == 0 {
			b.library = lib.path
		}
		found, err := l.Lstat(w.Join(lib.path, "os.py"))
		if err == nil && !found.IsDir() {
			b.layout.lib, b.layout.dir, b.library, b.hasStdlib = lib.lib, lib.dir, lib.path, true
			break
		}
	}
	if b.dlls.zip {
		b.hasStdlib = true // the embeddable package of Windows has it in python313.zip
	}
	if b.layout.lib == flatLibrary {
		b.layout.flat = b.impl == "pypy"
		if b.minor == "" && b.layout.dir == "2.7" {
			b.minor = b.layout.dir
		}
	}
	if !b.layout.windows && b.hasStdlib {
		b.layout.debian = isThere(l, w.Join(b.prefix, "lib", "python3", "dist-packages")) ||
			isThere(l.quiet(), w.Join(b.library, debianModule)) // a copy of it elsewhere
	}
}

// debianModule is what Debian adds to the standard library (3.10 and later).
const debianModule = "_distutils_system_mod.py"

// flatLibrary is where PyPy before 3.8 and GraalPy before 23 have the standard
// library, below it by the version of the language: "3" or "2.7".
const flatLibrary = "lib-python"

// library is one place where the standard library may be.
type library struct{ path, lib, dir string }

// libraries gives the places of the standard library, the most usual first.
func (b *base) libraries(l *Look) []library {
	w := l.World()
	if w.Windows() {
		return []library{{path: w.Join(b.prefix, "Lib"), lib: "Lib"}}
	}
	var out []library
	for _, lib := range []string{"lib", "lib64"} {
		for _, dir := range b.libraryDirs(l, lib) {
			out = append(out, library{w.Join(b.prefix, lib, dir), lib, dir})
		}
	}
	if b.impl == "cpython" {
		return out
	}
	for _, dir := range []string{"3", "2.7"} {
		if strings.HasPrefix(cmp.Or(b.minor, dir), dir[:1]) {
			out = append(out, library{w.Join(b.prefix, flatLibrary, dir), flatLibrary, dir})
		}
	}
	return out
}

// libraryDirs gives the name below lib, by the version when it is known, else
// by what is there: the only python3.* directory tells the version.
func (b *base) libraryDirs(l *Look, lib string) []string {
	if b.minor != "" {
		return []string{b.libraryName()}
	}
	entries, err := l.ReadDir(l.World().Join(b.prefix, lib))
	if err != nil {
		return nil
	}
	var dirs []string
	for _, e := range entries {
		// GraalPy's own lib/graalpy24.1 has its own version.
		if n, ok := parseInterpreterName(e.Name); ok && n.minor != "" && strings.HasPrefix(e.Name, libraryWord(b.impl)) {
			dirs = append(dirs, e.Name)
			b.minor, b.flags = n.minor, n.flags
		}
	}
	if len(dirs) != 1 { // several: which one is used cannot be known from here
		b.minor, b.flags = "", ""
	}
	return dirs
}

// libraryName is python3.13, python3.13t or pypy3.10; the debug build shares
// the directory of the ordinary one.
func (b *base) libraryName() string { return libraryName(b.impl, b.minor, b.flags) }

func libraryName(impl, minor, flags string) string {
	if strings.Contains(flags, "t") {
		return libraryWord(impl) + minor + "t"
	}
	return libraryWord(impl) + minor
}

// libraryWord is what the name of the library begins with. GraalPy has that of
// CPython.
func libraryWord(impl string) string {
	if impl == "pypy" {
		return impl
	}
	return "python"
}
