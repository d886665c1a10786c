package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/venvd/venvd/integration_test/machine"
)

type installer struct {
	cache   string
	tmp     string // goes with the run; one for all tools, so that uv fetches nothing twice
	pythons []machine.Python
	log     io.Writer
}

// stamp is written last: an environment without it, or with another content,
// was left by an interrupted run or an older pin and is made anew.
const stamp = ".installed"

// tool installs t unless its stamp says that it is there. The requirements and
// the interpreter are the stamp, so that a new pin or a removed Python counts.
func (in installer) tool(t tool) error {
	dir := filepath.Join(in.cache, t.name)
	want := strings.Join(t.requirements, " ") + "\n"
	if got, err := os.ReadFile(filepath.Join(dir, stamp)); err == nil && string(got) == want && starts(dir) {
		return in.link(t)
	}
	python, ok := in.choose(t.suits)
	if !ok {
		return in.absent(t.name, "needs "+t.needs)
	}
	fmt.Fprintf(in.log, "testtools: installing %s with Python %s\n", strings.TrimSpace(want), python.Name())
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := in.fill(dir, python, t.requirements); err != nil {
		return fmt.Errorf("%s: %w", t.name, err)
	}
	if err := os.WriteFile(filepath.Join(dir, stamp), []byte(want), 0o644); err != nil {
		return err
	}
	return in.link(t)
}

// starts reports whether the environment's interpreter still leads to a file:
// the Python it stands on may have been removed since.
func starts(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "bin", "python"))
	return err == nil
}

// choose prefers pyenv's 3.12, which all pinned tools were tried with, and
// else takes the newest that suits.
func (in installer) choose(suits func(machine.Python) bool) (machine.Python, bool) {
	for _, p := range in.pythons {
		if p.Name() == "3.12" && suits(p) {
			return p, true
		}
	}
	for _, p := range slices.Backward(in.pythons) {
		if suits(p) {
			return p, true
		}
	}
	return machine.Python{}, false
}

// link puts the tool's commands into bin, by links relative to it.
func (in installer) link(t tool) error {
	for _, c := range t.commands {
		command, name, ok := strings.Cut(c, "=")
		if !ok {
			name = command
		}
		target := filepath.Join("..", t.name, "bin", command)
		link := filepath.Join(in.cache, "bin", name)
		if got, err := os.Readlink(link); err == nil && got == target {
			continue
		}
		if err := os.RemoveAll(link); err != nil {
			return err
		}
		if err := os.Symlink(target, link); err != nil {
			return err
		}
	}
	return nil
}

// absent reports what this machine cannot have: its tests skip, and CI, where
// a skip is a failure, is told so here already.
func (in installer) absent(name, why string) error {
	if os.Getenv("CI") == "true" {
		return fmt.Errorf("%s: %s", name, why)
	}
	fmt.Fprintf(in.log, "testtools: without %s: it %s; its tests are skipped\n", name, why)
	return nil
}

// quiet runs cmd and shows its output only when it fails.
func quiet(cmd *exec.Cmd) error {
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, out.String())
	}
	return nil
}
