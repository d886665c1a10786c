package discover

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// TestPipenvNames: names that pipenv 2026.10 has given, those of projects that lie
// next to them, and what a person would call an environment.
func TestPipenvNames(t *testing.T) {
	w := &World{OS: "linux"}
	long := strings.Repeat("a", 55) + "-long"
	for project, name := range map[string]string{
		"plain": "plain-QtQKoi4R", "My_Proj.X": "My_Proj.X-LDFHRsBk", "with space": "with_space-4HvHCUFX",
		"Ünï-çödé": "Ünï-çödé-i255gayI", "UPPER": "UPPER-UpJnrtdz", "we$i`r!d*@\"[]()&x": "we_i_r_d________x-U9PAYD65",
		"glob[ab]": "glob_ab_-yUg5-jzJ", long: strings.Repeat("a", 42) + "-e9dhp8IB",
	} {
		at := "/home/dev/names/" + project
		for _, own := range []string{name, name + "-3.13", name + "-python3.11"} {
			if !isPipenvName(w, own, at) {
				t.Errorf("%q is not seen to be pipenv's for %q", own, at)
			}
		}
		for _, own := range []string{project, name + "x", name[:len(name)-1], project + "-frontend", strings.ToUpper(name) + "x"} {
			if isPipenvName(w, own, at) {
				t.Errorf("%q is taken for pipenv's for %q", own, at)
			}
		}
		if isPipenvName(w, name, at+"2") {
			t.Errorf("%q is taken for pipenv's for another project", name)
		}
	}
}

func TestNamedProject(t *testing.T) {
	posix, windows := &World{OS: "linux"}, &World{OS: "windows"}
	for _, tt := range []struct {
		w          *World
		text, want string
	}{
		{posix, "/w/p\n", "/w/p"},
		{posix, " /w/with space/ \r\n", "/w/with space"},
		{posix, "/w/p\n/w/q\n", ""},
		{posix, "w/p", ""},
		{posix, "", ""},
		{posix, "/w/\xff", ""},
		{posix, "<?xml version=\"1.0\"?>\n<projectDescription/>", ""},
		{windows, `C:\w\p` + "\r\n", `C:\w\p`},
		{windows, `\w\p`, ""},
	} {
		if got := namedProject(tt.w, []byte(tt.text)); got != tt.want {
			t.Errorf("%q names %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestDirenvLayoutDir(t *testing.T) {
	w := &World{OS: "linux", Home: "/home/u"}
	for envrc, want := range map[string]string{
		"layout python":                                "",
		"direnv_layout_dir=.env":                       "/w/p/.env",
		"export direnv_layout_dir=$PWD/.env # there":   "/w/p/.env",
		"\t direnv_layout_dir=\"${PWD}/a/../b\"\r\n":   "/w/p/b",
		"direnv_layout_dir='$(pwd)/x'":                 "/w/p/x",
		"direnv_layout_dir=~/layouts/p":                "/home/u/layouts/p",
		"direnv_layout_dir=$HOME/layouts/p":            "/home/u/layouts/p",
		"direnv_layout_dir=/data/p":                    "/data/p",
		"direnv_layout_dir=$XDG_CACHE_HOME/p":          "",
		"direnv_layout_dir=$(hash)/p":                  "",
		"direnv_layout_dir=~other/p":                   "",
		"direnv_layout_dir=":                           "",
		"# direnv_layout_dir=/data/p":                  "",
		"direnv_layout_dir=/a\ndirenv_layout_dir=/b\n": "/b",
		"direnv_layout_dir=/a\ndirenv_layout_dir=$X":   "",
		"direnv_layout_dir() { echo /data; }":          "",
	} {
		if got := direnvLayoutDir(w, "/w/p", envrc); got != want {
			t.Errorf("%q names %q, want %q", envrc, got, want)
		}
	}
}

// FuzzOwnerFiles: whatever stands in the files that name a directory, what is
// taken from them is an absolute clean path, or nothing.
func FuzzOwnerFiles(f *testing.F) {
	f.Add([]byte("/w/p\n"), false)
	f.Add([]byte("export direnv_layout_dir=\"$PWD/../x\"\n"), false)
	f.Add([]byte(`C:\w`), true)
	f.Fuzz(func(t *testing.T, data []byte, windows bool) {
		w, dir := &World{OS: "linux", Home: "/home/u"}, "/w/p"
		if windows {
			w, dir = &World{OS: "windows", Home: `C:\Users\u`}, `C:\w\p`
		}
		for what, path := range map[string]string{
			".project": namedProject(w, data),
			".envrc":   direnvLayoutDir(w, dir, string(data)),
			"layout":   direnvLayoutDir(w, dir, fmt.Sprintf("direnv_layout_dir=%s", bytes.TrimSpace(data))),
		} {
			if path != "" && (!w.IsAbs(path) || w.Clean(path) != path || strings.ContainsAny(path, "\r\n")) {
				t.Errorf("%s: %q gives %q", what, data, path)
			}
		}
	})
}
