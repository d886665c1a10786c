package watcher

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func identityOf(t *testing.T, path string) Identity {
	t.Helper()
	id, err := IdentityOf(path)
	must(t, err)
	return id
}

func TestIdentityFollowsTheObject(t *testing.T) {
	dir := t.TempDir()
	a, b, link := filepath.Join(dir, "a"), filepath.Join(dir, "b"), filepath.Join(dir, "link")
	must(t, os.Mkdir(a, 0o755))
	must(t, os.Symlink("a", link))
	id := identityOf(t, a)
	if identityOf(t, link) != id {
		t.Error("a link is followed")
	}
	// Content and mode are not the object.
	must(t, os.WriteFile(filepath.Join(a, "x"), nil, 0o644))
	must(t, os.Chmod(a, 0o700))
	must(t, os.Rename(a, b))
	if identityOf(t, b) != id {
		t.Error("renaming makes no other object")
	}
	must(t, os.Mkdir(a, 0o755))
	if identityOf(t, a) == id {
		t.Error("another directory of the same name")
	}
	if _, err := IdentityOf(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	var where *fs.PathError
	if _, err := IdentityOf(dir + "/\x00"); !errors.As(err, &where) {
		t.Errorf("got %v", err)
	}
}
