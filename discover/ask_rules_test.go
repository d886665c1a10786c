//go:build unix

package discover

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/venvd/venvd/discover/worldtest"
	"github.com/venvd/venvd/venvcore"
)

// saidTrust is trust as a person has said it.
type saidTrust struct {
	folders []string
	about   map[string]bool // by directory; the nearest above wins
}

func (s saidTrust) Folders(context.Context) []string { return s.folders }

func (s saidTrust) Trusted(path string) (trusted, known bool) {
	for d := path; ; d = filepath.Dir(d) {
		if t, ok := s.about[d]; ok {
			return t, true
		}
		if d == filepath.Dir(d) {
			return false, false
		}
	}
}

// realBase makes a base on the real disk, which passes every test, and gives the
// directory that holds it, the world, and what a scan says of it.
func realBase(t *testing.T) (string, *World, Unknown) {
	t.Helper()
	dir := worldtest.Unpack(t, `
-- /base/bin/python3.13 0755 --
!elf x86_64
-- /base/bin/python -> python3.13 --
-- /base/lib/python3.13/os.py --
-- /way/python3.13 -> ../base/bin/python --
-- /w/open/sub/ --
-- /w/other/ --
`)
	makePrograms(t, dir)
	w := &World{OS: runtime.GOOS, Env: func(string) (string, bool) { return "", false }, Answers: answered{}}
	return dir, w, wondered(t, w, dir)
}

// wondered looks at the base and gives what is to be asked.
func wondered(t *testing.T, w *World, dir string) Unknown {
	t.Helper()
	r := mustScan(t, NewScanner(w, Options{}), Query{Root: Root{Kind: RootPaths, Paths: []string{dir + "/base/bin/python3.13"}}})
	if len(r.Unknown) != 1 {
		t.Fatalf("asks %v of %v", r.Unknown, r.Environments)
	}
	return r.Unknown[0]
}

// TestTrustRules: who may be run by what led to it, what is opened and what is
// trusted.
func TestTrustRules(t *testing.T) {
	dir, w, u := realBase(t)
	at := func(paths ...string) []string {
		for i, p := range paths {
			paths[i] = dir + p
		}
		return paths
	}
	open, both := at("/w/open"), at("/w/open", "/w/other")
	trust := func(paths ...string) map[string]bool {
		m := map[string]bool{}
		for _, p := range paths {
			yes := p[0] == '+'
			m[dir+p[1:]] = yes
		}
		return m
	}
	for _, tt := range []struct {
		name    string
		place   Place
		from    string
		folders []string
		about   map[string]bool
		want    string
	}{
		{"nothing opened, where bases are kept", PlaceOwn, "/base/bin", nil, nil, ""},
		{"nothing opened, on PATH", PlaceSearch, "/base/bin", nil, nil, "nothing that is trusted leads to it"},
		{"nothing opened, an environment of a store", PlaceStore, "/w", nil, nil, "nothing that is trusted"},
		{"nothing opened, named", PlaceElse, "/base/bin", nil, nil, "nothing that is trusted"},
		{"nothing opened, below what is trusted", PlaceElse, "/base/bin", nil, trust("+/base"), ""},
		{"nothing opened, led to by what is trusted", PlaceElse, "/w/other", nil, trust("+/w"), "nothing that is trusted"},
		{"nothing opened, where bases are kept and nothing is trusted", PlaceOwn, "/base/bin", nil, trust("-/base"), "lies where nothing is trusted"},
		{"nothing opened, trusted but for the base", PlaceOwn, "/base/bin", nil, trust("+", "-/base/bin"), "lies where nothing is trusted"},
		{"nothing opened, trusted within what is not", PlaceOwn, "/base/bin", nil, trust("-", "+/base"), ""},
		{"an untrusted folder", PlaceOwn, "/base/bin", open, nil, "/w/open is opened and not trusted"},
		{"an untrusted folder, below what is trusted", PlaceOwn, "/base/bin", open, trust("+/base"), "/w/open is opened and not trusted"},
		{"one of two folders", PlaceOwn, "/base/bin", both, trust("+/w/open"), "/w/other is opened and not trusted"},
		{"the other of two folders", PlaceOwn, "/base/bin", both, trust("+/w/other"), "/w/open is opened and not trusted"},
		{"a folder within a trusted one", PlaceOwn, "/base/bin", both, trust("+/w", "-/w/other"), "/w/other is opened and not trusted"},
		{"trusted folders", PlaceOwn, "/base/bin", both, trust("+/w"), ""},
		{"trusted folders, on PATH", PlaceSearch, "/base/bin", both, trust("+/w"), ""},
		{"trusted folders, an environment of a store", PlaceStore, "/way", open, trust("+/w"), ""},
		{"trusted folders, an environment in one", PlaceElse, "/w/open", open, trust("+/w"), ""},
		{"trusted folders, an environment elsewhere", PlaceElse, "/w/other", open, trust("+/w/open"), "nothing that is trusted"},
		{"trusted folders, an environment in an untrusted one", PlaceElse, "/w/open/sub", open, trust("+/w", "-/w/open/sub"), "nothing that is trusted"},
		{"trusted folders, a store that is not", PlaceStore, "/way", open, trust("+/w", "-/way"), "nothing that is trusted"},
		{"trusted folders, PATH where nothing is", PlaceSearch, "/way", open, trust("+/w", "-/way"), "nothing that is trusted"},
		{"trusted folders, the base where nothing is", PlaceElse, "/w/open", open, trust("+/w", "-/base"), "lies where nothing is trusted"},
		{"what led to it is gone", PlaceOwn, "/gone", nil, nil, "nothing that is trusted"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			u.Place, u.From = tt.place, dir+tt.from
			r := newAskRules(w, saidTrust{tt.folders, tt.about})
			wantRefusal(t, r.refuse(t.Context(), u.File, []Unknown{u}), tt.want)
		})
	}
}

