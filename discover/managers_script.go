package discover

import (
	"bytes"
	"strings"
)

// interpreterOf gives the interpreter that a script names in its first line, with
// or without /bin/sh in between, as pip, uv and setuptools write it, or a launcher
// of Windows at its end (distlib). isScript is true also for one that names none
// by its path.
func interpreterOf(l *Look, real string) (path string, isScript bool) {
	w := l.World()
	data, err := l.ReadFile(real, maxProgramText)
	if err != nil {
		return "", false // uv itself is larger
	}
	line := data
	if bytes.HasPrefix(data, []byte("MZ")) {
		archive := bytes.LastIndex(data, []byte("PK\x03\x04"))
		at := bytes.LastIndex(data[:max(0, archive)], []byte("#!"))
		if at < 0 {
			return "", false
		}
		line = data[at:archive]
	}
	line, rest, _ := bytes.Cut(line, []byte("\n"))
	text, ok := strings.CutPrefix(strings.TrimSpace(string(line)), "#!")
	if !ok {
		return "", false
	}
	text = strings.Trim(strings.TrimSpace(text), `"`)
	if text == "/bin/sh" {
		// '''exec' "/a path/python" "$0" "$@"
		second, _, _ := strings.Cut(string(rest), "\n")
		text = strings.Trim(strings.TrimSuffix(strings.TrimPrefix(second, `'''exec' `), ` "$0" "$@"`), `"' `)
	}
	if !w.Windows() {
		if before, _, options := strings.Cut(text, " -"); options {
			text = before // #!/usr/bin/python3 -E
		}
	}
	if !w.IsAbs(text) {
		return "", true
	}
	if _, known := parseInterpreterName(w.Base(text)); !known {
		return "", true // env, or another language
	}
	return w.Clean(text), true
}

// minorOf gives the minor version of an interpreter as the name of the file says
// it that it leads to; empty when that has none.
func minorOf(l *Look, interpreter string) string {
	real, err := l.Real(interpreter)
	if err != nil {
		return ""
	}
	n, _ := parseInterpreterName(l.World().Base(real))
	return n.minor
}
