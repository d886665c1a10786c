package venvd_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/venvd/venvd/discover"
	"github.com/venvd/venvd/watcher"
)

// TestIdentitiesAgree: what the watcher says of the directory that it armed is
// what a look says of the directory that it read. The engine compares the two
// as texts to know that nothing was swapped in between, so they have one maker.
func TestIdentitiesAgree(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	read, err := discover.NewWorld().Identity(dir)
	if err != nil {
		t.Fatal(err)
	}
	w, err := watcher.New(watcher.Options{CookieDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}()
	w.Want([]watcher.Want{{Path: dir}})
	patience := time.After(10 * time.Second)
	for {
		select {
		case b := <-w.Batches():
			for _, a := range b.Armed {
				if a.Path != dir {
					continue
				}
				if string(a.ID) != string(read) {
					t.Errorf("one directory, two identities: the watcher says %q, discover says %q", a.ID, read)
				}
				return
			}
		case <-patience:
			t.Fatal("the directory was not armed")
		}
	}
}
