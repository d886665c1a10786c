package discover

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/venvd/venvd/venvcore"
)

const (
	// maxPrefixList bounds environments.txt, which has a path a line.
	maxPrefixList = 1 << 20
	// maxPrefixes is how many of its lines count: each is looked at. conda drops
	// dead ones only when it lists all, so builds may leave thousands.
	maxPrefixes = 10_000
)

// listedPrefixes reads environments.txt, in which conda notes each prefix that it
// makes, wherever that is. A line that is dead is no fault.
func listedPrefixes(l *Look, path string) []string {
	data, err := l.ReadFile(path, maxPrefixList)
	if err != nil {
		l.fail(path, err)
		return nil
	}
	var out []string
	lines, cut := prefixLines(l.World(), data)
	if cut {
		l.Fault(venvcore.Fault{
			Path: path, Code: venvcore.FaultBounds,
			Message: fmt.Sprintf("%s has more than %d lines, the rest is not looked at: `conda env list` takes out those that are gone", path, maxPrefixes),
		})
	}
	for _, line := range lines {
		if fault, bad := nameFault(line); bad {
			l.Fault(fault)
			continue
		}
		if !onForeignDrive(l, line) {
			out = append(out, line)
		}
	}
	return out
}

// prefixLines gives the prefixes that a list names, each once. Blank lines and
// comments are none; a byte order mark and either system's line ends are passed
// over; a relative path names nothing. What builds have left is left out.
func prefixLines(w *World, data []byte) (out []string, cut bool) {
	seen := map[string]bool{}
	text := strings.TrimPrefix(string(data), "\uFEFF")
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if !w.IsAbs(line) || strings.ContainsFunc(line, isControl) {
			continue
		}
		line = w.Clean(line)
		if seen[line] || isBuildPrefix(w, line) {
			continue
		}
		if len(out) == maxPrefixes {
			return out, true
		}
		seen[line] = true
		out = append(out, line)
	}
	return out, false
}

// isControl: bytes that are no text are told apart by nameFault.
func isControl(r rune) bool { return r != utf8.RuneError && unicode.IsControl(r) }

// onForeignDrive reports whether a path lies on a drive of the Windows that this
// Linux runs in (WSL): each look there takes milliseconds, and what is there
// cannot run here. Home directories and lists are shared between the two.
func onForeignDrive(l *Look, path string) bool {
	rest, ok := strings.CutPrefix(path, "/mnt/")
	if !ok || l.World().OS != "linux" || len(rest) > 1 && rest[1] != '/' || rest == "" || !unicode.IsLetter(rune(rest[0])) {
		return false
	}
	if _, ok := l.World().Env("WSL_DISTRO_NAME"); ok {
		return true
	}
	// Started as a service the variable is missing.
	release, err := l.quiet().ReadFile("/proc/sys/kernel/osrelease", maxLine)
	return err == nil && strings.Contains(strings.ToLower(string(release)), "microsoft")
}

// variablePaths gives the absolute directories of a list such as PATH.
func variablePaths(w *World, name string) []string {
	value, _ := w.Env(name)
	var out []string
	for _, p := range w.PathList(value) {
		if p, ok := expandPath(w, p); ok {
			out = append(out, p)
		}
	}
	return out
}

// expandPath gives a path as a configuration file writes it: with `~`, $NAME,
// ${NAME} and, on Windows, %NAME%. It is none when it stays relative, or names a
// variable that is not set.
func expandPath(w *World, path string) (string, bool) {
	path = strings.TrimSpace(path)
	if rest, ok := strings.CutPrefix(path, "~"); ok && w.Home != "" && (rest == "" || rest[0] == '/' || rest[0] == '\\') {
		path = w.Home + rest
	}
	path, ok := expandVariables(w, path)
	if !ok || !w.IsAbs(path) || strings.ContainsFunc(path, isControl) {
		return "", false
	}
	return w.Clean(path), true
}

func expandVariables(w *World, path string) (string, bool) {
	var out strings.Builder
	for path != "" {
		name, rest, found := cutVariable(w, path)
		if !found {
			out.WriteByte(path[0])
			path = path[1:]
			continue
		}
		value, ok := w.Env(name)
		if !ok && name == "HOME" {
			value, ok = w.Home, w.Home != ""
		}
		if !ok {
			return "", false
		}
		out.WriteString(value)
		path = rest
	}
	return out.String(), true
}

// cutVariable takes a variable off the front of a path.
func cutVariable(w *World, path string) (name, rest string, found bool) {
	switch {
	case strings.HasPrefix(path, "${"):
		name, rest, found = strings.Cut(path[2:], "}")
	case path[0] == '$':
		n := len(path) - 1 - len(strings.TrimLeftFunc(path[1:], isWordRune))
		name, rest, found = path[1:1+n], path[1+n:], n > 0
	case path[0] == '%' && w.Windows():
		name, rest, found = strings.Cut(path[1:], "%")
	}
	return name, rest, found && name != ""
}

func isWordRune(r rune) bool {
	return r == '_' || r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
