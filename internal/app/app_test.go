package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/venvd/venvd/discover"
	"github.com/venvd/venvd/discover/worldtest"
	"github.com/venvd/venvd/internal/state"
	"github.com/venvd/venvd/venvcore"
	"github.com/venvd/venvd/venvcore/engine"
)

// project is an environment in a directory of its own.
func project(dir string) string {
	venv := dir + "/.venv"
	return "-- " + dir + "/pyproject.toml --\n-- " + venv + "/pyvenv.cfg --\nhome = /usr/bin\nversion = 3.11.2\n" +
		"-- " + venv + "/bin/activate --\n-- " + venv + "/bin/python -> /usr/bin/python3.11 --\n" +
		"-- " + venv + "/lib/python3.11/site-packages/ --\n"
}

// started is an App that runs over a made machine with a base.
func started(t *testing.T, archive string) *App {
	t.Helper()
	return startedOn(t, archive, func(*discover.World) {})
}

// startedOn is started with a world that was changed before.
func startedOn(t *testing.T, archive string, change func(*discover.World)) *App {
	t.Helper()
	a := stopped(t, archive, change)
	running(t, a.Run)
	if err := a.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	return a
}

// running has something run until the test ends.
func running(t *testing.T, run func(context.Context)) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { run(ctx); close(ended) }()
	t.Cleanup(func() { cancel(); <-ended })
}

// stopped is an App over a made machine with a base, of which nothing runs yet.
func stopped(t *testing.T, archive string, change ...func(*discover.World)) *App {
	t.Helper()
	disk := worldtest.Unpack(t, "-- /home/u/ --\n-- /usr/lib/python3.11/os.py --\n-- /usr/bin/python3.11 0755 --\n"+archive)
	elf := make([]byte, 256)
	copy(elf, "\x7fELF\x02\x01\x01")
	elf[18] = 62 // x86_64
	if err := os.WriteFile(filepath.Join(disk, "usr/bin/python3.11"), elf, 0o755); err != nil {
		t.Fatal(err)
	}
	store, err := state.Open(filepath.Join(t.TempDir(), "state"), nil)
	if err != nil {
		t.Fatal(err)
	}
	world := &discover.World{Prefix: disk, OS: "linux", Home: "/home/u", Env: func(string) (string, bool) { return "", false }}
	for _, f := range change {
		f(world)
	}
	return New(Options{World: world, Store: store})
}

func opened(t *testing.T, a *App, dirs ...string) {
	t.Helper()
	for _, d := range dirs {
		if err := a.Engine.Open(t.Context(), d, engine.FolderSettings{}, false); err != nil {
			t.Fatal(err)
		}
	}
}

// wantCode checks that an error is one for a person.
func wantCode(t *testing.T, err error, code Code, part string) {
	t.Helper()
	var known *Error
	if !errors.As(err, &known) || known.Code != code || !strings.Contains(known.Error(), part) {
		t.Errorf("got %v, want %s with %q", err, code, part)
	}
}

func TestFind(t *testing.T) {
	a := started(t, project("/w/p")+project("/w/q")+project("/v/q"))
	opened(t, a, "/w", "/v")
	p, err := a.Find(t.Context(), "/w/p/.venv/bin/python")
	if err != nil || p.Prefix != "/w/p/.venv" {
		t.Fatalf("got %+v, %v", p, err)
	}
	for _, what := range []string{p.ID, "/w/p/.venv", "p"} {
		if e, err := a.Find(t.Context(), what); err != nil || e.ID != p.ID {
			t.Errorf("%s: got %+v, %v", what, e, err)
		}
	}
	_, err = a.Find(t.Context(), "q")
	wantCode(t, err, CodeEnvironmentNotFound, "2 environments")
	_, err = a.Find(t.Context(), "nobody")
	wantCode(t, err, CodeEnvironmentNotFound, "nobody")
}

func TestResolveErrors(t *testing.T) {
	a := started(t, "-- /w/file --\n")
	for path, code := range map[string]Code{
		"x/y": CodeNotAnEnvironment, "/w/file": CodeNotAnEnvironment, "/w": CodeNotAnEnvironment, "/none": CodeEnvironmentNotFound,
	} {
		_, err := a.Resolve(t.Context(), path)
		wantCode(t, err, code, path)
	}
}

