package discover

import (
	"regexp"
	"strings"
)

// editable is one installation that leads to the code of a project instead of
// holding it.
type editable struct {
	name  string
	paths []string
	// module: the paths are those of modules, of which a file with an ending
	// may stand in the place of a directory.
	module bool
	// certain: only an editable install writes this; else it may be a path that
	// a person has added.
	certain bool
}

// editablesOf tells by the name of a path file whose it is, and by its text
// where that leads.
func (b *builder) editablesOf(c contents, file, text string) []editable {
	paths, imports := b.pathLines(text)
	stem := file[:strings.LastIndexByte(file, '.')]
	switch {
	case isEggLink(file) == 1:
		// setuptools' develop: the first line; the second is relative to it.
		return []editable{{name: packageName(stem), paths: paths[:min(1, len(paths))], certain: true}}
	case file == "easy-install.pth":
		return b.easyInstalled(paths)
	case strings.HasPrefix(stem, "__editable__."):
		return b.setuptoolsEditable(c, strings.TrimPrefix(stem, "__editable__."), paths, imports)
	case strings.HasPrefix(stem, "_editable_impl_"):
		return []editable{{name: packageName(strings.TrimPrefix(stem, "_editable_impl_")), paths: paths, certain: true}}
	case len(paths) == 0 && strings.HasSuffix(stem, "editable"):
		return b.imported(c, strings.TrimSuffix(stem, "editable"))
	}
	return []editable{{name: stem, paths: paths}}
}

// easyInstalled: setuptools' develop keeps one file for all, without names.
func (b *builder) easyInstalled(paths []string) []editable {
	var out []editable
	for _, p := range paths {
		out = append(out, editable{name: packageName(b.l.World().Base(p)), paths: []string{p}, certain: true})
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
	name = packageName(name)
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
		if d.name != packageName(stem) {
			continue
		}
		if dir := b.sourceOf(c, d); dir != "" {
			return []editable{{name: d.name, paths: []string{dir}, certain: true}}
		}
	}
	return nil
}
