package discover

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
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

// editablesOf tells by the name of a path file whose it is, and by its text
// where that leads.
func (b *builder) editablesOf(c contents, file, text string) []editable {
	paths, imports := b.pathLines(text)
	stem := file[:strings.LastIndexByte(file, '.')]
	switch {
	case isEggLink(file) == 1:
		// setuptools' develop: the first line; the second is relative to it.
		return []editable{{name: normaliseName(stem), paths: paths[:min(1, len(paths))], certain: true}}
	case file == "easy-install.pth":
		return b.easyInstalled(paths)
	case strings.HasPrefix(stem, "__editable__."):
		return b.setuptoolsEditable(c, strings.TrimPrefix(stem, "__editable__."), paths, imports)
	case strings.HasPrefix(stem, "_editable_impl_"):
		return []editable{{name: normaliseName(strings.TrimPrefix(stem, "_editable_impl_")), paths: paths, certain: true}}
	case len(paths) == 0 && strings.HasSuffix(stem, "editable"):
		return b.imported(c, strings.TrimSuffix(stem, "editable"))
	}
	return []editable{{name: stem, paths: paths}}
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

// easyInstalled: setuptools' develop keeps one file for all, without names.
func (b *builder) easyInstalled(paths []string) []editable {
	var out []editable
	for _, p := range paths {
		out = append(out, editable{name: normaliseName(b.l.World().Base(p)), paths: []string{p}, certain: true})
	}
	return out
}

// setuptoolsEditable: setuptools 64 and later write a path, or for other layouts
// a finder beside it that has the places of the modules in it.
func (b *builder) setuptoolsEditable(c contents, stem string, paths, imports []string) []editable {
	name := stem
	if i := strings.LastIndexByte(stem, '-'); i > 0 {
		name = stem[:i] // the version is behind it
	}
	name = normaliseName(name)
	out := []editable{{name: name, paths: paths, certain: true}}
	for _, line := range imports {
		finder := finderName.FindString(line)
		if finder == "" || !c.has(finder+".py") {
			continue
		}
		text, err := b.l.Weak().ReadHead(b.l.World().Join(c.dir, finder+".py"), maxPathFile)
		if err != nil {
			continue // then it cannot be imported either
		}
		out = append(out, editable{name: name, paths: finderPaths(b.l.World(), string(text)), module: true, certain: true})
	}
	return out
}

var finderName = regexp.MustCompile(`__editable__\w+_finder`)

// imported: meson-python and scikit-build-core import a loader, whose places are
// those of a build. Where the project is, the distribution's own record says.
func (b *builder) imported(c contents, stem string) []editable {
	for _, d := range c.distributions() {
		if d.name != normaliseName(stem) {
			continue
		}
		if dir := b.sourceOf(c, d); dir != "" {
			return []editable{{name: d.name, paths: []string{dir}, certain: true}}
		}
	}
	return nil
}

// finderPaths gives the paths in the MAPPING of a finder: its values, for the
// names of modules are no absolute paths.
func finderPaths(w *World, text string) []string {
	m := finderMapping.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	var out []string
	for _, literal := range pythonText.FindAllString(m[1], -1) {
		if path := unquotePython(literal); w.IsAbs(path) {
			out = append(out, w.Clean(path))
		}
	}
	return out
}

var (
	finderMapping = regexp.MustCompile(`(?m)^MAPPING\b[^=\n]*=\s*\{([^}]*)\}`)
	pythonText    = regexp.MustCompile(`'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"`)
	pythonEscape  = regexp.MustCompile(`\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|.)`)
)

// unquotePython gives the text that Python's repr has written so.
func unquotePython(literal string) string {
	return pythonEscape.ReplaceAllStringFunc(literal[1:len(literal)-1], func(esc string) string {
		switch c := esc[1]; c {
		case 'x', 'u', 'U':
			n, err := strconv.ParseUint(esc[2:], 16, 32)
			if err != nil {
				return esc // not what repr writes
			}
			return string(rune(n))
		case 'n':
			return "\n"
		case 't':
			return "\t"
		case 'r':
			return "\r"
		}
		return esc[1:]
	})
}
