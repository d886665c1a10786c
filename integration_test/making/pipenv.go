package making

import (
	"path/filepath"

	"github.com/venvd/venvd/integration_test/machine"
)

// pipenvs: named after the project's directory and a hash of its Pipfile's
// path, in virtualenvwrapper's directory where there is one.
func pipenvs() []Making {
	row := func(name string, steps func(*Sandbox, machine.Python) Made) Making {
		return Making{Tool: "pipenv", Name: name, Needs: []string{"pipenv"}, Suits: sinceModern, Seeded: name == "default", steps: steps}
	}
	const named = "My_Proj.x-????????"
	return []Making{
		row("default", func(s *Sandbox, p machine.Python) Made {
			return s.pipenv(p, s.path(".local", "share", "virtualenvs", named))
		}),
		row("linked", func(s *Sandbox, p machine.Python) Made {
			s.linkProject()
			return s.pipenv(p, s.path(".local", "share", "virtualenvs", named))
		}),
		row("in-project", func(s *Sandbox, p machine.Python) Made {
			s.set("PIPENV_VENV_IN_PROJECT", "1")
			return s.pipenv(p, s.path("src", awkward, ".venv"))
		}),
		row("xdg", func(s *Sandbox, p machine.Python) Made {
			s.set("XDG_DATA_HOME", s.path("data"))
			return s.pipenv(p, s.path("data", "virtualenvs", named))
		}),
		row("workon-home", func(s *Sandbox, p machine.Python) Made {
			s.set("WORKON_HOME", s.path("Envs of mine"))
			return s.pipenv(p, s.path("Envs of mine", named))
		}),
		row("custom-name", func(s *Sandbox, p machine.Python) Made {
			s.set("PIPENV_CUSTOM_VENV_NAME", "shop")
			return s.pipenv(p, s.path(".local", "share", "virtualenvs", "shop"))
		}),
		// The interpreter's name becomes a part of the environment's.
		row("pipenv-python", func(s *Sandbox, p machine.Python) Made {
			s.set("PIPENV_PYTHON", p.Exe)
			return s.pipenv(p, s.path(".local", "share", "virtualenvs", named+"-"+filepath.Base(p.Exe)))
		}),
		// A file .venv names an environment of the directory of them.
		row("venv-file", func(s *Sandbox, p machine.Python) Made {
			s.file(s.path("src", awkward, ".venv"), "shop\n")
			return s.pipenv(p, s.path(".local", "share", "virtualenvs", "shop"))
		}),
	}
}

func (s *Sandbox) pipenv(p machine.Python, pattern string) Made {
	project := s.mkdir("src", awkward)
	s.file(filepath.Join(project, "Pipfile"), "[packages]\n")
	s.do(project, "pipenv", "--python", p.Exe)
	return Made{
		Project: project,
		Prefix:  s.environment(pattern),
		Answer:  s.ask(project, "pipenv", "--venv"),
	}
}
