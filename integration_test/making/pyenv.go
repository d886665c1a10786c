package making

import (
	"os"
	"path/filepath"

	"github.com/venvd/venvd/integration_test/machine"
)

// pyenvVirtualenvs: the environment lies within the version it stands on, and
// a link beside the versions has its name. So the version is a copy.
func pyenvVirtualenvs() []Making {
	row := func(name string, asked bool) Making {
		return Making{
			Tool: "pyenv-virtualenv", Name: name,
			Suits: func(p machine.Python) bool { return p.HasVenv() && !p.System },
			steps: func(s *Sandbox, p machine.Python) Made { return s.pyenv(p, asked) },
		}
	}
	return []Making{row("local", true), row("unused", false)}
}

// pyenv makes the environment "shop"; a project that uses it names it in its
// .python-version.
func (s *Sandbox) pyenv(p machine.Python, used bool) Made {
	const name = "shop"
	root := s.path(".pyenv")
	version := filepath.Base(p.Prefix)
	base := filepath.Join(root, "versions", version)
	s.base(p, base)
	s.set("PYENV_ROOT", root)

	theirs := filepath.Dir(filepath.Dir(p.Prefix))
	plugin := filepath.Join(theirs, "plugins", "pyenv-virtualenv")
	_, missing := os.Stat(plugin)
	if missing == nil {
		s.symlink(plugin, filepath.Join(root, "plugins", "pyenv-virtualenv"))
		s.symlink(filepath.Join(theirs, "bin", "pyenv"), s.Command("pyenv"))
		s.do(s.Home, "pyenv", "virtualenv", "--without-pip", version, name)
	} else {
		// What the plugin does (1.2 to 1.4), where the machine has pyenv alone.
		dir := filepath.Join(base, "envs", name)
		s.do(s.Home, filepath.Join(base, "bin", filepath.Base(p.Exe)), "-m", "venv", "--without-pip", dir)
		s.symlink(dir, filepath.Join(root, "versions", name))
	}
	// It lies within the version; pyenv speaks of it by the link.
	made := Made{Prefix: s.environment(filepath.Join(base, "envs", name))}
	if !used {
		return made
	}
	project := s.mkdir("src", awkward)
	s.file(filepath.Join(project, ".python-version"), name+"\n")
	made.Asked = project
	if missing == nil {
		made.Answer = s.ask(project, "pyenv", "prefix")
	}
	return made
}
