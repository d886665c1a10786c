package making

import (
	"path/filepath"

	"github.com/venvd/venvd/integration_test/machine"
)

// ofUV is a making of uv, which has supported 3.8 and later since 0.9.
func ofUV(name string, steps func(*Sandbox, machine.Python) Made) Making {
	return Making{
		Tool: "uv", Name: name, Needs: []string{"uv"}, steps: steps,
		Suits: func(p machine.Python) bool { return p.AtLeast(3, 8) },
	}
}

// uvProjects: .venv at the workspace's root, unless a variable says otherwise.
func uvProjects() []Making {
	return []Making{
		ofUV("project", func(s *Sandbox, p machine.Python) Made {
			project := s.project(awkward, "")
			s.do(project, "uv", "sync", "-q", "--python", p.Exe)
			return s.uvProject(project, project, filepath.Join(project, ".venv"))
		}),
		ofUV("project-environment", func(s *Sandbox, p machine.Python) Made {
			s.set("UV_PROJECT_ENVIRONMENT", "envs/x")
			project := s.project(awkward, "")
			s.do(project, "uv", "sync", "-q", "--python", p.Exe)
			return s.uvProject(project, project, filepath.Join(project, "envs", "x"))
		}),
		ofUV("workspace", func(s *Sandbox, p machine.Python) Made {
			root := s.project("shop", "[tool.uv.workspace]\nmembers = [\"packages/*\"]\n")
			member := filepath.Join(root, "packages", "a")
			s.file(filepath.Join(member, "pyproject.toml"), "[project]\nname = \"a\"\nversion = \"1.0\"\nrequires-python = \">=3.6\"\n")
			s.do(member, "uv", "sync", "-q", "--python", p.Exe)
			return s.uvProject(root, member, filepath.Join(root, ".venv"))
		}),
		// Kept in uv's cache, with .venv as a link to it.
		ofUV("centralized", func(s *Sandbox, p machine.Python) Made {
			s.set("UV_PREVIEW_FEATURES", "centralized-project-envs")
			project := s.project(awkward, "")
			s.do(project, "uv", "sync", "-q", "--python", p.Exe)
			return s.uvProject(project, project, filepath.Join(project, ".venv"))
		}),
		ofUV("venv", func(s *Sandbox, p machine.Python) Made {
			project := s.mkdir("src", "plain")
			s.file(filepath.Join(project, "requirements.txt"), "")
			s.do(project, "uv", "venv", "-q", "--python", p.Exe)
			return s.uvProject(project, project, filepath.Join(project, ".venv"))
		}),
	}
}

// uvProject tells of the environment of a project, asked for in one of its
// directories.
func (s *Sandbox) uvProject(project, asked, prefix string) Made {
	return Made{
		Project: project, Asked: asked, Prefix: s.environment(prefix),
		Answer: ofInterpreter(s.ask(asked, "uv", "python", "find")),
	}
}

// uvOthers are those of no project: of a script (PEP 723), and of a tool that
// is installed by itself.
func uvOthers() []Making {
	return []Making{
		ofUV("script", func(s *Sandbox, p machine.Python) Made {
			script := s.file(s.path("src", "tool one.py"),
				"# /// script\n# requires-python = \">=3.6\"\n# dependencies = []\n# ///\nprint('one')\n")
			dir := filepath.Dir(script)
			s.do(dir, "uv", "sync", "-q", "--python", p.Exe, "--script", script)
			return Made{
				Project: script,
				Prefix:  s.environment(s.path(".cache", "uv", "environments-v*", "tool-one-*")),
				Answer:  ofInterpreter(s.ask(dir, "uv", "python", "find", "--script", script)),
			}
		}),
		ofUV("tool", func(s *Sandbox, p machine.Python) Made {
			return s.uvTool(p, s.path(".local", "share", "uv", "tools"))
		}),
		ofUV("tool-dir", func(s *Sandbox, p machine.Python) Made {
			s.set("UV_TOOL_DIR", s.path("uv tools"))
			return s.uvTool(p, s.path("uv tools"))
		}),
	}
}

func (s *Sandbox) uvTool(p machine.Python, store string) Made {
	s.do(s.Home, "uv", "tool", "install", "-q", "--python", p.Exe, s.wheel("demo"))
	return Made{
		Prefix: s.environment(filepath.Join(store, "*")),
		Answer: filepath.Join(s.ask(s.Home, "uv", "tool", "dir"), "demo"),
	}
}
