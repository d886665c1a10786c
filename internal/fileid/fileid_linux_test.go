package fileid

import (
	"os"
	"testing"
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
