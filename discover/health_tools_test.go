//go:build unix

package discover

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/venvd/venvd/venvcore"
)

// runTool runs one of the tools that scripts/test installs.
func runTool(t *testing.T, name string, args ...string) {
	t.Helper()
	program, err := toolPath(name)
	if err != nil {
		t.Skipf("%s is not installed; scripts/test installs it", name)
	}
	cmd := exec.Command(program, args...)
	cmd.Env = append(os.Environ(), "UV_CACHE_DIR="+t.TempDir(), "UV_OFFLINE=1", "VIRTUAL_ENV=")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v: %s", name, strings.Join(args, " "), err, out)
	}
}

func wantCodes(t *testing.T, what, dir, want string) *venvcore.Environment {
	t.Helper()
	e := examineDir(t, NewWorld(), dir)
	if got := codes(e); got != want {
		t.Errorf("%s: problems %q, want %q: %v", what, got, want, e.Health)
	}
	return e
}

// python runs an environment's interpreter and reports whether it came to a good
// end.
func python(dir string, args ...string) error {
	cmd := exec.Command(filepath.Join(dir, "bin", "python"), args...)
	cmd.Env = []string{"HOME=" + dir, "PYTHONDONTWRITEBYTECODE=1"}
	return cmd.Run()
}

// TestPipIsLost takes a real pip apart, which virtualenv brings along.
func TestPipIsLost(t *testing.T) {
	base := realBases(t)[0]
	dir := filepath.Join(realDir(t), "e")
	runTool(t, "virtualenv", "-q", "--no-download", "--python", base.Interpreter, dir)
	wantCodes(t, "as it was made", dir, "")
	if err := python(dir, "-m", "pip", "--version"); err != nil {
		t.Errorf("pip does not run: %v", err)
	}
	must(t, os.RemoveAll(filepath.Join(siteOf(t, dir), "pip")))
	wantCodes(t, "half removed", dir, string(venvcore.PipInterrupted))
	if err := python(dir, "-m", "pip", "--version"); err == nil {
		t.Error("pip runs without its package")
	}
	left, err := filepath.Glob(filepath.Join(siteOf(t, dir), "pip-*"))
	must(t, err)
	for _, path := range left {
		must(t, os.RemoveAll(path))
	}
	wantCodes(t, "removed", dir, string(venvcore.PipMissing))
	for _, script := range []string{"pip", "pip3", "pip3.*", "pip-*"} {
		found, err := filepath.Glob(filepath.Join(dir, "bin", script))
		must(t, err)
		for _, path := range found {
			must(t, os.Remove(path))
		}
	}
	wantCodes(t, "as if there had never been one", dir, "")
}

// TestEditableIsLost installs a real project with uv, which needs no network for
// its own build backend, and moves things about.
func TestEditableIsLost(t *testing.T) {
	base := realBases(t)[0]
	top := realDir(t)
	project, dir := filepath.Join(top, "proj"), filepath.Join(top, "proj", ".venv")
	must(t, os.MkdirAll(filepath.Join(project, "src", "edpkg"), 0o755))
	must(t, os.WriteFile(filepath.Join(project, "src", "edpkg", "__init__.py"), nil, 0o644))
	must(t, os.WriteFile(filepath.Join(project, "pyproject.toml"), []byte(`[project]
name = "ed-pkg"
version = "1.0"
[build-system]
requires = ["uv_build"]
build-backend = "uv_build"
[tool.uv.build-backend]
module-name = "edpkg"
`), 0o644))
	runTool(t, "uv", "venv", "-q", "--no-config", "--python", base.Interpreter, dir)
	runTool(t, "uv", "pip", "install", "-q", "--no-config", "--python", filepath.Join(dir, "bin", "python"), "-e", project)
	wantCodes(t, "as it was made", dir, "")
	if err := python(dir, "-c", "import edpkg"); err != nil {
		t.Errorf("it cannot be imported: %v", err)
	}

	// A new name for the project takes all of it along.
	must(t, os.Rename(project, filepath.Join(top, "new")))
	dir = filepath.Join(top, "new", ".venv")
	wantCodes(t, "moved", dir, string(venvcore.Moved))
	must(t, os.Rename(filepath.Join(top, "new"), project))
	dir = filepath.Join(project, ".venv")

	must(t, os.RemoveAll(filepath.Join(project, "src")))
	e := wantCodes(t, "its code removed", dir, string(venvcore.EditableMissing))
	if err := python(dir, "-c", "import edpkg"); err == nil {
		t.Error("it can be imported")
	}
	if m := e.Health.Problems[0].Message; !strings.Contains(m, "ed-pkg") || !strings.Contains(m, filepath.Join(project, "src")) {
		t.Errorf("the message is %q", m)
	}

	// What a killed uv leaves.
	must(t, os.Remove(filepath.Join(siteOf(t, dir), "ed_pkg-1.0.dist-info", "INSTALLER")))
	wantCodes(t, "killed", dir, string(venvcore.PipInterrupted)+" "+string(venvcore.EditableMissing))
}

// TestOldVirtualenv breaks what virtualenv 16 makes.
func TestOldVirtualenv(t *testing.T) {
	dir := filepath.Join(realDir(t), "e")
	runTool(t, "virtualenv-16.7", "-q", "--no-pip", "--no-setuptools", "--no-wheel", dir)
	e := wantCodes(t, "as it was made", dir, "")
	if does, how := behaviour(e.Interpreter, dir); does != runs {
		t.Errorf("it does not run: %s", how)
	}
	found, err := filepath.Glob(filepath.Join(dir, "lib", "python*", "os.py"))
	if err != nil || len(found) != 1 {
		t.Fatalf("it has no library of its own: %v %v", found, err)
	}
	must(t, os.Remove(found[0]))
	must(t, os.Symlink("/nowhere/os.py", found[0]))
	e = wantCodes(t, "its library gone", dir, string(venvcore.BaseStdlibMissing))
	if does, _ := behaviour(e.Interpreter, dir); does == runs {
		t.Error("it runs as before without its library")
	}
	must(t, os.WriteFile(filepath.Join(filepath.Dir(found[0]), "orig-prefix.txt"), []byte("/nowhere"), 0o644))
	wantCodes(t, "its base gone", dir, string(venvcore.BaseMissing))
}
