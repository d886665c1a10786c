package integration_test

import (
	"os"
	"path/filepath"
	"testing"
)

// TestNeovim uses the configuration in editors/nvim as a person does, in a
// real Neovim without a screen.
func TestNeovim(t *testing.T) {
	nvim := tool("nvim")
	if nvim == "" {
		t.Skip("Neovim is not installed; scripts/test installs it")
	}
	python, ok := defaultPython()
	if !ok {
		t.Skip("this machine has no Python with venv")
	}
	config, err := filepath.Abs(filepath.Join("..", "editors", "nvim"))
	if err != nil {
		t.Fatal(err)
	}
	script, err := filepath.Abs(filepath.Join("testdata", "nvim", "follow.lua"))
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	project := filepath.Join(w.work, "p")
	w.must(python.Exe, "-m", "venv", "--without-pip", filepath.Join(project, ".venv"))
	for name, text := range map[string]string{"main.py": "import os\n", "pyproject.toml": "[project]\nname = \"p\"\nversion = \"1\"\n"} {
		if err := os.WriteFile(filepath.Join(project, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	w.env = append(w.env, "PROJECT="+project)
	_, all, err := w.run(nvim, "--headless", "--clean", "--cmd", "set rtp^="+config, "-c", "luafile "+script)
	if err != nil {
		log, _ := os.ReadFile(filepath.Join(w.work, ".world", "state", "nvim", "lsp.log")) // absent when it never started
		t.Errorf("Neovim: %v\n%s\n-- its lsp.log\n%s", err, all, log)
	}
}