// TestOneWayIsEnough: of several things that lead to a base the best counts.
func TestOneWayIsEnough(t *testing.T) {
	_, w, u := realBase(t)
	own := u
	own.Place = PlaceOwn
	r := newAskRules(w, saidTrust{})
	wantRefusal(t, r.refuse(t.Context(), u.File, []Unknown{u, own}), "")
	wantRefusal(t, r.refuse(t.Context(), u.File, []Unknown{u, u}), "nothing that is trusted")
	wantRefusal(t, r.refuse(t.Context(), u.File, nil), "nobody wants to know")
}

// TestWhatMayNotBeRun: a base that may be asked, and each thing that makes it one
// that may not.
func TestWhatMayNotBeRun(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(t *testing.T, dir string)
		want   string
	}{
		{"nothing", func(*testing.T, string) {}, ""},
		{"the file is for everybody", mode("/base/bin/python3.13", 0o757), "can be written by everybody"},
		{"its directory is for everybody", mode("/base/bin", 0o777), "can be written by everybody"},
		{"its directory is sticky", mode("/base/bin", os.ModeSticky|0o777), "can be written by everybody"},
		{"its prefix is for everybody", mode("/base", 0o777), "can be written by everybody"},
		{"a directory above is for everybody", mode("", 0o777), "can be written by everybody"},
		{"a directory above is sticky", mode("", os.ModeSticky|0o777), ""},
		{"its library is for everybody", mode("/base/lib/python3.13", 0o777), "can be written by everybody"},
		{"the directory of its library is for everybody", mode("/base/lib", 0o777), "can be written by everybody"},
		{"its library lies elsewhere", moved, ""},
		{"its library lies elsewhere, for everybody", func(t *testing.T, dir string) { moved(t, dir); mode("/elsewhere", 0o777)(t, dir) }, "/elsewhere can be written by everybody"},
		{"it may not be run", mode("/base/bin/python3.13", 0o644), "is no program"},
		{"a script", replaced("/base/bin/python3.13", "#!/bin/sh\n"), "is no longer what was looked at"},
		{"an environment's", marked("/base/pyvenv.cfg"), "lies in an environment"},
		{"an environment's, beside it", marked("/base/bin/pyvenv.cfg"), "lies in an environment"},
		{"an old environment's", marked("/base/bin/activate"), "lies in an environment"},
		{"conda's", marked("/base/conda-meta/history"), "lies in an environment"},
		{"gone", func(t *testing.T, dir string) { must(t, os.Remove(dir+"/base/bin/python3.13")) }, "/base/bin/python3.13"},
		{"its directory became a link", func(t *testing.T, dir string) {
			must(t, os.Rename(dir+"/base/bin", dir+"/base/real"))
			must(t, os.Symlink("real", dir+"/base/bin"))
		}, "nothing that is trusted leads to it"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir, w, u := realBase(t)
			u.Place = PlaceOwn
			tt.change(t, dir)
			wantRefusal(t, newAskRules(w, saidTrust{}).refuse(t.Context(), u.File, []Unknown{u}), tt.want)
			// Trust in what lies there is no trust in who else can write there.
			if tt.want != "" && tt.want != "nothing that is trusted leads to it" {
				r := newAskRules(w, saidTrust{[]string{dir}, map[string]bool{dir: true}})
				wantRefusal(t, r.refuse(t.Context(), u.File, []Unknown{u}), tt.want)
			}
		})
	}
}

// moved puts a link in the place of the library.
func moved(t *testing.T, dir string) {
	t.Helper()
	must(t, os.Mkdir(dir+"/elsewhere", 0o755))
	must(t, os.Rename(dir+"/base/lib/python3.13", dir+"/elsewhere/python3.13"))
	must(t, os.Symlink("../../elsewhere/python3.13", dir+"/base/lib/python3.13"))
}

// TestLibraryWhereNothingIsTrusted: what is run with an interpreter counts as it.
func TestLibraryWhereNothingIsTrusted(t *testing.T) {
	dir, w, u := realBase(t)
	u.Place = PlaceOwn
	moved(t, dir)
	r := newAskRules(w, saidTrust{about: map[string]bool{dir + "/elsewhere": false}})
	wantRefusal(t, r.refuse(t.Context(), u.File, []Unknown{u}), "/elsewhere/python3.13 lies where nothing is trusted")
}

