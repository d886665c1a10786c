package discover

import (
	"fmt"
	"strings"
	"testing"

	"github.com/venvd/venvd/venvcore"
)

// answered are answers by path.
type answered map[string]venvcore.Asked

func (a answered) Asked(f venvcore.File) (venvcore.Asked, bool) {
	k, ok := a[f.Path]
	return k, ok
}

// speechless is a machine with two bases of which files tell the minor alone, and
// one that is known in full.
const speechless = `
-- /usr/bin/python3.11 0755 --
!elf x86_64
-- /usr/lib/python3.11/os.py --
-- /usr/include/python3.11/patchlevel.h --
#define PY_VERSION "3.11.2"
-- /opt/py/bin/python3.12 0755 --
!elf x86_64
-- /opt/py/lib/python3.12/os.py --
-- /home/u/.pyenv/versions/mine/bin/python3 -> python3.13 --
-- /home/u/.pyenv/versions/mine/bin/python3.13 0755 --
!elf x86_64
-- /home/u/.pyenv/versions/mine/lib/python3.13/os.py --
-- /home/u/.pyenv/versions/env/pyvenv.cfg --
home = /opt/py/bin
-- /home/u/.pyenv/versions/env/bin/python -> /opt/py/bin/python3.12 --
-- /home/u/.pyenv/versions/env/lib/python3.12/site-packages/ --
-- /w/known/pyvenv.cfg --
home = /opt/py/bin
version = 3.12.4
-- /w/known/bin/python -> /opt/py/bin/python3.12 --
-- /w/known/lib/python3.12/site-packages/ --
-- /w/p/pyvenv.cfg --
home = /opt/py/bin
-- /w/p/bin/python -> /opt/py/bin/python3.12 --
-- /w/p/lib/python3.12/site-packages/ --
-- /w/gone/bin/python3.9 0755 --
!elf x86_64
`

func speechlessWorld(t *testing.T, a Answers) *World {
	w := unpacked(t, speechless)
	w.Home = "/home/u"
	w.Env = func(name string) (string, bool) { return "/opt/py/bin:/w/p/bin:/usr/bin", name == "PATH" }
	w.Answers = a
	return w
}

// shownUnknowns prints what a report would ask, one a line.
func shownUnknowns(r *Report) string {
	var out strings.Builder
	for _, u := range r.Unknown {
		place := [...]string{"else", "search", "store", "own"}[u.Place]
		fmt.Fprintf(&out, "%s %s %s %s\n", place, u.File.Path, u.Path, u.From)
	}
	return out.String()
}

// TestUnknown: a base is asked about only where it, or an environment on it, is
// shown without its patch, and with what led to it.
func TestUnknown(t *testing.T) {
	const py = "/opt/py/bin/python3.12"
	for _, tt := range []struct {
		root Root
		want string
	}{
		{Root{Kind: RootTool, Tool: "system"}, "own " + py + " " + py + " /opt/py/bin\n"},
		{
			Root{Kind: RootTool, Tool: "pyenv"}, "own /home/u/.pyenv/versions/mine/bin/python3.13 /home/u/.pyenv/versions/mine/bin/python3 /home/u/.pyenv/versions/mine/bin\n" +
				"own /home/u/.pyenv/versions/mine/bin/python3.13 /home/u/.pyenv/versions/mine/bin/python3.13 /home/u/.pyenv/versions/mine/bin\n" +
				"store " + py + " " + py + " /home/u/.pyenv/versions/env\n",
		},
		{Root{Kind: RootTool, Tool: "path"}, "search " + py + " " + py + " /opt/py/bin\nelse " + py + " " + py + " /w/p\n"},
		{Root{Kind: RootFolder, Path: "/w"}, "else " + py + " " + py + " /w/p\n"},
		{Root{Kind: RootFolder, Path: "/w/known"}, ""},
		{Root{Kind: RootPaths, Paths: []string{"/opt/py"}}, "else " + py + " " + py + " /opt/py/bin\n"},
		{Root{Kind: RootPaths, Paths: []string{"/w/gone"}}, ""}, // it has no library, so it cannot say anything
	} {
		r := mustScan(t, NewScanner(speechlessWorld(t, answered{}), Options{}), Query{Root: tt.root})
		if got := shownUnknowns(r); got != tt.want {
			t.Errorf("%s asks\n%swant\n%s", tt.root.Key(), got, tt.want)
		}
		for _, u := range r.Unknown {
			if u.File.Size == 0 || u.File.MTime == 0 || u.Minor == "" || u.Library != u.Prefix+"/lib/python"+u.Minor {
				t.Errorf("%+v", u)
			}
		}
		if r := mustScan(t, NewScanner(speechlessWorld(t, nil), Options{}), Query{Root: tt.root}); len(r.Unknown) != 0 {
			t.Errorf("%s asks although nobody answers", tt.root.Key())
		}
	}
}

