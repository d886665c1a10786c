package making

import (
	"path/filepath"

	"github.com/venvd/venvd/integration_test/machine"
)

// poetries: a poetry environment is named after the project and a hash of its
// directory; where the directory of them lies can be said in four ways.
func poetries() []Making {
	row := func(name string, steps func(*Sandbox, machine.Python) Made) Making {
		return Making{Tool: "poetry", Name: name, Needs: []string{"poetry"}, Suits: sinceModern, Seeded: name == "default", steps: steps}
	}
	return []Making{
		row("default", func(s *Sandbox, p machine.Python) Made {
			made := s.poetry(p, "package-mode = false\n", s.path(".cache", "pypoetry", "virtualenvs"))
			s.do(made.Project, "poetry", "install", "-n", "--no-root") // writes poetry.lock
			return made
		}),
		row("linked", func(s *Sandbox, p machine.Python) Made {
			s.linkProject()
			return s.poetry(p, "package-mode = false\n", s.path(".cache", "pypoetry", "virtualenvs"))
		}),
		row("in-project", func(s *Sandbox, p machine.Python) Made {
			s.set("POETRY_VIRTUALENVS_IN_PROJECT", "1")
			return s.poetryAt(p, "package-mode = false\n", filepath.Join(s.path("src", awkward), ".venv"))
		}),
		row("xdg", func(s *Sandbox, p machine.Python) Made {
			s.set("XDG_CACHE_HOME", s.path("cache"))
			return s.poetry(p, "package-mode = false\n", s.path("cache", "pypoetry", "virtualenvs"))
		}),
		row("virtualenvs-path", func(s *Sandbox, p machine.Python) Made {
			s.set("POETRY_VIRTUALENVS_PATH", s.path("all envs"))
			return s.poetry(p, "package-mode = false\n", s.path("all envs"))
		}),
		row("poetry-toml", func(s *Sandbox, p machine.Python) Made {
			s.file(s.path("src", awkward, "poetry.toml"), "[virtualenvs]\npath = \""+s.path("theirs")+"\"\n")
			return s.poetry(p, "package-mode = false\n", s.path("theirs"))
		}),
		row("config-toml", func(s *Sandbox, p machine.Python) Made {
			s.file(s.path(".config", "pypoetry", "config.toml"), "cache-dir = \""+s.path("poetry-cache")+"\"\n")
			return s.poetry(p, "package-mode = false\n", s.path("poetry-cache", "virtualenvs"))
		}),
		// The project itself is installed, as an editable: poetry writes that
		// with the part of it that is a build backend, and builds nothing.
		row("installed", func(s *Sandbox, p machine.Python) Made {
			s.file(s.path("src", awkward, "my_proj_x", "__init__.py"), "")
			s.set("POETRY_CACHE_DIR", s.path("pc"))
			made := s.poetry(p, "packages = [{ include = \"my_proj_x\" }]\n[build-system]\n"+
				"requires = [\"poetry-core\"]\nbuild-backend = \"poetry.core.masonry.api\"\n", s.path("pc", "virtualenvs"))
			s.do(made.Project, "poetry", "install", "-n")
			return made
		}),
	}
}

// poetry makes one of those that lie in a directory of environments.
func (s *Sandbox) poetry(p machine.Python, table, store string) Made {
	return s.poetryAt(p, table, filepath.Join(store, "my-proj-x-*-py"+p.Minor))
}

func (s *Sandbox) poetryAt(p machine.Python, table, pattern string) Made {
	project := s.project(awkward, "[tool.poetry]\n"+table)
	s.do(project, "poetry", "env", "use", "-n", p.Exe)
	return Made{
		Project: project,
		Prefix:  s.environment(pattern),
		Answer:  s.ask(project, "poetry", "env", "info", "-p"),
	}
}