func mode(path string, m os.FileMode) func(*testing.T, string) {
	return func(t *testing.T, dir string) { t.Helper(); must(t, os.Chmod(dir+path, m)) }
}

func marked(path string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		must(t, os.MkdirAll(filepath.Dir(dir+path), 0o755))
		must(t, os.WriteFile(dir+path, nil, 0o644))
	}
}

func replaced(path, text string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		must(t, os.Remove(dir+path))
		must(t, os.WriteFile(dir+path, []byte(text), 0o755))
	}
}

// TestSameFileIsNotEnough: what a scan has said of the file is looked at again,
// whoever wrote it.
func TestSameFileIsNotEnough(t *testing.T) {
	dir, w, _ := realBase(t)
	for name, tt := range map[string]struct{ path, want string }{
		"a script":       {"/scripts/python3.13", "is no program"},
		"a shim":         {"/shims/python3.13", "is a stand-in"},
		"another name":   {"/scripts/tool", "is a stand-in"},
		"py":             {"/scripts/py.exe", "is a stand-in"},
		"a store's":      {`/x\WindowsApps\y/python3.13`, "may open a shop"},
		"a directory":    {"/scripts/python3", "is no longer"},
		"not there":      {"/scripts/python3.9", "is no longer"},
		"not a full one": {"", "is no longer"},
	} {
		t.Run(name, func(t *testing.T) {
			path := dir + tt.path
			must(t, os.MkdirAll(filepath.Dir(path), 0o755))
			switch name {
			case "a script":
				must(t, os.WriteFile(path, []byte("#!/bin/sh\n"), 0o755))
			case "a directory":
				must(t, os.MkdirAll(path, 0o755))
			case "not there", "not a full one":
			default:
				must(t, os.WriteFile(path, programFor(t, "!elf", "x86_64"), 0o755))
			}
			if tt.path == "" {
				path = "bin/python3.13"
			}
			f := venvcore.File{Path: path}
			if info, err := w.Lstat(path); err == nil {
				f = fileOf(path, info)
			}
			wantRefusal(t, newAskRules(w, saidTrust{}).noBase(f), tt.want)
		})
	}
}

// TestLinksThatLeadToIt: who can change a link chooses what is run.
func TestLinksThatLeadToIt(t *testing.T) {
	dir, w, u := realBase(t)
	u.Place, u.Path = PlaceOwn, dir+"/way/python3.13"
	r := newAskRules(w, saidTrust{})
	wantRefusal(t, r.refuse(t.Context(), u.File, []Unknown{u}), "")
	must(t, os.Chmod(dir+"/way", 0o777))
	wantRefusal(t, r.refuse(t.Context(), u.File, []Unknown{u}), dir+"/way can be written by everybody")
	must(t, os.Chmod(dir+"/way", 0o755))
	must(t, os.Remove(u.Path))
	must(t, os.Symlink("../other/python3.13", u.Path))
	wantRefusal(t, r.refuse(t.Context(), u.File, []Unknown{u}), "no such file")
	worldtest.Add(t, dir, "-- /other/python3.13 0755 --\n!elf x86_64\n")
	wantRefusal(t, r.refuse(t.Context(), u.File, []Unknown{u}), "nothing that is trusted leads to it")
}

// TestOtherMachines: what is looked at in a made world is not on this machine.
func TestOtherMachines(t *testing.T) {
	_, w, u := realBase(t)
	u.Place = PlaceOwn
	elsewhere := &World{OS: runtime.GOOS, Prefix: "/p", Env: w.Env}
	wantRefusal(t, newAskRules(elsewhere, saidTrust{}).refuse(t.Context(), u.File, []Unknown{u}), "another machine")
	elsewhere = &World{OS: "windows", Env: w.Env}
	wantRefusal(t, newAskRules(elsewhere, saidTrust{}).refuse(t.Context(), u.File, []Unknown{u}), "another machine")
}

// TestHowItIsRun: from the topmost directory, with nothing of this environment.
func TestHowItIsRun(t *testing.T) {
	env := func(name string) (string, bool) { return "/" + name, true }
	c := newAskRules(&World{OS: "linux", Env: env}, nil).command("/opt/py/bin/python3.13", []Unknown{{Minor: "3.13"}})
	if c.path != "/opt/py/bin/python3.13" || c.dir != "/" || len(c.env) != 1 || c.args[0] != "-I" {
		t.Errorf("%+v", c)
	}
	c = newAskRules(&World{OS: "windows", Env: env}, nil).command(`D:\py\python.exe`, []Unknown{{}})
	if c.dir != `D:\` || len(c.env) != 2 || c.env[1] != "SystemRoot=/SystemRoot" || c.args[0] != "-E" {
		t.Errorf("%+v", c)
	}
}
