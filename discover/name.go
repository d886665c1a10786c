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

// baseName gives what a person would call a base: the directory for those of a
// version manager, whose directories are names, else the interpreter's file
// name: "python3.11" says more than "usr".
func baseName(w *World, kind venvcore.Kind, b *base) string {
	if kind == venvcore.KindSystem || kind == venvcore.KindPath {
		return strings.TrimSuffix(w.Base(b.interpreter), ".exe")
	}
	return environmentName(w, b.prefix, "")
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
