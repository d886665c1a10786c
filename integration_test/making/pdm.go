package making

import (
	"path/filepath"

	"github.com/venvd/venvd/integration_test/machine"
)

// pdms: in the project, or named after its directory and a hash of the path in
// a directory of environments; .pdm-python says which one is in use.
func pdms() []Making {
	row := func(name string, steps func(*Sandbox, machine.Python) Made) Making {
		return Making{Tool: "pdm", Name: name, Needs: []string{"pdm"}, Suits: sinceModern, steps: steps}
	}
	const central = "[venv]\nin_project = false\n"
	named := func(p machine.Python) string { return awkward + "-????????-" + p.Minor }
	uv := row("uv", func(s *Sandbox, p machine.Python) Made {
		return s.pdm(p, "[venv]\nbackend = \"uv\"\n", s.path("src", awkward, ".venv"))
	})
	uv.Needs = append(uv.Needs, "uv")
	venv := row("venv", func(s *Sandbox, p machine.Python) Made {
		return s.pdm(p, "[venv]\nbackend = \"venv\"\n", s.path("src", awkward, ".venv"))
	})
	venv.Suits = func(p machine.Python) bool { return sinceModern(p) && hasVenv(p) }
	return []Making{
		row("in-project", func(s *Sandbox, p machine.Python) Made {
			return s.pdm(p, "", s.path("src", awkward, ".venv"))
		}),
		row("central", func(s *Sandbox, p machine.Python) Made {
			return s.pdm(p, central, s.path(".local", "share", "pdm", "venvs", named(p)))
		}),
		row("location", func(s *Sandbox, p machine.Python) Made {
			return s.pdm(p, central+"location = \""+s.path("pdms")+"\"\n", s.path("pdms", named(p)))
		}),
		// Made and never used: nothing in the project names it.
		row("unsaved", func(s *Sandbox, p machine.Python) Made {
			return s.pdmUnsaved(p, central, s.path(".local", "share", "pdm", "venvs", named(p)))
		}),
		row("linked", func(s *Sandbox, p machine.Python) Made {
			s.linkProject()
			return s.pdmUnsaved(p, central, s.path(".local", "share", "pdm", "venvs", named(p)))
		}),
		venv, uv,
		row("brackets", func(s *Sandbox, p machine.Python) Made {
			return s.pdmIn(p, s.pdmProject("shop[ab]", ""), s.path("src", `shop\[ab]`, ".venv"))
		}),
	}
}

func (s *Sandbox) pdmProject(dir, config string) string {
	s.file(s.path(".config", "pdm", "config.toml"), config)
	return s.project(dir, "[tool.pdm]\ndistribution = false\n")
}

// pdmUnsaved makes one that nothing in the project names.
func (s *Sandbox) pdmUnsaved(p machine.Python, config, pattern string) Made {
	project := s.pdmProject(awkward, config)
	s.do(project, "pdm", "venv", "create", p.Exe)
	return Made{
		Project: project,
		Prefix:  s.environment(pattern),
		Answer:  s.ask(project, "pdm", "venv", "--path", p.Minor),
	}
}

func (s *Sandbox) pdm(p machine.Python, config, pattern string) Made {
	return s.pdmIn(p, s.pdmProject(awkward, config), pattern)
}

// pdmIn makes and uses one. Asking "pdm info" earlier would make one, too.
func (s *Sandbox) pdmIn(p machine.Python, project, pattern string) Made {
	s.do(project, "pdm", "venv", "create", p.Exe)
	prefix := s.environment(pattern)
	s.do(project, "pdm", "use", "-f", filepath.Join(prefix, "bin", "python"))
	return Made{
		Project: project, Prefix: prefix,
		Answer: ofInterpreter(s.ask(project, "pdm", "info", "--python")),
	}
}
