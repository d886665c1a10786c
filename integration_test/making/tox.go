package making

import (
	"path/filepath"
	"strings"

	"github.com/venvd/venvd/integration_test/machine"
)

// toxes: below .tox, unless the configuration says where.
func toxes() []Making {
	row := func(name, core, env, prefix string) Making {
		return Making{
			Tool: "tox", Name: name, Needs: []string{"tox"}, Suits: sinceModern, Seeded: name == "default",
			steps: func(s *Sandbox, p machine.Python) Made {
				project := s.mkdir("src", awkward)
				s.file(filepath.Join(project, "tox.ini"),
					"[tox]\nenv_list = unit\nskipsdist = true\n"+core+"[testenv]\nskip_install = true\nbase_python = "+p.Exe+"\n"+env)
				s.do(project, "tox", "--notest", "-q", "-e", "unit")
				_, answer, _ := strings.Cut(s.ask(project, "tox", "config", "-q", "-e", "unit", "-k", "env_dir"), "env_dir = ")
				return Made{
					Project: project,
					Prefix:  s.environment(filepath.Join(project, prefix)),
					Answer:  answer,
				}
			},
		}
	}
	return []Making{
		row("default", "", "", ".tox/unit"),
		row("work-dir", "work_dir = build/tox\n", "", "build/tox/unit"),
		row("env-dir", "", "env_dir = {tox_root}/tests env\n", "tests env"),
	}
}

// noxes: below .nox, unless an option says where. nox has no question that
// gives the path of an environment.
func noxes() []Making {
	row := func(name, session, prefix string, suits func(machine.Python) bool, args ...string) Making {
		return Making{
			Tool: "nox", Name: name, Needs: []string{"nox"}, Suits: suits, Seeded: name == "default",
			steps: func(s *Sandbox, p machine.Python) Made {
				project := s.mkdir("src", awkward)
				replace := strings.NewReplacer("{python}", p.Exe, "{minor}", p.Minor, "{dashed}", strings.ReplaceAll(p.Minor, ".", "-"))
				s.file(filepath.Join(project, "noxfile.py"),
					"import nox\n\n@nox.session("+replace.Replace(session)+")\ndef tests(session):\n    pass\n")
				// nox looks for a version on PATH, which venvd is not to see.
				s.do(project, "/bin/sh", append([]string{
					"-c", `PATH=$1:$PATH; shift; exec nox --install-only "$@"`, "sh", filepath.Dir(p.Exe),
				}, args...)...)
				return Made{Project: project, Prefix: s.environment(filepath.Join(project, replace.Replace(prefix)))}
			},
		}
	}
	byUV := row("uv", `python=["{minor}"], venv_backend="uv"`, ".nox/tests-{dashed}", sinceModern)
	byUV.Needs = append(byUV.Needs, "uv")
	return []Making{
		row("default", `python=["{minor}"]`, ".nox/tests-{dashed}", sinceModern),
		row("one-python", `python="{python}"`, ".nox/tests", sinceModern),
		row("venv", `python=["{minor}"], venv_backend="venv", venv_params=["--without-pip"]`, ".nox/tests-{dashed}", hasVenv),
		byUV,
		row("envdir", `python=["{minor}"]`, "build/nox/tests-{dashed}", sinceModern, "--envdir", "build/nox"),
	}
}
