package making

import (
	"path/filepath"

	"github.com/venvd/venvd/integration_test/machine"
)

// pipxs: one environment for each application, made by uv where that is found,
// else by venv with a pip that all of them share.
func pipxs() []Making {
	row := func(name string, steps func(*Sandbox, machine.Python) Made) Making {
		return Making{
			Tool: "pipx", Name: name, Needs: []string{"pipx", "uv"}, steps: steps,
			Suits: func(p machine.Python) bool { return p.AtLeast(3, 8) },
		}
	}
	byPip := row("pip", func(s *Sandbox, p machine.Python) Made {
		s.set("PIPX_DEFAULT_BACKEND", "pip") // also where the system has a uv
		return s.pipx(p, s.path(".local", "share", "pipx"))
	})
	byPip.Needs = []string{"pipx"}
	// The pip that testtools fetches for it supports no older ones.
	byPip.Suits = func(p machine.Python) bool { return p.AtLeast(3, 10) && p.HasEnsurepip() }
	return []Making{
		row("uv", func(s *Sandbox, p machine.Python) Made {
			return s.pipx(p, s.path(".local", "share", "pipx"))
		}),
		row("home", func(s *Sandbox, p machine.Python) Made {
			s.set("PIPX_HOME", s.path("pipx of mine"))
			return s.pipx(p, s.path("pipx of mine"))
		}),
		byPip,
	}
}

func (s *Sandbox) pipx(p machine.Python, home string) Made {
	s.do(s.Home, "pipx", "install", "--python", p.Exe, s.wheel("demo"))
	return Made{
		Prefix: s.environment(filepath.Join(home, "venvs", "*")),
		Answer: filepath.Join(s.ask(s.Home, "pipx", "environment", "--value", "PIPX_LOCAL_VENVS"), "demo"),
	}
}
