package integration_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/venvd/venvd/integration_test/machine"
)

// TestPackagesOfEveryPython holds `venvd packages` against pip on every Python
// of the machine: on the base itself, on an environment with packages of every
// kind, and on one with system site-packages; each with the pip that comes with
// that Python, and where it runs with the current one. The lines of pip freeze
// are compared one by one and in their order.
func TestPackagesOfEveryPython(t *testing.T) {
	pythons := machine.Pythons()
	if len(pythons) == 0 {
		t.Skip("this machine has no Python that the tests know how to find")
	}
	for _, p := range pythons {
		t.Run(p.Name(), func(t *testing.T) {
			t.Run("base", func(t *testing.T) {
				t.Parallel()
				b := &bench{world: pipWorld(t), p: p, python: p.Exe, prefix: p.Exe}
				b.agree(t)
			})
			t.Run("filled", func(t *testing.T) {
				t.Parallel()
				needGit(t)
				b := newBench(t, p)
				b.fill()
				b.add()
				b.agree(t)
			})
			t.Run("inheriting", func(t *testing.T) {
				t.Parallel()
				b := newBench(t, p, "--system-site-packages")
				b.installed(b.site, "own", "1.0", nil)
				b.agree(t)
				b.inherits(t)
			})
		})
	}
}

