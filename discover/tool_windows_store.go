package discover

import (
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// windowsStoreTool is the Python of the Microsoft Store; see storeBase.
func windowsStoreTool() tool {
	return tool{
		name:     "windows-store",
		kind:     venvcore.KindWindowsStore,
		systems:  []string{"windows"},
		why:      "before PATH, on which its aliases are",
		evidence: "an app execution alias in a directory of the package's family, and the package in the registry; the aliases `python.exe` and `python3.exe` beside it are no bases",
		where:    "`%LOCALAPPDATA%\\Microsoft\\WindowsApps\\PythonSoftwareFoundation.Python.*` (Windows)",
		holds: func(w *World, real string) bool {
			return w.Windows() && strings.Contains(strings.ToLower(real), `\windowsapps\pythonsoftwarefoundation.python.`)
		},
		places: func(w *World) []place {
			if !w.Windows() {
				return nil
			}
			dirs := append([]string{under(w, appData(w, "LOCALAPPDATA"), "Microsoft", "WindowsApps")}, w.Places()["windows-store"]...)
			return leading(placeInterpreters, venvcore.KindWindowsStore, []string{"PythonSoftwareFoundation.Python.*"}, dirs...)
		},
	}
}
