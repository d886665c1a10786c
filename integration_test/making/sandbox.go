package making

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Runner runs one command to its end, or to a limit, in a process group of
// its own that ends with it. It returns its standard output; an error says what
// else the command wrote.
type Runner func(dir string, env []string, command ...string) (string, error)

// A Sandbox is a home with nothing in it but what a making puts there. The
// first thing that goes wrong in it stays: what is asked of it afterwards does
// nothing, so that a making reads as its steps and returns one error.
type Sandbox struct {
	Home  string
	tools string // the directory of the pinned commands
	dir   string
	vars  []string
	run   Runner
	err   error
}

// New makes a sandbox in an empty directory; tools is what scripts/testtools
// prints.
func New(dir, tools string, run Runner) *Sandbox {
	s := &Sandbox{Home: filepath.Join(dir, "home"), tools: tools, dir: dir, run: run}
	for _, name := range []string{"home", "tmp", "run", "bin", "etc"} {
		s.check(os.MkdirAll(filepath.Join(dir, name), 0o700))
	}
	s.vars = append(s.vars,
		"HOME="+s.Home,
		"TMPDIR="+filepath.Join(dir, "tmp"),
		"PATH="+s.bin()+":/usr/bin:/bin",
		"XDG_RUNTIME_DIR="+filepath.Join(dir, "run"),
		// The machine's own configuration counts as little as its user's.
		"XDG_CONFIG_DIRS="+filepath.Join(dir, "etc"),
		"XDG_DATA_DIRS="+filepath.Join(dir, "etc"),
		"LANG=C.UTF-8", "TERM=dumb", "NO_COLOR=1",
		"COLUMNS=1000", // an answer that is wrapped is none
		// A Python that is run must not write into its base.
		"PYTHONDONTWRITEBYTECODE=1",
	)
	s.vars = append(s.vars, offline(filepath.Join(filepath.Dir(tools), "wheels"))...)
	return s
}

// Env is what a shell of the sandbox's person has: venvd is started with it.
func (s *Sandbox) Env() []string { return slices.Clone(s.vars) }

func (s *Sandbox) check(err error) {
	if s.err == nil {
		s.err = err
	}
}

// set is an export in the person's profile: it holds for all that follows.
func (s *Sandbox) set(name, value string) {
	s.vars = slices.DeleteFunc(s.vars, func(v string) bool { return strings.HasPrefix(v, name+"=") })
	s.vars = append(s.vars, name+"="+value)
}

// Command is where the sandbox's PATH has a command that a making uses.
func (s *Sandbox) Command(name string) string { return filepath.Join(s.bin(), name) }

func (s *Sandbox) bin() string { return filepath.Join(s.dir, "bin") }

// Has reports whether a command can be had: one of the pinned tools, or, for
// those that are Debian's, the system's.
func (s *Sandbox) Has(name string) bool {
	_, err := s.find(name)
	return err == nil
}

func (s *Sandbox) find(name string) (string, error) {
	paths := []string{filepath.Join(s.tools, name)}
	switch name {
	case "direnv", "bash":
		paths = []string{"/usr/local/bin/" + name, "/usr/bin/" + name, "/bin/" + name}
	case rattler:
		paths = []string{s.library(rattler)}
	}
	for _, path := range paths {
		if _, err := os.Stat(path); err == nil && filepath.IsAbs(path) {
			return path, nil
		}
	}
	return "", fmt.Errorf("%s is not installed; scripts/testtools installs it", name)
}

// install puts commands on the sandbox's PATH. Only those that a making needs
// are there: several tools behave otherwise where they find uv.
func (s *Sandbox) install(names ...string) {
	for _, name := range names {
		path, err := s.find(name)
		s.check(err)
		if err == nil && name != rattler {
			s.check(os.Symlink(path, s.Command(name)))
		}
	}
}

// rattler is a library, no command.
const rattler = "py-rattler"

// library is the Python of a tool's own environment, for what is no command.
func (s *Sandbox) library(tool string) string {
	return filepath.Join(filepath.Dir(s.tools), tool, "bin", "python")
}

// ask runs a command of the sandbox in a directory and returns what it says,
// without the last line's end.
func (s *Sandbox) ask(dir, command string, args ...string) string {
	if s.err != nil {
		return ""
	}
	if !filepath.IsAbs(command) {
		path := s.Command(command)
		if _, err := os.Lstat(path); err != nil {
			s.check(errors.New("a making runs " + command + " and does not say so in its Needs"))
			return ""
		}
		command = path
	}
	out, err := s.run(dir, s.vars, append([]string{command}, args...)...)
	s.check(err)
	return strings.TrimSuffix(out, "\n")
}

// do is ask for a command whose answer does not matter.
func (s *Sandbox) do(dir, command string, args ...string) { _ = s.ask(dir, command, args...) }
