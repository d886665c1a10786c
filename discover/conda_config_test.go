package discover

import (
	"slices"
	"strings"
	"testing"
)

func TestExpandPath(t *testing.T) {
	unix := &World{OS: "linux", Home: "/home/u", Env: vars("DATA=/data", "REL=x")}
	windows := &World{OS: "windows", Home: `C:\Users\u`, Env: vars(`USERPROFILE=C:\Users\u`)}
	for _, c := range []struct {
		w          *World
		path, want string
	}{
		{unix, "/a/b/../c/", "/a/c"},
		{unix, "~", "/home/u"},
		{unix, "~/x", "/home/u/x"},
		{unix, "~v/x", ""},
		{unix, "$HOME/x", "/home/u/x"},
		{unix, "${HOME}/x", "/home/u/x"},
		{unix, "$DATA/$DATA", "/data/data"},
		{unix, "${DATA", ""},
		{unix, "$", ""},
		{unix, "/a$", "/a$"},
		{unix, "/a/${}", "/a/${}"},
		{unix, "/a/%DATA%", "/a/%DATA%"},
		{unix, "$UNKNOWN/x", ""},
		{unix, "$REL/x", ""},
		{unix, "relative", ""},
		{unix, "/a\x00b", ""},
		{unix, "", ""},
		{windows, `%USERPROFILE%\x`, `C:\Users\u\x`},
		{windows, `~\x`, `C:\Users\u\x`},
		{windows, `C:x`, ""},
		{windows, `/usr/x`, ""},
		{windows, `D:/envs`, `D:\envs`},
	} {
		got, ok := expandPath(c.w, c.path)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%s %q: %q, %v", c.w.OS, c.path, got, ok)
		}
	}
}

// vars gives an environment of variables.
func vars(list ...string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		for _, v := range list {
			if value, ok := strings.CutPrefix(v, name+"="); ok {
				return value, true
			}
		}
		return "", false
	}
}

// TestAliasesCostNothing: a file that would unfold to a thousand million nodes.
func TestAliasesCostNothing(t *testing.T) {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := range 9 {
		n := string(rune('0' + i))
		next := string(rune('1' + i))
		b.WriteString("a" + next + ": &a" + next + " [" + strings.Repeat("*a"+n+", ", 9) + "*a" + n + "]\n")
	}
	b.WriteString("envs_dirs: *a9\n")
	dirs, problems := condarcDirs([]byte(b.String()))
	if len(dirs) != 0 || len(problems) != 10 {
		t.Errorf("%d directories, %q", len(dirs), problems)
	}
}

func TestMayWrite(t *testing.T) {
	for _, c := range []struct {
		user uint32
		dir  Info
		want bool
	}{
		{1000, Info{UID: 1000, Mode: 0o755}, true},
		{1000, Info{UID: 0, Mode: 0o755}, false},
		{1000, Info{UID: 0, Mode: 0o777}, true},
		{0, Info{UID: 1000, Mode: 0o755}, true},
	} {
		if got := mayWrite(c.user, c.dir); got != c.want {
			t.Errorf("user %d, %+v: %v", c.user, c.dir, got)
		}
	}
}

// TestSharedInstallation: what a user cannot write to comes after what is the
// user's own, as for conda.
func TestSharedInstallation(t *testing.T) {
	l := NewLook(unpacked(t, "-- /opt/conda/x --\n-- /home/u/.conda/x --\n"))
	l.World().Home = "/home/u"
	home := condaHome(l)
	if got := condaDefaults(l, []string{"/opt/conda"}, home); !slices.Equal(got, []string{"/opt/conda/envs", "/home/u/.conda/envs"}) {
		t.Errorf("the user's own: %q", got)
	}
	if !mayChown(t, l.World().host("/home/u")) {
		return // the other order is that of the table above
	}
	if got := condaDefaults(NewLook(l.World()), []string{"/opt/conda"}, home); !slices.Equal(got, []string{"/home/u/.conda/envs", "/opt/conda/envs"}) {
		t.Errorf("not the user's own: %q", got)
	}
}

func TestTooManyPrefixes(t *testing.T) {
	w := &World{OS: "linux", Env: vars()}
	var b strings.Builder
	for i := range maxPrefixes + 5 {
		b.WriteString("/e/" + strings.Repeat("x", i%50) + "/" + strings.Repeat("y", i/50) + "\n")
	}
	if lines, cut := prefixLines(w, []byte(b.String())); len(lines) != maxPrefixes || !cut {
		t.Errorf("%d lines, cut %v", len(lines), cut)
	}
}

// FuzzPrefixList: whatever a list holds, what is given is absolute, clean, and
// there once.
func FuzzPrefixList(f *testing.F) {
	f.Add([]byte("/a\r\n\n# x\n/a/\n\ufeff/b\n/c/_placehold_\n"), false)
	f.Add([]byte("C:\\a\r\nC:/a\r\n\\\\host\\share\\x\n"), true)
	f.Fuzz(func(t *testing.T, data []byte, windows bool) {
		w := &World{OS: "linux", Env: vars()}
		if windows {
			w.OS = "windows"
		}
		lines, _ := prefixLines(w, data)
		for i, p := range lines {
			if !w.IsAbs(p) || w.Clean(p) != p || slices.Contains(lines[:i], p) || isBuildPrefix(w, p) {
				t.Errorf("%q", p)
			}
		}
	})
}

// FuzzCondarc: whatever a configuration file holds, reading ends without a panic,
// and what is given stands in it.
func FuzzCondarc(f *testing.F) {
	for _, seed := range []string{
		"envs_dirs: [/a, ~/b]\n", "envs_path: /a\n", "envs_dirs:\n  - 1\n  - {a: b}\n", "x: &a [/a]\nenvs_dirs: *a\n",
		"a: &a [*a]\nenvs_dirs: *a\n", "- x\n", "envs_dirs: !!binary aGk=\n", "%YAML 1.2\n---\nenvs_dirs: /x\n...\n", "? [a]\n: b\n", "\xff\xfe",
		"<<: {envs_dirs: /a}\n", "envs_dirs: \"\\u0000\"\n", "name: x\nprefix: /y\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > maxCondarc {
			return
		}
		dirs, problems := condarcDirs(data)
		for _, d := range dirs {
			if d == "" {
				t.Error("an empty directory")
			}
		}
		for _, p := range problems {
			if p == "" {
				t.Error("a problem without words")
			}
		}
		w := &World{OS: "linux", Home: "/home/u", Env: vars()}
		for _, d := range dirs {
			if p, ok := expandPath(w, d); ok && (!w.IsAbs(p) || w.Clean(p) != p) {
				t.Errorf("%q gives %q", d, p)
			}
		}
		if pairs, err := yamlPairs(data); err == nil {
			for _, p := range pairs {
				if _, ok := yamlText(p.value); ok && p.value == nil {
					t.Error("no value")
				}
			}
		}
	})
}
