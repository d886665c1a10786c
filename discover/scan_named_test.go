package discover

import (
	"context"
	"os"
	"testing"
)

// TestNamedPathsComeAndGo: a path that is named later is looked at, and one
// that is named no longer is forgotten, though nothing else has changed.
func TestNamedPathsComeAndGo(t *testing.T) {
	w := NewWorld()
	dir := t.TempDir()
	one, two := makeNamed(t, dir+"/one"), makeNamed(t, dir+"/two")
	s := NewScanner(w, Options{})
	look := func(paths ...string) int {
		t.Helper()
		r, err := s.Scan(context.Background(), Query{Root: Root{Kind: RootPaths, Paths: paths}})
		if err != nil {
			t.Fatal(err)
		}
		return len(r.Environments)
	}
	for i, c := range []struct {
		paths []string
		want  int
	}{{[]string{one}, 1}, {[]string{one, two}, 2}, {[]string{two}, 1}, {nil, 0}} {
		if got := look(c.paths...); got != c.want {
			t.Errorf("look %d at %q: %d environments, want %d", i, c.paths, got, c.want)
		}
	}
}

func makeNamed(t *testing.T, prefix string) string {
	t.Helper()
	if err := os.MkdirAll(prefix+"/bin", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(prefix+"/pyvenv.cfg", []byte("home = /usr/bin\nversion = 3.11.2\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/usr/bin/python3.11", prefix+"/bin/python"); err != nil {
		t.Fatal(err)
	}
	return prefix
}

// TestWhatIsLeftIsNoBase: what is left of an environment may still have a link to
// its base, which is elsewhere.
func TestWhatIsLeftIsNoBase(t *testing.T) {
	w := newWorld(t, "-- /opt/u/readme --\n")
	addEnvironments(t, w, "/w/e")
	must(t, os.Symlink("/usr", w.host("/opt/u/link")))
	look := func(path string) string {
		t.Helper()
		s := NewScanner(w, Options{})
		r, err := s.Scan(context.Background(), Query{Root: Root{Kind: RootPaths, Paths: []string{path}}})
		must(t, err)
		if len(r.Environments) == 0 {
			return ""
		}
		return r.Environments[0].Prefix
	}
	check := func(what, path, want string) {
		t.Helper()
		if got := look(path); got != want {
			t.Errorf("%s: %s is %q, want %q", what, path, got, want)
		}
	}
	check("whole", "/w/e", "/w/e")
	check("a base by a link", "/opt/u/link", "/usr")
	must(t, os.Remove(w.host("/w/e/pyvenv.cfg")))
	check("without its marker", "/w/e", "/w/e")
	check("without its marker", "/w/e/bin/python", "/w/e")
	must(t, os.RemoveAll(w.host("/w/e/lib")))
	check("without its packages", "/w/e", "")
}
