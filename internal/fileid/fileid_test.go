package fileid

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func of(t *testing.T, f func(string) (string, error), path string) string {
	t.Helper()
	id, err := f(path)
	if err != nil || id == "" {
		t.Fatalf("%s: identity %q, %v", path, id, err)
	}
	return id
}

func do(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestIdentitySurvivesMoves(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	do(t, os.MkdirAll(filepath.Join(a, "env"), 0o755))
	id := of(t, Of, filepath.Join(a, "env"))
	do(t, os.WriteFile(filepath.Join(a, "env", "pyvenv.cfg"), nil, 0o644))
	do(t, os.Chmod(filepath.Join(a, "env"), 0o700))
	do(t, os.Rename(a, b))
	if got := of(t, Of, filepath.Join(b, "env")); got != id {
		t.Errorf("was %s, is %s", id, got)
	}
}

// TestIdentityIsNotGivenTwice makes a directory again at the same place: ext4
// gives it the old inode number nearly every time.
func TestIdentityIsNotGivenTwice(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "env")
	seen := make(map[string]bool)
	for range 300 {
		do(t, os.Mkdir(dir, 0o755))
		id := of(t, Of, dir)
		if id[0] == 'i' && runtime.GOOS == "linux" {
			t.Skip("this file system has no handles: the clock decides how often the name comes back")
		}
		if seen[id] {
			t.Fatalf("%s names a second directory", id)
		}
		seen[id] = true
		do(t, os.Remove(dir))
	}
}

func TestLinksAreFollowedOrNot(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target"), filepath.Join(dir, "link")
	do(t, os.Mkdir(target, 0o755))
	if err := os.Symlink(target, link); err != nil {
		t.Skipf("no links here: %v", err)
	}
	if of(t, Of, link) != of(t, Of, target) {
		t.Error("a link and what it leads to differ")
	}
	if of(t, OfNoFollow, link) == of(t, OfNoFollow, target) {
		t.Error("a link itself has the name of what it leads to")
	}
	if of(t, OfNoFollow, target) != of(t, Of, target) {
		t.Error("the two ways to name a directory differ")
	}
}

// TestNamerNamesAlike: what is remembered changes no name, on whatever file
// systems this machine has mounted.
func TestNamerNamesAlike(t *testing.T) {
	var n Namer
	dir := t.TempDir()
	link := filepath.Join(dir, "link")
	do(t, os.Symlink(dir, link))
	for range 2 {
		for _, path := range []string{dir, link, "/", "/tmp", "/dev/shm", "/proc", "/sys", "/run"} {
			if _, err := os.Stat(path); err != nil {
				continue
			}
			if got, want := of(t, n.Of, path), of(t, Of, path); got != want {
				t.Errorf("%s is %s for a Namer and %s for Of", path, got, want)
			}
		}
	}
	if id, err := n.Of(filepath.Join(dir, "gone")); id != "" || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %q, %v", id, err)
	}
}

func TestWhatIsAbsentHasNoIdentity(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(dir, "link")
	do(t, os.Symlink("gone", link))
	for _, f := range []func() (string, error){
		func() (string, error) { return Of(link) },
		func() (string, error) { return Of(filepath.Join(dir, "gone")) },
		func() (string, error) { return OfNoFollow(filepath.Join(dir, "gone")) },
	} {
		if id, err := f(); id != "" || !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("got %q, %v", id, err)
		}
	}
}

// TestNumbersNameToo: the form for file systems without handles must tell the
// same things apart, as far as the clock does.
func TestNumbersNameToo(t *testing.T) {
	if a, b := inode(1, 2, 3), inode(1, 2, 4); a == b {
		t.Errorf("another birth time gives the same name %s", a)
	}
	if a, b := inode(1, 2, 0), inode(12, 0, 0); a == b {
		t.Errorf("two files have the name %s", a)
	}
}

func BenchmarkNamer(b *testing.B) {
	dir := b.TempDir()
	var n Namer
	for b.Loop() {
		if _, err := n.Of(dir); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOf(b *testing.B) {
	dir := b.TempDir()
	for b.Loop() {
		if _, err := OfNoFollow(dir); err != nil {
			b.Fatal(err)
		}
	}
}
