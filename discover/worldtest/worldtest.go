// Package worldtest unpacks the machines that discovery is tested on. One
// machine is a txtar archive whose names are paths of that machine:
//
//	-- /usr/bin/python3 -> python3.11 --   a symbolic link, as written
//	-- /usr/bin/python3.11 0755 --         a file with that mode
//	-- /w/empty/ --                        a directory
//	-- /w/closed/ 0000 --                  a directory with that mode
//	-- C:/Users/u/x --                     kept as C/Users/u/x
//
// Absolute links stay inside the machine, for discover.World resolves them
// itself. The package imports nothing of venvd, so that any test may use it.
package worldtest

import (
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// Unpack writes an archive below a new temporary directory and gives that
// directory, for World.Prefix. It is removed when the test ends.
func Unpack(t testing.TB, archive string) string {
	t.Helper()
	dir := resolved(t, t.TempDir())
	Add(t, dir, archive)
	return dir
}

// UnpackFile does so with an archive of testdata.
func UnpackFile(t testing.TB, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return Unpack(t, string(data))
}

// Add writes an archive into a machine that was unpacked before: what is there
// already is replaced.
func Add(t testing.TB, dir, archive string) {
	t.Helper()
	var modes []modeOf // set last, deepest first: a closed directory could not be filled
	for _, f := range txtar.Parse([]byte(archive)).Files {
		if m, ok := add(t, dir, f); ok {
			modes = append([]modeOf{m}, modes...)
		}
	}
	for _, m := range modes {
		if err := os.Chmod(m.path, m.mode); err != nil {
			t.Fatal(err)
		}
		if m.mode&0o700 != 0o700 {
			// So that the temporary directory can be removed.
			t.Cleanup(func() { _ = os.Chmod(m.path, 0o700) })
		}
	}
}

type modeOf struct {
	path string
	mode fs.FileMode
}

func add(t testing.TB, dir string, f txtar.File) (modeOf, bool) {
	t.Helper()
	name, target, link := strings.Cut(f.Name, " -> ")
	name, mode, hasMode := cutMode(name)
	path := filepath.Join(dir, filepath.FromSlash(strings.TrimPrefix(strings.Replace(name, ":/", "/", 1), "/")))
	must(t, os.MkdirAll(filepath.Dir(path), 0o755))
	if fi, err := os.Lstat(path); err == nil && (link || fi.Mode()&fs.ModeSymlink != 0) {
		must(t, os.RemoveAll(path)) // what replaces a link must not be written through it
	}
	switch {
	case link:
		must(t, os.Symlink(target, path))
		return modeOf{}, false
	case strings.HasSuffix(name, "/"):
		must(t, os.MkdirAll(path, 0o755))
	default:
		must(t, os.WriteFile(path, f.Data, 0o644))
	}
	return modeOf{path, mode}, hasMode
}

// cutMode takes an octal mode off the end of a name.
func cutMode(name string) (string, fs.FileMode, bool) {
	i := strings.LastIndexByte(name, ' ')
	if i < 0 || i+1 == len(name) || name[i+1] != '0' {
		return name, 0, false
	}
	mode, err := strconv.ParseUint(name[i+1:], 8, 12)
	if err != nil {
		return name, 0, false
	}
	return name[:i], fs.FileMode(mode), true
}

// resolved takes the links out of the temporary directory's own path: macOS
// keeps it below /var, which is one, and no path below a world's prefix may
// have one in front.
func resolved(t testing.TB, dir string) string {
	t.Helper()
	real, err := filepath.EvalSymlinks(dir)
	must(t, err)
	return real
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
