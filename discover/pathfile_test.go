package discover

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/venvd/venvd/venvcore"
)

func TestFinderPaths(t *testing.T) {
	posix, windows := &World{OS: "linux"}, &World{OS: "windows"}
	for _, tt := range []struct {
		w    *World
		text string
		want []string
	}{
		{posix, "MAPPING = {'a': '/src/a', 'b.c': \"/it's/b\"}\n", []string{"/src/a", "/it's/b"}},
		{posix, "import sys\nMAPPING: dict[str, str] = {\n 'a': '/src/\\xe4\\u20ac\\U0001f600\\'\\\\x'\n}\n", []string{"/src/ä€😀'\\x"}},
		{posix, "MAPPING: dict[str, str] = {}\nNAMESPACES: dict[str, list[str]] = {'n': ['/src/n']}\n", nil},
		{posix, "MAPPING = {'a': 'relative'}", nil},
		{posix, "MAPPING = {'a': '/with a } in it', 'b': '/b'}", nil}, // what cannot be read says nothing
		{posix, "XMAPPING = {'a': '/a'}", nil},
		{posix, "", nil},
		{windows, `MAPPING = {'a': 'C:\\src\\a'}`, []string{`C:\src\a`}},
	} {
		if got := finderPaths(tt.w, tt.text); !slices.Equal(got, tt.want) {
			t.Errorf("%q has %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestFilePath(t *testing.T) {
	posix, windows := &World{OS: "linux"}, &World{OS: "windows"}
	for _, tt := range []struct {
		w         *World
		url, want string
	}{
		{posix, "file:///src/a%20b/", "/src/a b"},
		{posix, "file://localhost/src", "/src"},
		{posix, "https://example.org/a.whl", ""},
		{posix, "file:relative", ""},
		{posix, "%zz", ""},
		{windows, "file:///C:/src/a%20b", `C:\src\a b`},
		{windows, "file://server/share/a", `\\server\share\a`},
	} {
		if got, ok := fileURLPath(tt.w, tt.url); got != tt.want || ok != (tt.want != "") {
			t.Errorf("%s is %q, want %q", tt.url, got, tt.want)
		}
	}
}

func TestRelocated(t *testing.T) {
	for _, tt := range []struct{ old, now, path, want string }{
		{"/a/proj/.venv", "/b/proj2/.venv", "/a/proj/src/x", "/b/proj2/src/x"},
		{"/a/proj/.venv", "/b/proj/.venv", "/a/other", "/b/other"},
		{"/a/proj/.venv", "/b/proj2/.venv", "/a/other", ""},
		{"/a/proj/.venv", "/a/proj/env", "/a/proj/src", ""}, // the environment alone was moved
		{"/a/proj/.venv", "/a/proj/env", "/a/proj/.venv/src/x", "/a/proj/env/src/x"},
		{"/a/.venv", "/a/.venv", "/a/src", ""},
		{"/.venv", "/x/.venv", "/src", "/x/src"},
		{"/home/old/p/.venv", "/home/new/p/.venv", "/home/old/.pyenv/bin", "/home/new/.pyenv/bin"},
	} {
		if got := relocated(&World{OS: "linux"}, tt.old, tt.now, tt.path); got != tt.want {
			t.Errorf("%s → %s takes %s to %q, want %q", tt.old, tt.now, tt.path, got, tt.want)
		}
	}
}

func TestRootOf(t *testing.T) {
	posix, windows := &World{OS: "linux"}, &World{OS: "windows"}
	for _, tt := range []struct {
		w          *World
		path, want string
	}{
		{posix, "/app/.venv", "/app"},
		{posix, "/app", "/app"},
		{posix, "/home/anna/p/.venv", "/home/anna"},
		{posix, "/Users/anna", "/Users/anna"},
		{posix, "/home", "/home"},
		{posix, "/", "/"},
		{posix, "/mnt/disk/x", "/mnt"},
		{windows, `C:\Users\anna\p`, `C:\Users\anna`},
		{windows, `D:\build\p`, `D:\build`},
		{windows, `C:\`, `C:\`},
	} {
		if got := tt.w.rootOf(tt.path); got != tt.want {
			t.Errorf("the root of %s is %s, want %s", tt.path, got, tt.want)
		}
	}
}

func TestCommandPlace(t *testing.T) {
	posix, windows := &World{OS: "linux"}, &World{OS: "windows"}
	for _, tt := range []struct {
		w             *World
		command, want string
	}{
		{posix, "/usr/bin/python3 -m venv /app/.venv", "/app/.venv"},
		{posix, "/usr/bin/python3 -m venv --without-pip --prompt=x /app/my venv", "/app/my venv"},
		{posix, "/tools/bin/python -m virtualenv /app/.venv", "/app/.venv"},
		{posix, "/usr/bin/python3 -m venv relative", ""},
		{posix, "", ""},
		{windows, `C:\Python\python.exe -m venv C:\my venv`, `C:\my venv`},
	} {
		if got := commandPlace(tt.w, tt.command); got != tt.want {
			t.Errorf("%q made %q, want %q", tt.command, got, tt.want)
		}
	}
}

// TestPathFilesAreBounded: an environment with thousands of path files, or with
// one of many MiB, costs no more than the limits say.
func TestPathFilesAreBounded(t *testing.T) {
	w := unpacked(t, twoVenvs)
	site := w.host(siteOfA)
	for i := range 4 * maxPathFiles {
		must(t, os.WriteFile(fmt.Sprintf("%s/_editable_impl_p%04d.pth", site, i), fmt.Appendf(nil, "/src/gone%d\n", i), 0o644))
	}
	must(t, os.WriteFile(site+"/_editable_impl_aaa.pth", []byte(strings.Repeat("/src/gone\n", 1<<20)), 0o644))
	before := w.Calls()
	e := examineDir(t, w, "/w/a")
	spent := w.Calls().Sub(before)
	if n := len(e.Health.Problems); n != maxPathFiles || spent.ReadFile > maxPathFiles+20 {
		t.Errorf("%d problems by %+v", n, spent)
	}
	for _, p := range e.Health.Problems {
		if strings.Contains(p.Message, "aaa") {
			t.Errorf("one that is too large was read: %s", p.Message)
		}
	}

	w = unpacked(t, twoVenvs)
	var lines strings.Builder
	for i := range 4 * maxTargets {
		fmt.Fprintf(&lines, "/src/gone%d\n", i)
	}
	must(t, os.WriteFile(w.host(siteOfA)+"/easy-install.pth", []byte(lines.String()), 0o644))
	before = w.Calls()
	e = examineDir(t, w, "/w/a")
	if n := len(e.Health.Problems); n != maxTargets || w.Calls().Sub(before).Lstat > 3*maxTargets {
		t.Errorf("%d problems by %+v", n, w.Calls().Sub(before))
	}
}

// TestPackagesCostWhatTheirNamesAskFor: hundreds of distributions cost the one
// listing, a few a call for each, an editable install its file and the look at what
// it leads to.
func TestPackagesCostWhatTheirNamesAskFor(t *testing.T) {
	cost := func(more string) Counts {
		w := unpacked(t, twoVenvs+more)
		p := newPass(w, false, nil)
		examineIn(t, p, "/w/b")
		before := w.Calls()
		if e, _ := examineIn(t, p, "/w/a"); e.Health.State != venvcore.HealthOK {
			t.Fatalf("not healthy: %+v", e.Health)
		}
		return w.Calls().Sub(before)
	}
	installed := func(n int) string {
		var out strings.Builder
		for i := range n {
			fmt.Fprintf(&out, "-- %s/p%d-1.0.dist-info/RECORD --\n", siteOfA, i)
		}
		return out.String()
	}
	known := "-- " + siteOfA + "/_virtualenv.pth --\n-- " + siteOfA + "/distutils-precedence.pth --\n-- " + siteOfA + "/matplotlib-3.1-nspkg.pth --\n"
	bare := cost("")
	if got := cost(installed(300) + known); got != bare {
		t.Errorf("300 distributions cost %+v, none %+v", got, bare)
	}
	got := cost(installed(fewDistributions)).Sub(bare)
	if got != (Counts{Lstat: fewDistributions}) {
		t.Errorf("%d distributions cost %+v more", fewDistributions, got)
	}
	got = cost("-- " + siteOfA + "/_editable_impl_x.pth --\n/opt/py\n")
	if got = got.Sub(bare); got != (Counts{Lstat: 1, ReadFile: 1}) {
		t.Errorf("an editable install costs %+v more", got)
	}
}

func FuzzPathFile(f *testing.F) {
	f.Add("__editable__.a-1.pth", "/src/a\nimport __editable___a_1_finder\n", "MAPPING = {'a': '/src/a'}")
	f.Add("easy-install.pth", "\uFEFF/src\r\n\r# x\n./egg\n", "")
	f.Add("_x-editable.pth", "import x", "")
	f.Add(".pth", "", "MAPPING = {'\\u12': '\\")
	f.Fuzz(func(t *testing.T, name, text, finder string) {
		w := &World{OS: "linux"}
		b := &builder{l: NewLook(w)}
		if !isPathFile(name) || strings.Contains(name, "/") {
			return
		}
		for _, e := range b.editablesOf(contents{dir: "/nowhere"}, name, text) {
			for _, p := range e.paths {
				if !w.IsAbs(p) || w.Clean(p) != p {
					t.Errorf("%q leads to %q", text, p)
				}
			}
		}
		for _, p := range finderPaths(w, finder) {
			if !w.IsAbs(p) {
				t.Errorf("%q leads to %q", finder, p)
			}
		}
	})
}
