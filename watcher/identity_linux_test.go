package watcher

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestIdentityIsNotReused: ext4 gives a freed inode number to the next directory in
// nearly every round; the handle never comes back.
func TestIdentityIsNotReused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "env")
	seen := map[Identity]bool{}
	inodes := map[uint64]bool{}
	for range 1000 {
		must(t, os.Mkdir(dir, 0o755))
		id := identityOf(t, dir)
		if !strings.HasPrefix(string(id), "h:") {
			must(t, os.Remove(dir))
			t.Skipf("no handles on this file system: %s", id)
		}
		if seen[id] {
			t.Fatalf("%s came back", id)
		}
		seen[id] = true
		var st unix.Stat_t
		must(t, unix.Stat(dir, &st))
		inodes[st.Ino] = true
		must(t, os.Remove(dir))
	}
	t.Logf("1000 directories, %d inode numbers", len(inodes))
}

// TestIdentityWithoutHandles checks the way that file systems without handles go.
func TestIdentityWithoutHandles(t *testing.T) {
	dir := t.TempDir()
	of := func(path string) Identity {
		fd, err := open(path)
		must(t, err)
		defer unix.Close(fd)
		var st unix.Stat_t
		must(t, unix.Fstat(fd, &st))
		return birthOf(fd, &st)
	}
	before := of(dir)
	must(t, os.WriteFile(filepath.Join(dir, "x"), nil, 0o644))
	if of(dir) != before {
		t.Error("a new entry made another identity")
	}
	if of(filepath.Join(dir, "x")) == before {
		t.Error("different objects are equal")
	}
}