func TestPackages(t *testing.T) {
	site := "/w/p/.venv/lib/python3.11/site-packages/"
	a := started(t, project("/w/p")+"-- "+site+"a-1.0.dist-info/METADATA --\nName: A\n-- "+site+"~b-1.0.dist-info/METADATA --\nName: b\n")
	env, err := a.Find(t.Context(), "/w/p/.venv")
	if err != nil {
		t.Fatal(err)
	}
	p, err := a.Packages(t.Context(), env, true)
	if err != nil || len(p.List) != 1 || p.Freeze != "A==1.0\n" || len(p.Faults) != 0 {
		t.Errorf("got %+v, %v", p, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.Packages(ctx, env, false); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	wantCode(t, packagesError(env, os.ErrPermission), CodeIO, "/w/p/.venv")
	wantCode(t, packagesError(env, discover.ErrStalled), CodeTimeout, "does not answer")
}

func TestFolderFor(t *testing.T) {
	a := started(t, `
-- /home/u/repo/.git/HEAD --
-- /home/u/repo/sub/pyproject.toml --
-- /home/u/repo/sub/a.py --
-- /home/u/src/mono/setup.py --
-- /home/u/src/mono/lib/pyproject.toml --
-- /home/u/src/mono/lib/pkg/a.py --
-- /home/u/src/plain/a.py --
-- /opt/x/pyproject.toml --
-- /opt/x/pkg/a.py --
-- /home/u/pyproject.toml --
`)
	for path, want := range map[string]string{
		"/home/u/repo/sub/a.py":         "/home/u/repo",
		"/home/u/src/mono/lib/pkg/a.py": "/home/u/src/mono",
		"/home/u/src/plain/a.py":        "/home/u/src/plain",
		"/home/u/src/plain/unsaved.py":  "/home/u/src/plain",
		"/opt/x/pkg":                    "/opt/x/pkg", // no project above, for it is not below home
		"/nowhere/at/all.py":            "/nowhere/at/all.py",
		"/home/u":                       "/home/u",
	} {
		if got := a.FolderFor(path); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}

func TestSelect(t *testing.T) {
	a := started(t, project("/w/p")+project("/w/q"))
	opened(t, a, "/w/p")
	for _, step := range []struct {
		what      string
		automatic bool
		rule      venvcore.Rule
		path      string
	}{
		{"/w/q/.venv", false, venvcore.RuleUser, "/w/q/.venv/bin/python"}, // seen for the first time
		{ChooseNone, false, venvcore.RuleUser, ""},
		{"", true, venvcore.RuleInProject, "/w/p/.venv/bin/python"},
	} {
		ans, err := a.Select(t.Context(), "/w/p", step.what, step.automatic)
		if err != nil || ans.Selection.Rule != step.rule || ans.Selection.Interpreter != step.path {
			t.Errorf("%q: got %s %q %v, want %s %q", step.what, ans.Selection.Rule, ans.Selection.Interpreter, err, step.rule, step.path)
		}
	}
	if n := len(a.store.View().Choices); n != 0 {
		t.Errorf("%d choices are left after automatic", n)
	}
}

func TestStoreErrors(t *testing.T) {
	wantCode(t, storeError(&state.BusyError{}, "the choice", "/s"), CodeBusy, "try again")
	wantCode(t, storeError(context.DeadlineExceeded, "the choice", "/s"), CodeBusy, "try again")
	wantCode(t, storeError(&state.IOError{Path: "/s", Err: os.ErrPermission}, "the choice", "/s"), CodeIO, "permission")
	if err := storeError(nil, "the choice", "/s"); err != nil {
		t.Error(err)
	}
}

func TestTrust(t *testing.T) {
	a := started(t, project("/w/p")+project("/w/q"))
	say := func(dir string, trusted, store bool) {
		t.Helper()
		if err := a.SetTrust(t.Context(), dir, trusted, store); err != nil {
			t.Fatal(err)
		}
	}
	want := func(path string, trusted bool) {
		t.Helper()
		if got := a.Trusted(path); got != trusted {
			t.Errorf("%s: trusted %v, want %v", path, got, trusted)
		}
	}
	want("/w/p", false)
	say("/w", true, true)
	want("/w/p/.venv/bin/python", true)
	say("/w/p", false, true) // the nearest wins
	want("/w/p/.venv", false)
	want("/w/q", true)
	say("/w", false, false) // this connection wins over all that is stored
	want("/w/q", false)
	say("/w/q", true, false)
	want("/w/q", true)
	say("/w/p", true, true) // what is said last holds at once
	want("/w/p", true)
	want("/w", false)
	wantCode(t, a.SetTrust(t.Context(), "/w/p/pyproject.toml", true, true), CodeIO, "no directory")
	wantCode(t, a.SetTrust(t.Context(), "/none", true, true), CodeIO, "/none")
}
