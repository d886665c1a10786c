package discover

import (
	"regexp"
	"strconv"
)

// finderPaths gives the paths in the MAPPING of a finder: its values, for the
// names of modules are no absolute paths.
func finderPaths(w *World, text string) []string {
	m := finderMapping.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	var out []string
	for _, literal := range pythonText.FindAllString(m[1], -1) {
		if path := unquotePython(literal); w.IsAbs(path) {
			out = append(out, w.Clean(path))
		}
	}
	return out
}

var (
	finderMapping = regexp.MustCompile(`(?m)^MAPPING\b[^=\n]*=\s*\{([^}]*)\}`)
	pythonText    = regexp.MustCompile(`'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"`)
	pythonEscape  = regexp.MustCompile(`\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|.)`)
)

// unquotePython gives the text that Python's repr has written so.
func unquotePython(literal string) string {
	return pythonEscape.ReplaceAllStringFunc(literal[1:len(literal)-1], func(esc string) string {
		switch c := esc[1]; c {
		case 'x', 'u', 'U':
			n, err := strconv.ParseUint(esc[2:], 16, 32)
			if err != nil {
				return esc // not what repr writes
			}
			return string(rune(n))
		case 'n':
			return "\n"
		case 't':
			return "\t"
		case 'r':
			return "\r"
		}
		return esc[1:]
	})
}
