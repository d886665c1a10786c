// Package making makes environments as people do, with the real tools that
// scripts/testtools installs, and says what each tool itself answers about
// what it has made: the truth that venvd is held against.
//
// Everything happens in a Sandbox: a home, variables and a PATH of its own, so
// that no configuration of the machine's user is read or written; no network,
// since every tool is told so in its own words; and no terminal. A sandbox
// belongs to one test, so any number of them can be at work at once. The
// machine's Pythons are read and never written: what a tool would write into
// is a copy.
//
// The package runs nothing itself. Who makes a sandbox says how a command is
// run, and so answers for its end: a process group of its own and a limit.
package making

import (
	"slices"

	"github.com/venvd/venvd/integration_test/machine"
)

// A Making is one way in which one tool makes an environment.
type Making struct {
	Tool string // "poetry"
	Name string // "default", "in-project"; with the tool's it is unique
	// Needs are the commands without which it cannot be done.
	Needs []string
	// Suits reports whether the tool makes environments on that Python.
	Suits func(machine.Python) bool
	// Seeded: virtualenv puts pip in, as it does for everybody. The others are
	// spared the five hundred files of it, which is most of their time.
	Seeded bool
	steps  func(*Sandbox, machine.Python) Made
}

// Make makes the environment in a sandbox that was not used before.
func (m Making) Make(s *Sandbox, p machine.Python) (Made, error) {
	s.install(m.Needs...)
	if !m.Seeded {
		s.set("VIRTUALENV_NO_PIP", "1")
	}
	made := m.steps(s, p)
	made.Tool, made.Python = m.Tool, p
	if made.Asked == "" {
		made.Asked = made.Project
	}
	return made, s.err
}

// Made is one environment as its tool left it.
type Made struct {
	Tool   string
	Python machine.Python
	// Prefix is where it lies, as the disk says.
	Prefix string
	// Project is the directory of the project it was made for, or the script;
	// "" where there is none.
	Project string
	// Asked is the directory or the script that Answer is about, where that is
	// not Project.
	Asked string
	// Answer is the prefix that the tool gives when it is asked in Asked; ""
	// where the tool has no such question, or no answer.
	Answer string
	// Dead says that nothing starts in it: there is no interpreter, or the one
	// it stands on was made by hand. Base and Version are then what would be
	// said; "" where there is no interpreter.
	Dead bool
	Base string
	// Version is that of its Python, where a making knows it.
	Version string
}

// All gives every making, in the order of their tools.
func All() []Making {
	return slices.Concat(
		venvs(), virtualenvs(), oldPyvenvs(),
		uvProjects(), uvOthers(), pipxs(),
		poetries(), pipenvs(), pdms(), hatches(), keptPythons(),
		wrappers(), pyenvVirtualenvs(), direnvs(),
		toxes(), noxes(),
		condas(), pixis(), ryes(),
	)
}

// sinceModern: virtualenv 21 and what stands on it make 3.9 and later.
func sinceModern(p machine.Python) bool { return p.AtLeast(3, 9) }

// hasVenv: the standard library's own maker is there.
func hasVenv(p machine.Python) bool { return p.HasVenv() }
