package making

import (
	"path/filepath"
	"strings"

	"github.com/venvd/venvd/integration_test/machine"
)

// keptPythons: a Python that a tool of projects has installed. What they fetch
// comes from the network; where they unpack it is known, and that a copy which
// lies there is one of theirs each says itself.
func keptPythons() []Making {
	row := func(tool, name string, steps func(*Sandbox, machine.Python) Made) Making {
		return Making{Tool: tool, Name: name, Needs: []string{tool}, Suits: sinceModern, steps: steps}
	}
	return []Making{
		row("pdm", "python", func(s *Sandbox, p machine.Python) Made {
			prefix := s.path(".local", "share", "pdm", "python", "cpython@"+p.Minor)
			s.base(p, prefix)
			return Made{Prefix: prefix, Answer: prefixOf(s.ask(s.Home, "pdm", "python", "find", "--managed", p.Minor))}
		}),
		row("pdm", "install-root", func(s *Sandbox, p machine.Python) Made {
			s.file(s.path(".config", "pdm", "config.toml"), "[python]\ninstall_root = \""+s.path("pythons")+"\"\n")
			prefix := s.path("pythons", "cpython@"+p.Minor, "install")
			s.base(p, prefix)
			return Made{Prefix: prefix, Answer: prefixOf(s.ask(s.Home, "pdm", "python", "find", "--managed", p.Minor))}
		}),
		row("poetry", "python", func(s *Sandbox, p machine.Python) Made {
			return s.poetryPython(p, s.path(".local", "share", "pypoetry", "python", "cpython@"+p.Minor))
		}),
		row("poetry", "installation-dir", func(s *Sandbox, p machine.Python) Made {
			s.file(s.path(".config", "pypoetry", "config.toml"), "[python]\ninstallation-dir = \""+s.path("pythons")+"\"\n")
			return s.poetryPython(p, s.path("pythons", "cpython@"+p.Minor, "install"))
		}),
		row("hatch", "python", func(s *Sandbox, p machine.Python) Made {
			return s.hatchPython(p, s.path(".local", "share", "hatch", "pythons"))
		}),
		row("hatch", "dirs-python", func(s *Sandbox, p machine.Python) Made {
			s.file(s.path(".config", "hatch", "config.toml"), "[dirs]\npython = \""+s.path("pythons")+"\"\n")
			return s.hatchPython(p, s.path("pythons"))
		}),
		row("pipx", "python", func(s *Sandbox, p machine.Python) Made {
			// It says where they lie, and the versions that are there.
			prefix := s.path(".local", "share", "pipx", "py", p.Minor)
			s.base(p, prefix)
			store, list, _ := strings.Cut(s.ask(s.Home, "pipx", "interpreter", "list"), "\n")
			made := Made{Prefix: prefix}
			if _, name, ok := strings.Cut(list, "Python "); ok {
				made.Answer = filepath.Join(store[strings.LastIndex(store, " ")+1:], strings.Fields(name)[0])
			}
			return made
		}),
	}
}

// prefixOf gives the prefix of the interpreter that an answer ends with.
func prefixOf(answer string) string {
	return filepath.Dir(filepath.Dir(strings.TrimSpace(answer[strings.LastIndexAny(answer, " \n")+1:])))
}

func (s *Sandbox) poetryPython(p machine.Python, prefix string) Made {
	s.base(p, prefix)
	// A table; the path is the last of a line.
	return Made{Prefix: prefix, Answer: prefixOf(strings.TrimSpace(s.ask(s.Home, "poetry", "python", "list", "--managed")))}
}

// builds is where hatch has Pythons from; by that it knows which program they have.
const builds = "https://github.com/astral-sh/python-build-standalone/releases/download/"

// hatchPython: only what has a note of where it came from is hatch's.
func (s *Sandbox) hatchPython(p machine.Python, store string) Made {
	unpacked := filepath.Join(store, p.Minor)
	prefix := filepath.Join(unpacked, "python")
	s.base(p, prefix)
	s.file(filepath.Join(unpacked, "hatch-dist.json"), `{"source": "`+builds+`20240107/cpython-`+p.Minor+`.0%2B20240107-x.tar.gz", "python_path": "python/bin/python3"}`)
	return Made{Prefix: prefix, Answer: prefixOf(s.ask(s.Home, "hatch", "python", "find", p.Minor))}
}