// fill has pip install what it can install, from wheels, directories, archives
// and repositories, in editable mode and not.
func (b *bench) fill() {
	b.t.Helper()
	b.wheel("Foo.Bar_baz", "1.0")
	archive := b.wheel("archived", "1.2")
	dir := b.project("with space/dirproj", "dirproj", "")
	flat, src := b.project("flatproj", "flatproj", ""), b.project("srcproj", "srcproj", "src")
	repo := b.project("repo", "gitproj", "")
	b.commit(repo)
	b.git(repo, "tag", "v1")
	edit := b.project("editrepo", "vcs_edit", "")
	b.commit(edit)

	install := []string{"-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "--find-links", filepath.Join(b.work, "wheels")}
	if b.p.AtLeast(3, 12) {
		install = append(install, "--use-pep517") // `setup.py develop` is gone from the setuptools for these
	}
	// Two commands: on a busy machine one would take longer than a command may.
	b.must(b.python, slices.Concat(install, []string{"Foo.Bar_baz", fileURI(archive), dir, "git+" + fileURI(repo) + "@v1#egg=gitproj"})...)
	b.must(b.python, slices.Concat(install, []string{"-e", flat, "-e", src, "-e", "git+" + fileURI(edit) + "#egg=vcs_edit"})...)
}

// piplike is one line of `pip list --format=json`, or of `venvd packages --json`.
type piplike struct {
	Name     string `json:"name"`
	Version  string `json:"version"`
	Editable string `json:"editable"`
	Project  string `json:"editable_project_location"`

	Installer *string `json:"installer"`
	Requested bool    `json:"requested"`
	Inherited bool    `json:"inherited"`
}

func (p piplike) String() string {
	return strings.TrimSpace(p.Name + " " + p.Version + " " + p.Editable + p.Project)
}

// said is what one program says of an environment.
type said struct {
	packages []piplike
	list     []string // a package each
	freeze   []string // a package each, with the remarks above it
}

// venvd asks venvd.
func (b *bench) venvd(t *testing.T) said {
	t.Helper()
	var answer struct {
		Packages []piplike `json:"packages"`
		Text     string    `json:"text"`
		Faults   []any     `json:"faults"`
	}
	if err := json.Unmarshal([]byte(b.must(binary, "packages", b.prefix, "--freeze", "--json")), &answer); err != nil {
		t.Fatal(err)
	}
	if len(answer.Faults) > 0 {
		t.Errorf("faults: %s", text(answer.Faults))
	}
	if plain := b.must(binary, "packages", b.prefix, "--freeze"); plain != answer.Text {
		t.Errorf("--freeze prints\n%s\nand the protocol's text is\n%s", plain, answer.Text)
	}
	return saying(answer.Packages, answer.Text)
}

// askPip runs two commands of pip in one process: the start is what takes time.
const askPip = `
import runpy, sys
for args in (["list", "--format=json"], ["freeze", "--all"]):
    sys.argv = ["pip"] + args
    try:
        runpy.run_module("pip", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if end.code:
            raise
    sys.stdout.write("\n---\n")
    sys.stdout.flush()
import pip
sys.stdout.write(pip.__version__)
`

// pip asks the pip of the environment, or the one in a directory.
func (b *bench) pip(t *testing.T, in string) (said, string) {
	t.Helper()
	cmd := []string{b.python, "-c", askPip}
	if in != "" {
		cmd = append([]string{"env", "PYTHONPATH=" + in}, cmd...)
	}
	parts := strings.Split(b.must(cmd[0], cmd[1:]...), "\n---\n")
	var packages []piplike
	if err := json.Unmarshal([]byte(parts[0]), &packages); err != nil || len(parts) != 3 {
		t.Fatalf("pip said %q: %v", parts, err)
	}
	return saying(packages, parts[1]), parts[2]
}

func saying(packages []piplike, freeze string) said {
	s := said{packages: packages}
	for _, p := range packages {
		s.list = append(s.list, p.String())
	}
	block := ""
	for line := range strings.Lines(freeze) {
		if block += line; !strings.HasPrefix(line, "#") {
			s.freeze = append(s.freeze, strings.TrimSpace(block))
			block = ""
		}
	}
	return s
}

// currentPip is the newest that the pinned virtualenv has in itself
// (scripts/testtools), and the one that venvd follows: with a newer virtualenv
// this may be raised, and what differs then is what pip has changed.
const currentPip = "pip-26.3"

// agree compares venvd with the pip that is there, and with the current one.
func (b *bench) agree(t *testing.T) {
	t.Helper()
	ours := b.venvd(t)
	theirs, version := b.pip(t, "")
	b.compare(t, ours, theirs, version)
	if b.p.AtLeast(3, 10) {
		current := filepath.Join(b.work, "current-pip")
		unzip(t, embedded(t, "virtualenv", currentPip), current, "pip") // without its metadata it is not installed
		theirs, version = b.pip(t, current)
		b.compare(t, ours, theirs, version)
	}
}

// compare leaves out what is known to differ from that pip, and wants the rest
// to be equal line by line.
func (b *bench) compare(t *testing.T, ours, theirs said, version string) {
	t.Helper()
	for _, kind := range []struct {
		name         string
		ours, theirs []string
	}{{"list", ours.list, theirs.list}, {"freeze", ours.freeze, theirs.freeze}} {
		o, p := kind.ours, kind.theirs
		for _, d := range knownDifferences() {
			if d.of == kind.name && d.holds(b.p, version) {
				o, p = d.without(o, p)
			}
		}
		if !slices.Equal(o, p) {
			t.Errorf("pip %s %s of Python %s:\n%s", version, kind.name, b.p.Name(), lineDiff(o, p))
		}
	}
}

// lineDiff shows what only one of two lists has, or their order.
func lineDiff(ours, theirs []string) string {
	var b strings.Builder
	for _, line := range ours {
		if !slices.Contains(theirs, line) {
			fmt.Fprintf(&b, "venvd alone: %q\n", line)
		}
	}
	for _, line := range theirs {
		if !slices.Contains(ours, line) {
			fmt.Fprintf(&b, "pip alone:   %q\n", line)
		}
	}
	if b.Len() == 0 {
		fmt.Fprintf(&b, "the order differs:\n%q\n%q", ours, theirs)
	}
	return b.String()
}

// inherits looks at what the base has: it is there, marked as inherited, but for
// what the environment has itself.
func (b *bench) inherits(t *testing.T) {
	t.Helper()
	base := *b
	base.prefix = b.p.Exe
	own := map[string]bool{"own": true}
	entries, err := os.ReadDir(b.site)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if name, _, ok := strings.Cut(e.Name(), "-"); ok && strings.HasSuffix(e.Name(), ".dist-info") {
			own[name] = true
		}
	}
	seen := map[string]piplike{}
	for _, p := range b.venvd(t).packages {
		seen[p.Name] = p
		if p.Inherited == own[p.Name] {
			t.Errorf("%s: inherited is %v", p, p.Inherited)
		}
	}
	for _, p := range base.venvd(t).packages {
		if _, there := seen[p.Name]; !there {
			t.Errorf("%s of the base is missing", p)
		}
		if p.Inherited {
			t.Errorf("%s of the base itself is called inherited", p)
		}
	}
}
