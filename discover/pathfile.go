package discover

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits of what is read of path files.
const (
	// maxPathFile bounds one: the longest hold a line for each project of a
	// large repository.
	maxPathFile = 64 << 10
	// maxPathFiles bounds how many are read in one directory.
	maxPathFiles = 64
	// maxTargets bounds the paths that are looked at for one directory.
	maxTargets = 256
)

// pathFile is what a file that adds to sys.path says.
type pathFile struct {
	path      string
	bad       bool // it is not UTF-8
	editables []editable
}

// pathFiles reads the path files of a directory of packages: the .pth that
// site.py reads, and setuptools' .egg-link. What it cannot open the interpreter
// passes over too.
func (b *builder) pathFiles(c contents) []pathFile {
	var out []pathFile
	for _, e := range c.entries {
		if e.IsDir() || !isPathFile(e.Name) {
			continue
		}
		if len(out) == maxPathFiles {
			break
		}
		f := pathFile{path: b.l.World().Join(c.dir, e.Name)}
		data, err := b.l.Weak().ReadFile(f.path, maxPathFile)
		if err != nil {
			continue
		}
		if utf8.Valid(data) {
			f.editables = b.editablesOf(c, e.Name, string(data))
		} else {
			f.bad = strings.HasSuffix(e.Name, ".pth")
		}
		out = append(out, f)
	}
	// An egg-link has the name of what easy-install.pth leads to.
	slices.SortStableFunc(out, func(x, y pathFile) int { return cmp.Compare(isEggLink(y.path), isEggLink(x.path)) })
	return out
}

func isEggLink(name string) int {
	if strings.HasSuffix(name, ".egg-link") {
		return 1
	}
	return 0
}

// isPathFile tells by the name which files are read. Hidden ones are passed over
// by site.py too, since 3.13 and what was mended in older ones. Of some it is
// known that they hold an import line and no path: virtualenv's and setuptools'
// own, coverage's, and those of setuptools' namespace packages.
func isPathFile(name string) bool {
	switch name {
	case "_virtualenv.pth", "distutils-precedence.pth", "a1_coverage.pth":
		return false
	}
	if strings.HasPrefix(name, ".") || strings.HasSuffix(name, "-nspkg.pth") {
		return false
	}
	return strings.HasSuffix(name, ".pth") || isEggLink(name) == 1
}

// pathLines gives the absolute paths of a path file, and its lines of code: site.py
// takes what begins with "import" and a blank for such, and skips comments.
// Relative paths are those of what is installed beside it.
func (b *builder) pathLines(text string) (paths, imports []string) {
	w := b.l.World()
	for _, line := range strings.FieldsFunc(strings.TrimPrefix(text, "\uFEFF"), lineEnd) {
		line = strip(line)
		switch {
		case strings.HasPrefix(line, "import ") || strings.HasPrefix(line, "import\t"):
			imports = append(imports, line)
		case w.IsAbs(line):
			paths = append(paths, w.Clean(line))
		}
	}
	return paths, imports
}
