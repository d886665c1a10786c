package discover

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/venvd/venvd/venvcore"
)

// told is what an interpreter says about itself when it is run. The tests of
// this file hold that discovery, which runs nothing, says the same.
type told struct {
	Version, Prefix, BasePrefix, Machine, Implementation string
	Site                                                 []string
}

const tell = `
import json, os, platform, site, sys
def each(dirs):
    seen, out = set(), []
    for d in dirs:
        if os.path.isdir(d) and os.path.realpath(d) not in seen:
            seen.add(os.path.realpath(d)); out.append(d)
    return out
print(json.dumps({"Version": platform.python_version(), "Prefix": sys.prefix, "BasePrefix": os.path.realpath(sys.base_prefix),
  "Machine": platform.machine(), "Implementation": sys.implementation.name, "Site": each(site.getsitepackages())}))`

func ask(t *testing.T, interpreter string) told {
	t.Helper()
	cmd := exec.Command(interpreter, "-B", "-c", tell)
	cmd.Env = []string{"HOME=" + t.TempDir(), "PATH=/usr/bin:/bin"}
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s does not tell: %v", interpreter, err)
	}
	var a told
	if err := json.Unmarshal(out, &a); err != nil {
		t.Fatalf("%s told %q: %v", interpreter, out, err)
	}
	return a
}

// realBases gives every base of this machine that runs and is 3.3 or later;
// the tests that need one are skipped where there is none.
func realBases(t *testing.T) []*venvcore.Environment {
	t.Helper()
	if testing.Short() {
		t.Skip("runs real interpreters")
	}
	w := NewWorld()
	if w.Windows() {
		t.Skip("the layout of bases is asked for on POSIX systems")
	}
	var out []*venvcore.Environment
	for _, e := range allBases(t, w).Environments {
		if !e.IsVirtual && venvcore.CompareVersions(e.Version, "3.3") >= 0 {
			out = append(out, e)
		}
	}
	if len(out) == 0 {
		t.Skip("no Python on this machine")
	}
	return out
}

func machine(arch string) string {
	if arch == "arm64" {
		return "aarch64" // what Linux calls it; macOS says arm64
	}
	return arch
}

func TestBasesAreWhatTheySayWhenRun(t *testing.T) {
	for _, e := range realBases(t) {
		t.Run(e.Name, func(t *testing.T) {
			t.Parallel()
			for _, path := range append([]string{e.Interpreter}, e.Aliases...) {
				want := ask(t, path)
				got := told{e.Version, e.Prefix, e.Prefix, machine(e.Arch), e.Implementation, e.SitePackages}
				want.Machine = machine(want.Machine)
				if d := cmp.Diff(want, got); d != "" {
					t.Errorf("%s says (-) and we say (+):\n%s", path, d)
				}
			}
			if e.Health.State != venvcore.HealthOK || e.IsVirtual {
				t.Errorf("health %v, virtual %v", e.Health, e.IsVirtual)
			}
		})
	}
}

func TestEnvironmentsAreWhatTheySayWhenRun(t *testing.T) {
	for _, base := range realBases(t) {
		for _, flags := range [][]string{{"--symlinks"}, {"--copies", "--system-site-packages"}} {
			t.Run(base.Name+strings.Join(flags, ""), func(t *testing.T) {
				t.Parallel()
				dir := filepath.Join(realDir(t), "e")
				args := append([]string{"-m", "venv", "--without-pip"}, append(flags, dir)...)
				if out, err := exec.Command(base.Interpreter, args...).CombinedOutput(); err != nil {
					t.Skipf("venv cannot make one here: %s", out)
				}
				e := examineDir(t, NewWorld(), dir)
				want := ask(t, e.Interpreter)
				want.Machine = machine(want.Machine)
				got := told{e.Version, e.Prefix, e.Base.Prefix, machine(e.Arch), e.Implementation, e.SitePackages}
				if d := cmp.Diff(want, got); d != "" {
					t.Errorf("%s says (-) and we say (+):\n%s", e.Interpreter, d)
				}
				wantLink := venvcore.LinkSymlink
				if flags[0] == "--copies" {
					wantLink = venvcore.LinkCopy
				}
				if e.Link != wantLink || e.Kind != venvcore.KindVenv || e.Stage != venvcore.StageReady || e.Name != "e" ||
					e.Health.State != venvcore.HealthOK || e.Base.Interpreter != base.Interpreter {
					t.Errorf("got %+v", e)
				}
				if len(e.Aliases) == 0 {
					t.Fatal("no aliases")
				}
				if other := ask(t, e.Aliases[0]); other.Prefix != want.Prefix {
					t.Errorf("alias %s starts %s", e.Aliases[0], other.Prefix)
				}
			})
		}
	}
}

// TestEnvironmentsOfRealTools asks the tools that are installed here; what
// they leave is described by the worlds of testdata otherwise.
func TestEnvironmentsOfRealTools(t *testing.T) {
	base := realBases(t)[0]
	for _, tt := range []struct {
		kind venvcore.Kind
		args []string
	}{
		{venvcore.KindUV, []string{"uv", "venv", "-q", "--offline", "--no-config", "--python", base.Interpreter}},
		{venvcore.KindVirtualenv, []string{"virtualenv", "-q", "--without-pip", "--python", base.Interpreter}},
	} {
		t.Run(string(tt.kind), func(t *testing.T) {
			t.Parallel()
			program, err := toolPath(tt.args[0])
			if err != nil {
				t.Skipf("%s is not installed; scripts/test installs it", tt.args[0])
			}
			dir := filepath.Join(realDir(t), "it's $a place")
			if out, err := exec.Command(program, append(tt.args[1:], dir)...).CombinedOutput(); err != nil {
				t.Skipf("%s cannot make one here: %s", tt.args[0], out)
			}
			e := examineDir(t, NewWorld(), dir)
			want := ask(t, e.Interpreter)
			if e.Kind != tt.kind || e.Stage != venvcore.StageReady || e.Health.State != venvcore.HealthOK ||
				e.Version != want.Version || e.Base.Prefix != want.BasePrefix || !slices.Equal(e.SitePackages, want.Site) {
				t.Errorf("got %+v, it says %+v", e, want)
			}
		})
	}
}

// realDir is a temporary directory without links in its path (macOS keeps
// /tmp behind one).
func realDir(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// examineDir lists a directory and examines it, as the scanner does.
func examineDir(t *testing.T, w *World, dir string) *venvcore.Environment {
	t.Helper()
	l := NewLook(w)
	entries, err := l.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	e := examine(l, candidate{dir: dir, entries: entries})
	if e == nil {
		t.Fatalf("%s is not taken for an environment", dir)
	}
	return e
}

// toolPath finds a tool where scripts/test has installed it, else on PATH.
func toolPath(name string) (string, error) {
	if dir := os.Getenv("VENVD_TOOLS"); dir != "" {
		if path, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			return path, nil
		}
	}
	return exec.LookPath(name)
}
