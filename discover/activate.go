package discover

import "strings"

// activatePlace finds where an activation script for POSIX shells says that
// its environment is. Three ways of quoting are about: "…" around whatever it
// is (CPython before the fix of CVE-2024-9287), shlex.quote (bare or '…', with
// a quote as '"'"'; newer CPython, virtualenv), and always '…' (uv). What is
// computed when the script runs is passed over. Empty when it does not say.
func activatePlace(w *World, script string) string {
	for line := range strings.Lines(script) {
		line = strings.TrimPrefix(strings.TrimSpace(line), "export ")
		value, ok := strings.CutPrefix(line, "VIRTUAL_ENV=")
		if !ok {
			continue
		}
		if place := unquote(value); w.IsAbs(place) {
			return w.Clean(place)
		}
	}
	return ""
}

// unquote gives the text that a shell word stands for.
func unquote(word string) string {
	if strings.HasPrefix(word, `"`) {
		// Nothing inside was escaped when it was written, so it ends at the
		// last quote.
		if end := strings.LastIndexByte(word, '"'); end > 0 {
			return word[1:end]
		}
		return ""
	}
	var out strings.Builder
	for word != "" {
		switch q := word[0]; q {
		case '\'', '"':
			inner, rest, closed := strings.Cut(word[1:], string(q))
			if !closed {
				return ""
			}
			out.WriteString(inner)
			word = rest
		case ' ', '\t', ';':
			return out.String()
		default:
			out.WriteByte(q)
			word = word[1:]
		}
	}
	return out.String()
}

// scriptPlace finds the environment that a console script runs in, from its
// first bytes: `#!P`, or the form for paths that are long or hold blanks,
// `#!/bin/sh` and then `”'exec' P "$0" "$@"` with P bare, "P" (distlib) or
// 'P' (uv). Empty when it is no such script or finds its place by itself.
func scriptPlace(w *World, head string) string {
	line, rest, _ := strings.Cut(head, "\n")
	line, ok := strings.CutPrefix(line, "#!")
	if !ok {
		return ""
	}
	// What follows a blank is an argument: a path with one is never written in
	// the first form.
	interpreter, _, _ := strings.Cut(strings.TrimSpace(line), " ")
	if interpreter == "/bin/sh" {
		second, _, _ := strings.Cut(rest, "\n")
		word, found := strings.CutPrefix(second, "'''exec' ")
		if !found {
			return ""
		}
		word, _, _ = strings.Cut(word, ` "$0"`)
		interpreter = unquote(word)
	}
	if _, named := parseInterpreterName(w.Base(interpreter)); !named || !w.IsAbs(interpreter) {
		return ""
	}
	bin := w.Dir(w.Clean(interpreter))
	if w.Base(bin) != w.BinDir() {
		return ""
	}
	return w.Dir(bin)
}
