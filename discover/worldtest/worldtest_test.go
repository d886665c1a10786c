package worldtest

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestUnpack(t *testing.T) {
	dir := Unpack(t, `
-- /a/file --
text
-- a/program 0755 --
-- /a/link -> ../b --
-- /b/ --
-- /closed/ 0500 --
-- /closed/inside --
-- C:/Users/u --
-- /a/with space 7 --
-- /a/link2 -> gone --
-- /a/link2 --
now a file
`)
	for name, want := range map[string]string{
		"a/file": "text\n", "a/program": "", "C/Users/u": "", "closed/inside": "", "a/with space 7": "", "a/link2": "now a file\n",
	} {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil || string(data) != want {
			t.Errorf("%s holds %q, %v", name, data, err)
		}
	}
	if target, err := os.Readlink(filepath.Join(dir, "a", "link")); target != "../b" || err != nil {
		t.Errorf("link says %q, %v", target, err)
	}
	for name, mode := range map[string]os.FileMode{"a/program": 0o755, "closed": 0o500 | os.ModeDir, "b": 0o755 | os.ModeDir} {
		fi, err := os.Stat(filepath.Join(dir, name))
		if err != nil || fi.Mode() != mode && runtime.GOOS != "windows" {
			t.Errorf("%s has mode %v, %v", name, fi.Mode(), err)
		}
	}
}
