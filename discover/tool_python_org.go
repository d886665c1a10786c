package discover

import (
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// pythonOrgTool is the installer of python.org for macOS: frameworks, the
// free-threaded build in one of its own. The one for Windows registers what it
// installs; see windowsRegistryTool.
func pythonOrgTool() tool {
	return tool{
		name:     "python.org",
		kind:     venvcore.KindPythonOrg,
		systems:  []string{"darwin"},
		why:      "before the system's directories: `/usr/local/bin` has links to its bases",
		evidence: "lies in `/Library/Frameworks/Python.framework`, or `PythonT.framework` when free-threaded",
		where:    "`Versions` of these frameworks (macOS)",
		holds: func(w *World, real string) bool {
			return strings.HasPrefix(real, "/Library/Frameworks/Python.framework/") || strings.HasPrefix(real, "/Library/Frameworks/PythonT.framework/")
		},
		places: func(w *World) []place {
			return placesOf(placeBases, venvcore.KindPythonOrg, append(frameworks(w, "/Library/Frameworks"), w.Places()["python.org"]...)...)
		},
	}
}

// frameworks gives the directories of versions in a directory of frameworks.
func frameworks(w *World, dir string) []string {
	if w.OS != "darwin" {
		return nil
	}
	return []string{w.Join(dir, "Python.framework", "Versions"), w.Join(dir, "PythonT.framework", "Versions")}
}
