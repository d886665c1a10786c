package fileid

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestHeldIsFollowed(t *testing.T) {
	dir := t.TempDir()
	p := filepath.Join(dir, "p")
	do(t, os.Mkdir(p, 0o755))
	h, err := Hold(p)
	if errors.Is(err, ErrNotHeld) {
		t.Skip("the temporary directory's file system is not held")
	}
	do(t, err)
	defer func() { do(t, h.Close()) }()
	want := func(path string, moved bool) {
		t.Helper()
		got, m, err := h.Where()
		if err != nil || got != path || m != moved {
			t.Errorf("it is at %q (moved: %v), %v; want %q", got, m, err, path)
		}
	}
	want(p, false)
	q := filepath.Join(dir, "q (deleted)")
	do(t, os.Rename(p, q))
	want(q, true)
	do(t, os.Mkdir(p, 0o755)) // another one at its place
	want(q, true)
	do(t, os.Mkdir(filepath.Join(dir, "up"), 0o755))
	do(t, os.Rename(q, filepath.Join(dir, "up", "r")))
	do(t, os.Rename(filepath.Join(dir, "up"), filepath.Join(dir, "down")))
	want(filepath.Join(dir, "down", "r"), true)
	do(t, os.Remove(p))
	do(t, os.Rename(filepath.Join(dir, "down", "r"), p))
	want(p, false)
	do(t, os.Remove(p))
	if path, _, err := h.Where(); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a removed one is at %q, %v", path, err)
	}
	do(t, os.Mkdir(p, 0o755))
	if path, _, err := h.Where(); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a removed one is at %q, %v, where another was made", path, err)
	}
}

func TestWhatIsNotHeld(t *testing.T) {
	if _, err := Hold("/proc"); !errors.Is(err, ErrNotHeld) {
		t.Errorf("/proc: %v", err)
	}
	if _, err := Hold(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("one that is absent: %v", err)
	}
}
