package making

import (
	_ "embed"
	"path/filepath"
	"strings"

	"github.com/venvd/venvd/integration_test/machine"
)

// condaProgram makes the prefixes. conda and mamba themselves cannot be had
// from PyPI; py-rattler, which pixi is made of, writes the same format.
//
//go:embed conda.py
var condaProgram string

// ofConda: Debian's Python does not find its library beside itself, so a copy
// of it is no package.
func ofConda(tool, name string, steps func(*Sandbox, machine.Python) Made) Making {
	return Making{
		Tool: tool, Name: name, Needs: []string{rattler}, steps: steps,
		Suits: func(p machine.Python) bool { return p.AtLeast(3, 6) && !p.System },
	}
}

// condas: in an installation's envs, known to the installation by a list, or
// in the project; and the installation itself.
func condas() []Making {
	const python, named = "python,demo", "name: shop\ndependencies:\n  - python\n"
	return []Making{
		ofConda("conda", "envs", func(s *Sandbox, p machine.Python) Made {
			project := s.mkdir("src", awkward)
			s.file(filepath.Join(project, "environment.yml"), named)
			prefix := s.path("miniconda3", "envs", "shop")
			s.conda(p, s.path("miniconda3")+"=conda,python", prefix+"="+python)
			return Made{Project: project, Prefix: prefix}
		}),
		ofConda("conda", "user-envs", func(s *Sandbox, p machine.Python) Made {
			project := s.mkdir("src", awkward)
			s.file(filepath.Join(project, "environment.yml"), named)
			prefix := s.path(".conda", "envs", "shop")
			s.conda(p, prefix+"="+python)
			return Made{Project: project, Prefix: prefix}
		}),
		ofConda("conda", "in-project", func(s *Sandbox, p machine.Python) Made {
			project := s.mkdir("src", awkward)
			prefix := filepath.Join(project, ".conda")
			s.conda(p, prefix+"="+python)
			return Made{Project: project, Prefix: prefix}
		}),
		// conda writes the list when it makes an environment; the library does not.
		ofConda("conda", "environments-txt", func(s *Sandbox, p machine.Python) Made {
			prefix := s.path("somewhere", "deep", "shop")
			s.conda(p, prefix+"="+python)
			s.file(s.path(".conda", "environments.txt"), prefix+"\n")
			return Made{Prefix: prefix}
		}),
		ofConda("conda", "no-python", func(s *Sandbox, p machine.Python) Made {
			prefix := s.path(".conda", "envs", "data")
			s.conda(p, prefix+"=data")
			return Made{Prefix: prefix, Dead: true}
		}),
		ofConda("conda", "root", func(s *Sandbox, p machine.Python) Made {
			prefix := s.path("miniconda3")
			s.conda(p, prefix+"=conda,python")
			return Made{Prefix: prefix}
		}),
	}
}

// pixis are made as conda's, with what pixi itself adds. It cannot be had from
// a registry in a version of today.
func pixis() []Making {
	return []Making{ofConda("pixi", "default", func(s *Sandbox, p machine.Python) Made {
		project := s.mkdir("src", awkward)
		manifest := s.file(filepath.Join(project, "pixi.toml"),
			"[workspace]\nname = \"shop\"\nchannels = []\nplatforms = [\"linux-64\"]\n[dependencies]\npython = \"*\"\n")
		prefix := filepath.Join(project, ".pixi", "envs", "default")
		s.conda(p, prefix+"=python,demo")
		meta := filepath.Join(prefix, "conda-meta")
		s.file(filepath.Join(meta, "pixi"), `{"manifest_path":"`+manifest+
			`","environment_name":"default","pixi_version":"0.50.0","environment_lock_file_hash":"0123456789abcdef"}`)
		s.file(filepath.Join(meta, "pixi_env_prefix"), prefix)
		return Made{Project: project, Prefix: prefix}
	})}
}

// ryes: rye has ended and cannot be had; it had virtualenv make .venv, and
// wrote a file of its own into it.
func ryes() []Making {
	return []Making{{
		Tool: "rye", Name: "default", Needs: []string{"virtualenv"}, Suits: sinceModern,
		steps: func(s *Sandbox, p machine.Python) Made {
			project := s.project(awkward, "[tool.rye]\nmanaged = true\n")
			prefix := filepath.Join(project, ".venv")
			s.do(project, "virtualenv", "-q", "--no-pip", "-p", p.Exe, prefix)
			s.file(filepath.Join(prefix, "rye-venv.json"), `{"python":"cpython@`+s.version(p)+`","venv_path":"`+prefix+`"}`)
			return Made{Project: project, Prefix: s.environment(prefix)}
		},
	}}
}

// conda makes prefixes: each PREFIX=PACKAGE,PACKAGE.
func (s *Sandbox) conda(p machine.Python, prefixes ...string) {
	program := s.file(filepath.Join(s.dir, "conda.py"), condaProgram)
	args := append([]string{program, filepath.Join(s.dir, "conda"), p.Prefix, s.version(p)}, prefixes...)
	s.do(s.Home, s.library(rattler), args...)
}

// version asks a base for its whole version.
func (s *Sandbox) version(p machine.Python) string {
	return strings.TrimSpace(s.ask(s.Home, p.Exe, "-c", "import platform; print(platform.python_version())"))
}
