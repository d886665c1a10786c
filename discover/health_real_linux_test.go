package discover

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/venvd/venvd/venvcore"
)

// TestBasesAreLost takes real bases away from real environments: something empty
// is mounted over them, which this test's thread alone sees, and what it starts.
func TestBasesAreLost(t *testing.T) {
	base := realBases(t)[0]
	if os.Geteuid() != 0 {
		t.Skip("only root may mount")
	}
	minor := "python" + venvcore.Minor(base.Version)
	for _, tt := range []struct {
		name, flag, over string
		code             venvcore.ProblemCode
	}{
		{"base of a link", "--symlinks", base.Prefix, venvcore.BaseMissing},
		{"base of a copy", "--copies", base.Prefix, venvcore.BaseMissing},
		{"library of a link", "--symlinks", filepath.Join(base.Prefix, "lib", minor), venvcore.BaseStdlibMissing},
		{"library of a copy", "--copies", filepath.Join(base.Prefix, "lib", minor), venvcore.BaseStdlibMissing},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(realDir(t), "e")
			realVenv(t, base, dir, tt.flag)
			mountOver(t, tt.over)
			e := examineDir(t, NewWorld(), dir)
			if got := codes(e); got != string(tt.code) {
				t.Errorf("problems %q, want %q: %v", got, tt.code, e.Health)
			}
			if does, how := behaviour(e.Interpreter, dir); does != dies {
				t.Errorf("the interpreter does %d: %s", does, how)
			}
		})
	}
}

// mountOver hides a directory from the calling goroutine until it ends: its
// thread is never given back, and so ends with it.
func mountOver(t *testing.T, dir string) {
	t.Helper()
	if dir == "/" || dir == "/usr" {
		t.Skip("the only Python here is the system's")
	}
	runtime.LockOSThread()
	if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
		t.Skipf("this system gives no namespaces: %v", err)
	}
	must(t, unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""))
	must(t, unix.Mount("none", dir, "tmpfs", 0, ""))
}

// TestProcessorIsAnothers: the kernel refuses what is told to be for another
// processor, a copy and a base.
func TestProcessorIsAnothers(t *testing.T) {
	base := realBases(t)[0]
	other := "arm64"
	if runtime.GOARCH == "arm64" {
		other = "x86_64"
	}
	w := NewWorld()
	if w.Arch == "" || len(readEmulators(NewLook(w))) > 0 {
		t.Skip("the processor is unknown, or emulators are registered here")
	}
	dir := filepath.Join(realDir(t), "e")
	realVenv(t, base, dir)
	python := filepath.Join(dir, "bin", "python")
	for _, place := range []func() string{
		func() string { return python },
		func() string {
			to := filepath.Join(filepath.Dir(dir), "bin", "python3")
			must(t, os.Mkdir(filepath.Dir(to), 0o755))
			must(t, os.MkdirAll(filepath.Join(filepath.Dir(dir), "lib", "python"+venvcore.Minor(base.Version)), 0o755))
			must(t, os.WriteFile(filepath.Join(filepath.Dir(dir), "lib", "python"+venvcore.Minor(base.Version), "os.py"), nil, 0o644))
			must(t, os.Symlink(to, python))
			return to
		},
	} {
		must(t, os.RemoveAll(python))
		must(t, os.WriteFile(place(), programFor(t, "!elf", other), 0o755))
		e := examineDir(t, w, dir)
		if got := codes(e); got != string(venvcore.WrongArchitecture) {
			t.Errorf("problems %q: %v", got, e.Health)
		}
		if does, how := behaviour(e.Interpreter, dir); does != dies {
			t.Errorf("the interpreter does %d: %s", does, how)
		}
	}
}

// TestBaseIsUpgraded moves the link on that names a minor, as pyenv and Homebrew
// do.
func TestBaseIsUpgraded(t *testing.T) {
	bases := realBases(t)
	for i, old := range bases {
		for _, now := range bases[i+1:] {
			if venvcore.Minor(old.Version) != venvcore.Minor(now.Version) || old.Version == now.Version {
				continue
			}
			top := realDir(t)
			minor, dir := filepath.Join(top, "minor"), filepath.Join(top, "e")
			must(t, os.Symlink(old.Prefix, minor))
			linked := old.Clone()
			linked.Interpreter = filepath.Join(minor, "bin", filepath.Base(old.Interpreter))
			realVenv(t, linked, dir)
			if e := examineDir(t, NewWorld(), dir); e.Health.State != venvcore.HealthOK || len(e.Health.Problems) > 0 {
				t.Errorf("before it is upgraded: %v", e.Health)
			}
			must(t, os.Remove(minor))
			must(t, os.Symlink(now.Prefix, minor))
			e := examineDir(t, NewWorld(), dir)
			if got := codes(e); got != string(venvcore.BaseUpgraded) || e.Health.State != venvcore.HealthOK {
				t.Errorf("problems %q: %v", got, e.Health)
			}
			if told := ask(t, e.Interpreter); told.Version != now.Version || e.Version != now.Version {
				t.Errorf("it says %s, we say %s, and it is %s", told.Version, e.Version, now.Version)
			}
			return
		}
	}
	t.Skip("no two patches of one minor are on this machine")
}
