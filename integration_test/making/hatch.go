package making

import (
	"github.com/venvd/venvd/integration_test/machine"
)

// hatches: in a directory named after the project, in one named by a hash of
// its path; flat where that lies in the project or is ~/.virtualenvs.
func hatches() []Making {
	row := func(name string, steps func(*Sandbox, machine.Python) Made) Making {
		return Making{Tool: "hatch", Name: name, Needs: []string{"hatch"}, Suits: sinceModern, Seeded: name == "default", steps: steps}
	}
	const project = "my-proj-x"
	const bare = "skip-install = true\n" // else the project is built and installed, too
	// uv in place of virtualenv and pip, and with it the project itself: that is
	// built by what it declares, from the wheels that testtools fetches.
	byUV := row("uv", func(s *Sandbox, p machine.Python) Made {
		s.file(s.path("src", awkward, "my_proj_x", "__init__.py"), "")
		return s.hatch(p, "", "installer = \"uv\"\n[build-system]\nrequires = [\"hatchling\"]\nbuild-backend = \"hatchling.build\"\n",
			s.path(".local", "share", "hatch", "env", "virtual", project, "????????", project))
	})
	// These wheels support no older ones.
	byUV.Suits = func(p machine.Python) bool { return p.AtLeast(3, 11) }
	return []Making{
		row("default", func(s *Sandbox, p machine.Python) Made {
			return s.hatch(p, "", bare, s.path(".local", "share", "hatch", "env", "virtual", project, "????????", project))
		}),
		row("linked", func(s *Sandbox, p machine.Python) Made {
			s.linkProject()
			return s.hatch(p, "", bare, s.path(".local", "share", "hatch", "env", "virtual", project, "????????", project))
		}),
		row("dirs-env", func(s *Sandbox, p machine.Python) Made {
			return s.hatch(p, "[dirs.env]\nvirtual = \".hatch\"\n", bare, s.path("src", awkward, ".hatch", project))
		}),
		row("virtualenvs", func(s *Sandbox, p machine.Python) Made {
			return s.hatch(p, "[dirs.env]\nvirtual = \"~/.virtualenvs\"\n", bare, s.path(".virtualenvs", project))
		}),
		row("data-dir", func(s *Sandbox, p machine.Python) Made {
			s.set("HATCH_DATA_DIR", s.path("hatch data"))
			return s.hatch(p, "", bare, s.path("hatch data", "env", "virtual", project, "????????", project))
		}),
		row("path", func(s *Sandbox, p machine.Python) Made {
			return s.hatch(p, "", bare+"path = \".hv\"\n", s.path("src", awkward, ".hv"))
		}),
		// Beside the default one, which is not made: never a project's own.
		row("second", func(s *Sandbox, p machine.Python) Made {
			dir := s.hatchProject(p, "", bare+"[tool.hatch.envs.docs]\nskip-install = true\npython = \""+p.Exe+"\"\n")
			s.do(dir, "hatch", "env", "create", "docs")
			return Made{
				Project: dir,
				Prefix:  s.environment(s.path(".local", "share", "hatch", "env", "virtual", project, "????????", "docs")),
				Answer:  s.ask(dir, "hatch", "env", "find", "docs"),
			}
		}),
		byUV,
	}
}

// hatchProject makes the project; table goes on with that of the default
// environment.
func (s *Sandbox) hatchProject(p machine.Python, config, table string) string {
	s.file(s.path(".config", "hatch", "config.toml"), config)
	return s.project(awkward, "[tool.hatch.envs.default]\npython = \""+p.Exe+"\"\n"+table)
}

func (s *Sandbox) hatch(p machine.Python, config, table, pattern string) Made {
	project := s.hatchProject(p, config, table)
	s.do(project, "hatch", "env", "create")
	return Made{
		Project: project,
		Prefix:  s.environment(pattern),
		Answer:  s.ask(project, "hatch", "env", "find"),
	}
}
