package discover

import (
	"strings"
	"unicode"

	"github.com/venvd/venvd/venvcore"
)

// environmentName gives what a person would call an environment: its own
// prompt; for the names that everybody uses the project's directory; else its
// own directory. Never empty.
func environmentName(w *World, prefix, prompt string) string {
	if name := printable(prompt); name != "" {
		return name
	}
	own := printable(w.Base(prefix))
	switch own {
	case ".venv", "venv", "env":
		if project := printable(w.Base(w.Dir(prefix))); strings.Trim(project, `/\`) != "" {
			return project
		}
	}
	if own == "" {
		return prefix
	}
	return own
}

// baseName gives what a person would call a base: what its installer calls it;
// the directory for those of a version manager, whose directories are names;
// else its interpreter with the version: "python3.11" says more than "usr",
// "current" or "python.exe".
func baseName(w *World, kind venvcore.Kind, b *base) string {
	if b.title != "" {
		return b.title
	}
	switch kind {
	case venvcore.KindPyenv, venvcore.KindUVPython, venvcore.KindAsdf, venvcore.KindMise, venvcore.KindPymanager:
		return environmentName(w, b.prefix, "")
	case venvcore.KindRye, venvcore.KindPDM, venvcore.KindPoetry, venvcore.KindHatch, venvcore.KindPipx:
		return keptPythonName(w, kind, b.prefix)
	case venvcore.KindWinPython: // WPy64-31241\python-3.12.4.amd64
		return environmentName(w, w.Dir(b.prefix), "")
	}
	n, ok := parseInterpreterName(w.Base(b.interpreter))
	if ok && n.minor == "" && b.minor != "" {
		word := b.impl
		if b.impl == "cpython" {
			word = "python"
		}
		return word + b.minor + strings.Trim(b.flags, "mu")
	}
	return strings.TrimSuffix(w.Base(b.interpreter), ".exe")
}

// printable takes out what would move the cursor of a terminal, and blanks at
// the ends.
func printable(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s))
}
