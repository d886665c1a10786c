package discover

import "github.com/venvd/venvd/venvcore"

// Tools of projects that install Pythons too unpack the builds of
// python-build-standalone and PyPy, each into a directory of its own. Those that
// have debug builds beside lie in `install` there.
const unpackedInstall = "install"

// keptPythons makes the places of such Pythons.
func keptPythons(kind venvcore.Kind, dirs ...string) []place {
	return leading(placeBases, kind, []string{anyName}, dirs...)
}

// keptPythonName gives what the tool calls a Python, which is the directory that it
// was unpacked into. Hatch's has the archive's own directory in it.
func keptPythonName(w *World, kind venvcore.Kind, prefix string) string {
	dir := unpackedAs(w, prefix)
	if kind == venvcore.KindHatch {
		dir = w.Dir(dir)
	}
	return environmentName(w, dir, "")
}

// unpackedAs gives the directory that a Python was unpacked into.
func unpackedAs(w *World, prefix string) string {
	if w.Base(prefix) == unpackedInstall {
		return w.Dir(prefix)
	}
	return prefix
}
