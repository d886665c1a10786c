package making

import (
	"strings"

	"github.com/venvd/venvd/integration_test/machine"
)

// wrappers: virtualenvwrapper keeps all in one directory and writes the
// project's path into the environment.
func wrappers() []Making {
	row := func(name string, steps func(*Sandbox, machine.Python) Made) Making {
		return Making{
			Tool: "virtualenvwrapper", Name: name, steps: steps, Suits: sinceModern, Seeded: name == "default",
			Needs: []string{"bash", "virtualenv", "virtualenv-clone", "virtualenvwrapper.sh"},
		}
	}
	return []Making{
		row("default", func(s *Sandbox, p machine.Python) Made {
			project := s.mkdir("src", awkward)
			return s.wrapper(p, "mkvirtualenv", setProject(project), project, s.path(".virtualenvs"))
		}),
		row("workon-home", func(s *Sandbox, p machine.Python) Made {
			s.set("WORKON_HOME", s.mkdir("Envs of mine"))
			project := s.mkdir("src", awkward)
			return s.wrapper(p, "mkvirtualenv", setProject(project), project, s.path("Envs of mine"))
		}),
		row("mkproject", func(s *Sandbox, p machine.Python) Made {
			s.set("PROJECT_HOME", s.mkdir("projects"))
			return s.wrapper(p, "mkproject", "", s.path("projects", "shop"), s.path(".virtualenvs"))
		}),
		row("no-project", func(s *Sandbox, p machine.Python) Made {
			return s.wrapper(p, "mkvirtualenv", "", "", s.path(".virtualenvs"))
		}),
	}
}

// setProject names the project of the environment that is active: mkvirtualenv's
// own option -a takes a path with a blank for two (6.1).
func setProject(project string) string {
	return "setvirtualenvproject \"$VIRTUAL_ENV\" '" + project + "' >&2; "
}

// wrapper makes the environment "shop" in a shell that has read
// virtualenvwrapper.sh, as the person's profile does, and asks "workon".
func (s *Sandbox) wrapper(p machine.Python, make, then, project, store string) Made {
	profile := "export VIRTUALENVWRAPPER_PYTHON='" + s.library("virtualenvwrapper") + "'; . virtualenvwrapper.sh >&2; "
	out := s.ask(s.Home, "bash", "-c", profile+make+" -p '"+p.Exe+"' shop >&2; "+then+"workon shop >&2; echo \"$VIRTUAL_ENV\"")
	return Made{
		Project: project,
		Prefix:  s.environment(store + "/*"),
		Answer:  strings.TrimSpace(out),
	}
}
