package fileid

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// TestWithoutHandles takes the way of file systems that have none.
func TestWithoutHandles(t *testing.T) {
	dir := t.TempDir()
	for _, f := range []func(string, bool) (string, error){byInode, byStat} {
		a, err := f(dir, true)
		do(t, err)
		b, err := f(dir, false)
		do(t, err)
		if a != b || a[0] != 'i' {
			t.Errorf("%s and %s name one directory", a, b)
		}
		if _, err := f(dir+"/gone", true); !os.IsNotExist(err) {
			t.Errorf("got %v", err)
		}
	}
}

// TestOtherFileSystems runs on those that this machine has mounted.
func TestOtherFileSystems(t *testing.T) {
	for _, path := range []string{"/proc/self", "/dev/shm", "/sys"} {
		if _, err := os.Stat(path); err != nil {
			continue
		}
		a, b := of(t, Of, path), of(t, Of, path)
		if a != b {
			t.Errorf("%s is named %s and then %s", path, a, b)
		}
	}
}

// TestNamerRemembersTheFileSystem makes a Namer remember something false and
// sees it used: so it does not ask again.
func TestNamerRemembersTheFileSystem(t *testing.T) {
	dir := t.TempDir()
	var n Namer
	real := of(t, n.Of, dir)
	if len(n.mounts.known) == 0 {
		t.Skip("this file system has no handles, or may have several ids")
	}
	for mount := range n.mounts.known {
		n.mounts.put(mount, unix.Fsid{Val: [2]int32{1, 2}})
	}
	if got := of(t, n.Of, dir); got == real {
		t.Error("the id of the file system was asked for again")
	}
	if got := of(t, new(Namer).Of, dir); got != real {
		t.Errorf("a new Namer says %s, not %s", got, real)
	}
}

// TestSeveralIDsAreNotRemembered: the subvolumes of btrfs have ids of their own
// within one mount, and so may what 9p and NFS show.
func TestSeveralIDsAreNotRemembered(t *testing.T) {
	for _, kind := range []int64{unix.BTRFS_SUPER_MAGIC, unix.V9FS_MAGIC, unix.NFS_SUPER_MAGIC, unix.FUSE_SUPER_MAGIC, 0} {
		if oneID(kind) {
			t.Errorf("the id of %#x is remembered", kind)
		}
	}
}
