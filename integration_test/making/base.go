package making

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/venvd/venvd/integration_test/machine"
)

// leftOut are the parts of a standard library that no environment needs: most
// of its size.
func leftOut() []string {
	return []string{"test", "idlelib", "tkinter", "turtledemo", "lib2to3", "ensurepip", "pydoc_data", "site-packages", "__pycache__"}
}

// base copies a Python into a directory, for tools that write into what they
// stand on. The shared library is a link to the machine's: it is read alone.
func (s *Sandbox) base(p machine.Python, dir string) {
	lib := filepath.Join("lib", "python"+p.Minor)
	// Older ones have a second name, python3.6m, which is the same file.
	program := "python" + p.Minor
	s.copy(p.Exe, filepath.Join(dir, "bin", program))
	for _, name := range []string{"python", "python" + p.Minor[:1]} {
		s.symlink(program, filepath.Join(dir, "bin", name))
	}
	libraries, err := filepath.Glob(filepath.Join(p.Prefix, "lib", "libpython*"))
	s.check(err)
	for _, library := range libraries {
		s.symlink(library, filepath.Join(dir, "lib", filepath.Base(library)))
	}
	s.tree(filepath.Join(p.Prefix, lib), filepath.Join(dir, lib))
	s.check(os.MkdirAll(filepath.Join(dir, lib, "site-packages"), 0o755))
	// The header by which the version is known.
	headers, err := filepath.Glob(filepath.Join(p.Prefix, "include", "python"+p.Minor+"*", "patchlevel.h"))
	s.check(err)
	for _, header := range headers {
		s.entry(header, filepath.Join(dir, "include", filepath.Base(filepath.Dir(header)), "patchlevel.h"))
	}
}

// tree copies a standard library without what is left out.
func (s *Sandbox) tree(from, to string) {
	s.check(filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			if slices.Contains(leftOut(), e.Name()) || strings.HasPrefix(e.Name(), "config-") {
				return fs.SkipDir
			}
			return nil
		}
		s.entry(path, filepath.Join(to, strings.TrimPrefix(path, from)))
		return s.err
	}))
}

// entry copies a file, or a link as it is written.
func (s *Sandbox) entry(from, to string) {
	if target, err := os.Readlink(from); err == nil {
		s.symlink(target, to)
		return
	}
	s.copy(from, to)
}
