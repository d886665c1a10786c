package making

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// path is below the sandbox's home.
func (s *Sandbox) path(elem ...string) string {
	return filepath.Join(append([]string{s.Home}, elem...)...)
}

// file writes a file and the directories above it.
func (s *Sandbox) file(path, text string) string {
	if s.err == nil {
		s.check(os.MkdirAll(filepath.Dir(path), 0o755))
	}
	if s.err == nil {
		s.check(os.WriteFile(path, []byte(text), 0o644))
	}
	return path
}

// dirs makes a directory below the home.
func (s *Sandbox) mkdir(elem ...string) string {
	dir := s.path(elem...)
	if s.err == nil {
		s.check(os.MkdirAll(dir, 0o755))
	}
	return dir
}

func (s *Sandbox) symlink(target, link string) {
	if s.err == nil {
		s.check(os.MkdirAll(filepath.Dir(link), 0o755))
		s.check(os.Symlink(target, link))
	}
}

// linkProject makes the project's directory a link to one elsewhere: the tools ask
// the system where they are, and take the hash of that.
func (s *Sandbox) linkProject() {
	s.symlink(s.mkdir("elsewhere", awkward), s.path("src", awkward))
}

// copy copies one file with its mode.
func (s *Sandbox) copy(from, to string) {
	if s.err != nil {
		return
	}
	info, err := os.Stat(from)
	s.check(err)
	data, err := os.ReadFile(from)
	s.check(err)
	s.file(to, string(data))
	if s.err == nil {
		s.check(os.Chmod(to, info.Mode().Perm()))
	}
}

// environment is the one environment that matches a pattern: a directory with
// a pyvenv.cfg. That no other matches is part of what a making promises.
func (s *Sandbox) environment(pattern string) string {
	if s.err != nil {
		return ""
	}
	found, err := filepath.Glob(filepath.Join(pattern, "pyvenv.cfg"))
	s.check(err)
	if len(found) != 1 {
		s.check(fmt.Errorf("%d environments were made as %s, want one: %q", len(found), pattern, found))
		return ""
	}
	return filepath.Dir(found[0])
}

// awkward is the name of a project's directory that no tool can take over as
// it is: a capital, a blank and a dot.
const awkward = "My Proj.x"

// project makes a project's directory below ~/src with a pyproject.toml, to
// which the text is added.
func (s *Sandbox) project(dir, text string) string {
	project := s.mkdir("src", dir)
	s.file(filepath.Join(project, "pyproject.toml"),
		"[project]\nname = \"My_Proj.X\"\nversion = \"1.0\"\nrequires-python = \">=3.6\"\n"+text)
	return project
}

// wheel makes the wheel (PEP 427) of a distribution with one command, as small
// as one can be: what is installed from it needs no network.
func (s *Sandbox) wheel(name string) string {
	info := name + "-1.0.dist-info/"
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	var record strings.Builder
	for _, f := range [][2]string{
		{name + ".py", "def main():\n    print('" + name + "')\n"},
		{info + "METADATA", "Metadata-Version: 2.1\nName: " + name + "\nVersion: 1.0\n"},
		{info + "WHEEL", "Wheel-Version: 1.0\nGenerator: making\nRoot-Is-Purelib: true\nTag: py2.py3-none-any\n"},
		{info + "entry_points.txt", "[console_scripts]\n" + name + " = " + name + ":main\n"},
	} {
		w, err := z.Create(f[0])
		s.check(err)
		if err == nil {
			_, err = w.Write([]byte(f[1]))
			s.check(err)
		}
		record.WriteString(f[0] + ",,\n")
	}
	w, err := z.Create(info + "RECORD")
	s.check(err)
	if err == nil {
		_, err = w.Write([]byte(record.String() + info + "RECORD,,\n"))
		s.check(err)
	}
	s.check(z.Close())
	return s.file(s.path("wheels", name+"-1.0-py2.py3-none-any.whl"), b.String())
}

// ofInterpreter gives the prefix that an interpreter's path stands in.
func ofInterpreter(path string) string {
	if path == "" {
		return ""
	}
	return filepath.Dir(filepath.Dir(path))
}
