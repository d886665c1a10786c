package making

import (
	"path/filepath"

	"github.com/venvd/venvd/integration_test/machine"
)

// venvs are those of the standard library, which no tool owns. It has no
// question about them.
func venvs() []Making {
	row := func(name string, suits func(machine.Python) bool, dir string, options ...string) Making {
		return Making{
			Tool: "venv", Name: name, Suits: suits,
			steps: func(s *Sandbox, p machine.Python) Made {
				prefix := s.path(filepath.FromSlash(dir))
				s.do(s.Home, p.Exe, append(append([]string{"-m", "venv", "--without-pip"}, options...), prefix)...)
				made := Made{Prefix: s.environment(prefix)}
				if parent := filepath.Dir(prefix); parent != s.path(".venvs") {
					made.Project = parent
				}
				return made
			},
		}
	}
	prompts := func(p machine.Python) bool { return p.HasVenv() && p.AtLeast(3, 8) } // who recorded it first
	return []Making{
		row("in-project", hasVenv, "src/"+awkward+"/.venv"),
		row("named", hasVenv, "src/"+awkward+"/my env"),
		row("store", hasVenv, ".venvs/shop"),
		row("prompt", prompts, "src/"+awkward+"/venv", "--prompt", "The Shop"),
	}
}

// virtualenvs by the versions that people still have: today's, the last one
// for Python 2.7, and the last one without pyvenv.cfg.
func virtualenvs() []Making {
	row := func(name, command string, suits func(machine.Python) bool, options ...string) Making {
		return Making{
			Tool: "virtualenv", Name: name, Needs: []string{command}, Suits: suits, Seeded: true,
			steps: func(s *Sandbox, p machine.Python) Made {
				project := s.mkdir("src", awkward)
				prefix := filepath.Join(project, "env")
				s.do(project, command, append(append([]string{"-q", "-p", p.Exe}, options...), prefix)...)
				return Made{Project: project, Prefix: prefix}
			},
		}
	}
	// Beside a pyproject.toml virtualenv 21.15 writes a file .venv that names
	// what it has made; other tools do not follow it.
	redirect := Making{
		Tool: "virtualenv", Name: "redirect", Needs: []string{"virtualenv", "uv"}, Suits: sinceModern,
		steps: func(s *Sandbox, p machine.Python) Made {
			project := s.project(awkward, "")
			prefix := filepath.Join(project, "myenv")
			s.do(project, "virtualenv", "-q", "--no-pip", "-p", p.Exe, prefix)
			return Made{
				Project: project, Prefix: s.environment(prefix),
				Answer: ofInterpreter(s.ask(project, "uv", "python", "find")),
			}
		},
	}
	python2 := func(p machine.Python) bool { return !p.AtLeast(3, 0) }
	python3 := func(major, minor int) func(machine.Python) bool {
		return func(p machine.Python) bool { return p.AtLeast(3, 0) && !p.AtLeast(major, minor) }
	}
	return []Making{
		row("21", "virtualenv", sinceModern, "--no-pip"),
		row("20", "virtualenv-20.17", python3(3, 12), "--no-pip", "--no-setuptools", "--no-wheel"),
		row("16", "virtualenv-16.7", python3(3, 11), "--no-download", "--no-pip", "--no-setuptools", "--no-wheel"),
		// With all that they install, as they are found on a machine that still has them.
		row("20-python2", "virtualenv-20.17", python2),
		row("16-python2", "virtualenv-16.7", python2, "--no-download"),
		redirect,
	}
}
