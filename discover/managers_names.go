package discover

import (
	"fmt"
	"strings"
)

// notRunnable says why a file cannot be run; empty when it can.
func notRunnable(w *World, m manager, info Info, err error) string {
	switch {
	case absent(err):
		return "nothing is there"
	case err != nil:
		return fmt.Sprint(cause(err))
	case info.IsDir():
		return "it is a directory"
	case w.Windows():
		// An alias of the Microsoft Store is no regular file to anybody but CreateProcess.
		return ""
	case !info.Mode.IsRegular():
		return "it is no regular file"
	case info.Mode&0o111 == 0 && !m.sourced:
		return "it is not executable"
	}
	return ""
}

// fileNames gives the file names of a tool's programs on this system, the one to
// prefer first: on Windows with the extensions of PATHEXT, in its order.
func (m manager) fileNames(w *World) []string {
	names := []string{m.name}
	if m.programs != nil {
		names = m.programs(w)
	}
	if !w.Windows() {
		return names
	}
	var out []string
	for _, name := range names {
		for _, ext := range extensions(w) {
			out = append(out, name+ext)
		}
	}
	return out
}

// extensions are those of the programs that Windows starts by name, in the order
// of PATHEXT. Those that another program interprets (.js, .vbs, .ps1) are none.
func extensions(w *World) []string {
	value, ok := w.Env("PATHEXT")
	if !ok {
		value = ".COM;.EXE;.BAT;.CMD"
	}
	var out []string
	for _, ext := range w.PathList(strings.ToLower(value)) {
		if ext == ".com" || ext == ".exe" || ext == ".bat" || ext == ".cmd" {
			out = append(out, ext)
		}
	}
	return out
}
