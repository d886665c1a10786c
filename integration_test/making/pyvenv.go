package making

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/venvd/venvd/integration_test/machine"
)

// An oldTree is what the command pyvenv of Python 3.3 to 3.5 left behind. None
// of these Pythons can be had any more, so both the tree and the base it
// stands on are made by hand, after Lib/venv/__init__.py of these versions:
// links only, and pyvenv.cfg with three keys.
type oldTree struct {
	name    string
	version string // of Python
	base    string // below the home
	first   string // the link to the base; the other names are links to it
	lib64   bool   // since 3.4.1, on 64-bit systems
	files   []string
}

// oldPyvenvs tell apart who put packages in, and whose name the interpreter
// was started by: pyvenv's own first line, or a person's "python -m venv".
func oldPyvenvs() []Making {
	trees := []oldTree{
		// 3.3 had no ensurepip: people ran distribute's setup script.
		{"3.3-easy-install", "3.3.6", "opt/python33", "python3.3", false, []string{
			"bin/easy_install", "bin/easy_install-3.3", "{site}/easy-install.pth",
			"{site}/setuptools.pth", "{site}/distribute-0.6.49-py3.3.egg/EGG-INFO/PKG-INFO",
		}},
		{"3.4-python3", "3.4.10", "opt/python34", "python3", true, []string{
			"bin/pip", "bin/pip3", "bin/pip3.4", "bin/easy_install", "bin/easy_install-3.4",
			"{site}/pip/__init__.py", "{site}/pip-9.0.1.dist-info/METADATA", "{site}/pip-9.0.1.dist-info/RECORD",
			"{site}/setuptools/__init__.py", "{site}/setuptools-28.8.0.dist-info/METADATA", "{site}/setuptools-28.8.0.dist-info/RECORD",
			"{site}/easy_install.py",
		}},
		{"3.5-without-pip", "3.5.10", "opt/python35", "python3.5", true, nil},
		{"3.5-python", "3.5.10", "opt/python35", "python", true, nil},
		// What python.org's installers put into macOS.
		{"3.4-framework", "3.4.4", "Library/Frameworks/Python.framework/Versions/3.4", "python3.4", false, nil},
	}
	var all []Making
	for _, tree := range trees {
		all = append(all, Making{
			Tool: "pyvenv", Name: tree.name,
			// The activation files are those of 3.6 and 3.7, which are the same.
			Suits: func(p machine.Python) bool { return p.HasVenv() && !p.AtLeast(3, 8) },
			steps: func(s *Sandbox, p machine.Python) Made { return s.pyvenv(p, tree) },
		})
	}
	return all
}

func (s *Sandbox) pyvenv(p machine.Python, tree oldTree) Made {
	minor := tree.version[:strings.LastIndex(tree.version, ".")]
	base := s.oldBase(p, tree, minor)
	project := s.mkdir("src", awkward)
	prefix := filepath.Join(project, "env")
	site := filepath.Join("lib", "python"+minor, "site-packages")
	s.mkdir("src", awkward, "env", site)
	s.mkdir("src", awkward, "env", "include")
	s.file(filepath.Join(prefix, "pyvenv.cfg"),
		"home = "+filepath.Join(base, "bin")+"\ninclude-system-site-packages = false\nversion = "+tree.version+"\n")
	if tree.lib64 {
		s.symlink("lib", filepath.Join(prefix, "lib64"))
	}
	// The name of the interpreter that was started leads to the base; python
	// and python3, where they are not that, lead to it.
	s.symlink(filepath.Join(base, "bin", tree.first), filepath.Join(prefix, "bin", tree.first))
	for _, name := range []string{"python", "python3"} {
		if name != tree.first {
			s.symlink(tree.first, filepath.Join(prefix, "bin", name))
		}
	}
	for _, name := range []string{"common/activate", "posix/activate.csh", "posix/activate.fish"} {
		s.activation(filepath.Join(p.Prefix, "lib", "python"+p.Minor, "venv", "scripts", name), prefix)
	}
	for _, name := range tree.files {
		path := filepath.Join(prefix, strings.ReplaceAll(name, "{site}", site))
		text := ""
		if strings.HasPrefix(name, "bin/") {
			text = "#!" + filepath.Join(prefix, "bin", tree.first) + "\n"
		}
		s.file(path, text)
		if s.err == nil && text != "" {
			s.check(os.Chmod(path, 0o755))
		}
	}
	return Made{Project: project, Prefix: prefix, Dead: true, Base: base, Version: tree.version}
}

// oldBase is as much of an installation as can be known without running it:
// a program, the landmark of its library, and the header with its version.
func (s *Sandbox) oldBase(p machine.Python, tree oldTree, minor string) string {
	base := s.path(filepath.FromSlash(tree.base))
	s.copy(p.Exe, filepath.Join(base, "bin", "python"+minor))
	s.symlink("python"+minor, filepath.Join(base, "bin", "python3"))
	s.symlink("python3", filepath.Join(base, "bin", "python"))
	for _, name := range []string{"os.py", "encodings/__init__.py", "site.py"} {
		s.file(filepath.Join(base, "lib", "python"+minor, name), "")
	}
	s.file(filepath.Join(base, "include", "python"+minor+"m", "patchlevel.h"), "#define PY_VERSION \""+tree.version+"\"\n")
	return base
}

// activation fills a template of venv as the module does.
func (s *Sandbox) activation(template, prefix string) {
	if s.err != nil {
		return
	}
	text, err := os.ReadFile(template)
	s.check(err)
	s.file(filepath.Join(prefix, "bin", filepath.Base(template)), strings.NewReplacer(
		"__VENV_DIR__", prefix, "__VENV_NAME__", filepath.Base(prefix),
		"__VENV_PROMPT__", "("+filepath.Base(prefix)+") ", "__VENV_BIN_NAME__", "bin", "__VENV_PYTHON__", filepath.Join(prefix, "bin", "python"),
	).Replace(string(text)))
}
