package storm

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"

	"github.com/venvd/venvd/integration_test/machine"
)

// ground is what the storm goes over: some names for projects in a workspace,
// and some names for environments in each.
type ground struct {
	work   string
	python machine.Python
}

const projectNames = 6

func (g ground) project(i int) string { return filepath.Join(g.work, fmt.Sprintf("p%d", i)) }

// environments are the names that rules look for, one they find by looking, and
// one that lies deeper.
func environments() []string {
	return []string{".venv", "venv", "other", filepath.Join("tools", "env")}
}

func (g ground) makeProject(dir string) error {
	if err := os.MkdirAll(filepath.Join(dir, "tools"), 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "pyproject.toml"), []byte("[project]\nname = \"x\"\n"), 0o644)
}

// makeEnvironment writes what `python -m venv --without-pip` leaves, in its
// order: the marker early, the activation scripts last.
func (g ground) makeEnvironment(dir string) error {
	bin := filepath.Join(dir, "bin")
	site := filepath.Join(dir, "lib", "python"+g.python.Minor, "site-packages")
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	for _, d := range []string{bin, site} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			return err
		}
	}
	cfg := fmt.Sprintf("home = %s\ninclude-system-site-packages = false\nversion = %s.0\nexecutable = %s\ncommand = %s -m venv %s\n",
		filepath.Dir(g.python.Exe), g.python.Minor, g.python.Exe, g.python.Exe, dir)
	if err := os.WriteFile(filepath.Join(dir, "pyvenv.cfg"), []byte(cfg), 0o644); err != nil {
		return err
	}
	if err := os.Symlink(g.python.Exe, filepath.Join(bin, "python")); err != nil {
		return err
	}
	if err := os.Symlink("python", filepath.Join(bin, "python3")); err != nil {
		return err
	}
	for _, name := range []string{"activate", "activate.fish", "activate.csh"} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("VIRTUAL_ENV="+dir+"\n"), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// finish takes the maker's last step where an environment was moved away under
// its maker: it would be waited for, for ten seconds, as one that is being made.
func (g ground) finish() error {
	return filepath.WalkDir(g.work, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() != "pyvenv.cfg" {
			return err
		}
		last := filepath.Join(filepath.Dir(path), "bin", "activate.csh")
		if err := os.WriteFile(last, nil, 0o644); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	})
}

// writer changes the ground as fast as it can, with no regard for the other.
type writer struct {
	ground
	rand *rand.Rand
	side uint64
}

// step does one thing. That the other writer was there first is no error.
func (w *writer) step() error {
	a, b := w.anywhere(), w.anywhere()
	var err error
	switch n := w.rand.IntN(100); {
	case n < 25:
		err = w.makeEnvironment(a)
	case n < 40:
		err = os.RemoveAll(a)
	case n < 55:
		err = os.Rename(a, b)
	case n < 65:
		err = w.swap(a, b)
	case n < 80:
		if err = os.RemoveAll(a); err == nil {
			err = w.makeEnvironment(a)
		}
	case n < 92:
		err = os.Rename(w.someProject(), w.someProject())
	case n < 97:
		err = w.makeProject(w.someProject())
	default:
		err = os.RemoveAll(w.someProject())
	}
	if err != nil && !expected(err) {
		return err
	}
	return nil
}

func (w *writer) swap(a, b string) error {
	aside := filepath.Join(w.work, fmt.Sprintf("aside%d", w.side))
	if err := os.RemoveAll(aside); err != nil {
		return err
	}
	return errors.Join(os.Rename(a, aside), os.Rename(b, a), os.Rename(aside, b))
}

func (w *writer) someProject() string { return w.project(w.rand.IntN(projectNames)) }

func (w *writer) anywhere() string {
	names := environments()
	return filepath.Join(w.someProject(), names[w.rand.IntN(len(names))])
}

// notEmpty: a directory stands where one was to be renamed to, or was filled
// while it was removed; or it was to be moved below itself.
func notEmpty(err error) bool {
	return errors.Is(err, syscall.ENOTEMPTY) || errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTDIR)
}