// TestAnswerIsTaken: an answer is used where no file says more, and passed over
// where it contradicts the file that was run.
func TestAnswerIsTaken(t *testing.T) {
	for _, tt := range []struct {
		name   string
		answer venvcore.Asked
		want   string
	}{
		{"full", venvcore.Asked{Version: "3.12.9", Implementation: "cpython"}, "3.12.9"},
		{"pre-release", venvcore.Asked{Version: "3.12.0rc2", Implementation: "cpython"}, "3.12.0rc2"},
		{"failed", venvcore.Asked{Failure: "it gave no answer in time"}, "3.12"},
		{"another minor", venvcore.Asked{Version: "3.13.1", Implementation: "cpython"}, "3.12"},
		{"another implementation", venvcore.Asked{Version: "3.12.9", Implementation: "pypy"}, "3.12"},
	} {
		w := speechlessWorld(t, answered{"/opt/py/bin/python3.12": tt.answer})
		r := mustScan(t, NewScanner(w, Options{}), Query{Root: Root{Kind: RootPaths, Paths: []string{"/opt/py", "/w/p"}}})
		if want := "/opt/py " + tt.want + ", /w/p " + tt.want; versions(r) != want || len(r.Unknown) != 0 {
			t.Errorf("%s: %s, want %s; asks %v", tt.name, versions(r), want, r.Unknown)
		}
	}
}

func TestContradictions(t *testing.T) {
	free := &base{impl: "cpython", minor: "3.13", flags: "t"}
	said := venvcore.Asked{Version: "3.13.0", Implementation: "cpython"}
	if !free.contradicts(said) {
		t.Error("python3.13t is no free-threaded build and nobody minds")
	}
	if said.FreeThreaded = true; free.contradicts(said) || (&base{impl: "cpython"}).contradicts(said) {
		t.Error("a true answer is refused")
	}
}

// TestArchIsOnlyFilledIn: what the header of the program says is better than what
// the machine says of itself.
func TestArchIsOnlyFilledIn(t *testing.T) {
	for arch, want := range map[string]string{"x86": "x86", "": "arm64"} {
		w := speechlessWorld(t, answered{"/opt/py/bin/python3.12": {Version: "3.12.9", Implementation: "cpython", Machine: "aarch64"}})
		b := &base{impl: "cpython", minor: "3.12", version: "3.12", arch: arch, hasStdlib: true, file: venvcore.File{Path: "/opt/py/bin/python3.12"}}
		if b.askedVersion(NewLook(w)); b.arch != want || b.version != "3.12.9" {
			t.Errorf("%q becomes %q, %s", arch, b.arch, b.version)
		}
	}
}

// TestAnswerComesLater: a scan does not wait for an answer. When there is one, a
// hint on the path of the interpreter has all looked at again that stands on it,
// though no file has changed and the base is remembered.
func TestAnswerComesLater(t *testing.T) {
	answers := answered{}
	s := NewScanner(speechlessWorld(t, answers), Options{Identities: true})
	q := folderOf("/w")
	if r := mustScan(t, s, q); len(r.Unknown) != 1 {
		t.Fatalf("asks %v", r.Unknown)
	}
	if r := mustScan(t, s, q); len(r.Unknown) != 1 || r.Looked != 0 {
		t.Errorf("the second scan asks %v", r.Unknown)
	}
	answers["/opt/py/bin/python3.12"] = venvcore.Asked{Version: "3.12.9", Implementation: "cpython"}
	if r := mustScan(t, s, q); strings.Contains(versions(r), "3.12.9") {
		t.Errorf("nobody has said that anything changed: %s", versions(r))
	}
	q.Changed = []string{"/opt/py/bin/python3.12"}
	r := mustScan(t, s, q)
	if want := "/w/known 3.12.9, /w/p 3.12.9"; versions(r) != want || len(r.Unknown) != 0 {
		t.Errorf("%s, want %s; asks %v", versions(r), want, r.Unknown)
	}
	if r.Environments[1].Evidence[len(r.Environments[1].Evidence)-1] != "/opt/py/bin/python3.12" {
		t.Errorf("the evidence is %v", r.Environments[1].Evidence)
	}
}
