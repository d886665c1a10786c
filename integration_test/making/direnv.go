package making

import (
	"path/filepath"

	"github.com/venvd/venvd/integration_test/machine"
)

// direnvs: "layout python" makes an environment with venv below .direnv, named
// by the version; direnv 2.32 writes all of it, later ones major and minor.
func direnvs() []Making {
	row := func(name, preset string) Making {
		return Making{
			Tool: "direnv", Name: name, Needs: []string{"direnv"}, Suits: hasVenv,
			steps: func(s *Sandbox, p machine.Python) Made {
				project := s.mkdir("src", awkward)
				before := ""
				if preset != "" {
					before = "export VIRTUAL_ENV=" + preset + p.Minor + "\n"
				}
				s.file(filepath.Join(project, ".envrc"), before+"layout python "+p.Exe+" --without-pip\n")
				s.do(project, "direnv", "allow")
				// Asking is what makes it.
				answer := s.ask(project, "direnv", "exec", project, "printenv", "VIRTUAL_ENV")
				return Made{
					Project: project, Answer: answer, Version: s.version(p),
					Prefix: s.environment(filepath.Join(project, ".direnv", "python-"+p.Minor+"*")),
				}
			},
		}
	}
	return []Making{
		row("default", ""),
		row("later", ".direnv/python-"),
	}
}
