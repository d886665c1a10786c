package perf_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/venvd/venvd/integration_test/machine"
)

// perGroup is how many projects share a directory: a person's disk has some
// tens, not thousands, in one.
const perGroup = 10

// base is the Python that made environments stand on: a real one, so that
// health has all its work to do; 3.12 where there is one, else the newest.
func base(tb testing.TB) machine.Python {
	tb.Helper()
	all := machine.Pythons()
	for _, p := range all {
		if p.Minor == "3.12" {
			return p
		}
	}
	if len(all) == 0 {
		tb.Skip("this machine has no Python that environments can stand on")
	}
	return all[len(all)-1]
}

// tree makes n projects with a .venv each and gives the workspace. It has what
// `python -m venv --without-pip` leaves and what venvd looks at.
func tree(tb testing.TB, n int) string {
	tb.Helper()
	top, err := filepath.EvalSymlinks(tb.TempDir())
	must(tb, err)
	top = filepath.Join(top, "work")
	python := base(tb)
	for i := range n {
		project := projectOf(top, i)
		must(tb, os.MkdirAll(project, 0o755))
		must(tb, os.WriteFile(filepath.Join(project, "pyproject.toml"), []byte("[project]\nname = \"p\"\nversion = \"1\"\n"), 0o644))
		venv(tb, python, filepath.Join(project, ".venv"))
	}
	return top
}

func projectOf(top string, i int) string {
	return filepath.Join(top, fmt.Sprintf("g%04d", i/perGroup), fmt.Sprintf("p%05d", i))
}

// venv writes one environment as the venv module does.
func venv(tb testing.TB, python machine.Python, dir string) {
	tb.Helper()
	must(tb, os.MkdirAll(filepath.Join(dir, "lib", "python"+python.Minor, "site-packages"), 0o755))
	must(tb, os.MkdirAll(filepath.Join(dir, "bin"), 0o755))
	for name, text := range map[string]string{
		"pyvenv.cfg": fmt.Sprintf("home = %s\ninclude-system-site-packages = false\nversion = %s\nexecutable = %s\ncommand = %s -m venv --without-pip %s\n",
			filepath.Dir(python.Exe), python.Minor, python.Exe, python.Exe, dir),
		"bin/activate":     fmt.Sprintf("deactivate () {\n    unset VIRTUAL_ENV\n}\nVIRTUAL_ENV=%q\nexport VIRTUAL_ENV\n", dir),
		"bin/activate.csh": fmt.Sprintf("setenv VIRTUAL_ENV %q\n", dir),
	} {
		must(tb, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	for name, to := range map[string]string{"python": python.Exe, "python3": "python", "python" + python.Minor: "python"} {
		must(tb, os.Symlink(to, filepath.Join(dir, "bin", name)))
	}
}
