package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/venvd/venvd/integration_test/machine"
)

// fill makes the environment dir with the requirements in it. uv is ten times
// as fast as pip and is in the cache after the first tool; but it does not
// read pip's configuration, in which a machine may say where its index is, so
// what uv cannot do is tried with pip before it counts as a failure.
func (in installer) fill(dir string, python machine.Python, requirements []string) error {
	byUV := in.byUV(dir, python, requirements)
	if byUV == nil {
		return nil
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := in.byPip(dir, python, requirements); err != nil {
		return fmt.Errorf("%w\nand before, %w", err, byUV)
	}
	return nil
}

// byUV copies its files out of uv's cache: linked ones, which are its default,
// would be shared between the environments of two tools.
func (in installer) byUV(dir string, python machine.Python, requirements []string) error {
	uv := filepath.Join(in.cache, "bin", "uv")
	if _, err := os.Stat(uv); err != nil {
		return fmt.Errorf("uv is not installed yet: %w", err)
	}
	install := slices.Concat([]string{"pip", "install", "-q", "--compile-bytecode", "--python", filepath.Join(dir, "bin", "python")}, requirements)
	for _, cmd := range []*exec.Cmd{
		exec.Command(uv, "venv", "-q", "--python", python.Exe, dir),
		exec.Command(uv, install...),
	} {
		cmd.Env = append(os.Environ(), "UV_CACHE_DIR="+filepath.Join(in.tmp, "uv"), "UV_LINK_MODE=copy",
			"UV_NO_CONFIG=1", "UV_PYTHON_DOWNLOADS=never", "TMPDIR="+in.tmp)
		if err := quiet(cmd); err != nil {
			return err
		}
	}
	return nil
}

func (in installer) byPip(dir string, python machine.Python, requirements []string) error {
	for _, cmd := range []*exec.Cmd{
		exec.Command(python.Exe, "-m", "venv", dir),
		in.pip(filepath.Join(dir, "bin", "python"), "install", "--prefer-binary", requirements...),
	} {
		if err := quiet(cmd); err != nil {
			return err
		}
	}
	return nil
}

// pip is a command of the pip that an interpreter has. Old versions leave
// files behind in the temporary directory.
func (in installer) pip(interpreter, command, option string, rest ...string) *exec.Cmd {
	args := []string{"-m", "pip", command, "-q", "--no-input", "--disable-pip-version-check", option}
	cmd := exec.Command(interpreter, append(args, rest...)...)
	cmd.Env = append(os.Environ(), "TMPDIR="+in.tmp)
	return cmd
}

// wheels fills the directory of that name with exactly the given wheels. It
// uses the pip of uv's environment, which byPip made.
func (in installer) wheels(requirements []string) error {
	dir := filepath.Join(in.cache, "wheels")
	want := strings.Join(requirements, " ") + "\n"
	if got, err := os.ReadFile(filepath.Join(dir, stamp)); err == nil && string(got) == want {
		return nil
	}
	fmt.Fprintf(in.log, "testtools: fetching the wheels of %s\n", strings.TrimSpace(want))
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	python := filepath.Join(in.cache, "uv", "bin", "python")
	if _, err := os.Stat(python); err != nil {
		return in.absent("the wheels", "needs the environment of uv, whose pip fetches them")
	}
	args := append([]string{"--only-binary=:all:", "-d", dir}, requirements...)
	if err := quiet(in.pip(python, "download", "--no-deps", args...)); err != nil {
		return fmt.Errorf("wheels: %w", err)
	}
	return os.WriteFile(filepath.Join(dir, stamp), []byte(want), 0o644)
}
