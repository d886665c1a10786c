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
