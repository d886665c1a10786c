package discover

import (
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// Limits of what is read for the version of a base.
const (
	// maxHeader bounds patchlevel.h and build-details.json, which have 1 to 4 KiB.
	maxHeader = 64 << 10
	// maxDatabase bounds the package manager's status file: a desktop's has 10 MiB.
	maxDatabase = 64 << 20
)

// readVersion finds the version as full as files tell it. One that contradicts
// the minor of the interpreter's own name belongs to another build and is
// passed over; when none is left the minor stands alone.
func (b *base) readVersion(l *Look) {
	for _, source := range []func(*base, *Look) (version, from string){
		(*base).recordedVersion, (*base).installedVersion, (*base).detailsVersion, (*base).headerVersion, (*base).frameworkVersion,
		(*base).packagedVersion, (*base).namedVersion, (*base).grammarVersion,
	} {
		v, from := source(b, l)
		if v == "" || b.minor != "" && venvcore.Minor(v) != b.minor {
			continue
		}
		b.version, b.versionFrom = v, from
		if b.minor == "" {
			b.minor = venvcore.Minor(v)
		}
		return
	}
	b.version = b.minor
}

// recordedVersion takes the version from the record of a conda package.
func (b *base) recordedVersion(l *Look) (string, string) {
	if !b.conda {
		return "", ""
	}
	m := readMeta(l, l.World().Join(b.prefix, condaMetaDir))
	for _, p := range slices.Backward(m.python) {
		if v := normaliseVersion(p.version); b.minor == "" || venvcore.Minor(v) == b.minor {
			return v, l.World().Join(m.dir, p.file)
		}
	}
	return "", ""
}

func (b *base) detailsVersion(l *Look) (string, string) {
	if venvcore.CompareVersions(b.minor, "3.14") < 0 {
		return "", "" // nobody wrote it before
	}
	path := l.World().Join(b.library, "build-details.json")
	data, err := l.ReadFile(path, maxHeader)
	if err != nil {
		return "", ""
	}
	return detailsVersion(data), path
}

// headerVersion reads patchlevel.h, whose directory has the ABI flags of the
// build in its name (python3.7m, python3.13t), which the interpreter's name
// does not always have. PyPy's says which Python it is, beside its own version.
func (b *base) headerVersion(l *Look) (string, string) {
	w := l.World()
	if w.Windows() {
		v, from := readPatchlevel(l, w.Join(b.prefix, "Include", "patchlevel.h"))
		if v == "" && b.impl == "pypy" {
			return readPatchlevel(l, w.Join(b.prefix, "include", b.libraryName(), "patchlevel.h"))
		}
		return v, from
	}
	include := w.Join(b.prefix, "include")
	entries, err := l.ReadDir(include)
	if err != nil {
		return "", ""
	}
	for _, e := range entries {
		n, ok := parseInterpreterName(e.Name)
		if !ok || b.minor == "" || n.minor != b.minor || !strings.HasPrefix(e.Name, libraryWord(b.impl)) ||
			strings.Contains(n.flags, "t") != strings.Contains(b.flags, "t") {
			continue
		}
		if v, from := readPatchlevel(l, w.Join(include, e.Name, "patchlevel.h")); v != "" {
			return v, from
		}
	}
	if b.impl != "cpython" && listed(entries, "patchlevel.h") {
		return readPatchlevel(l, w.Join(include, "patchlevel.h")) // PyPy before 3.8
	}
	return "", ""
}

func readPatchlevel(l *Look, path string) (string, string) {
	data, err := l.ReadFile(path, maxHeader)
	if err != nil {
		return "", ""
	}
	return patchlevelVersion(data), path
}

// packagedVersion asks the distribution's package manager about the Python
// below /usr: dpkg (Debian, Ubuntu) or apk (Alpine), both of which keep text.
func (b *base) packagedVersion(l *Look) (string, string) {
	if b.prefix != "/usr" || b.minor == "" || b.impl != "cpython" {
		return "", ""
	}
	name := "python" + b.minor
	for _, d := range []struct {
		path, nameField, versionField string
		names                         []string
	}{
		{"/var/lib/dpkg/status", "Package: ", "Version: ", []string{name + "-minimal", name}},
		{"/lib/apk/db/installed", "P:", "V:", []string{name, "python3"}},
	} {
		data, err := l.ReadFile(d.path, maxDatabase)
		if err != nil {
			continue
		}
		if v := packageVersion(data, d.nameField, d.versionField, d.names...); v != "" {
			return v, d.path
		}
	}
	return "", ""
}

// grammarVersion takes the version from the name of lib2to3's pickled grammar,
// which CPython up to 3.12 writes when it is installed:
// Grammar3.11.7.final.0.pickle.
func (b *base) grammarVersion(l *Look) (string, string) {
	if venvcore.CompareVersions(b.minor, "3.13") >= 0 {
		return "", ""
	}
	dir := l.World().Join(b.library, "lib2to3")
	entries, err := l.ReadDir(dir)
	if err != nil {
		return "", ""
	}
	for _, e := range entries {
		rest, ok := strings.CutPrefix(e.Name, "Grammar")
		if !ok {
			continue
		}
		if v := normaliseVersion(strings.TrimSuffix(rest, ".pickle")); v != "" {
			return v, l.World().Join(dir, e.Name)
		}
	}
	return "", ""
}
