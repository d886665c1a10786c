package discover

import (
	"regexp"

	"github.com/venvd/venvd/venvcore"
)

// winPythonTool is WinPython, a distribution that is unpacked wherever a person
// likes; where that is usual is looked at, one level deep.
func winPythonTool() tool {
	return tool{
		name:     "winpython",
		kind:     venvcore.KindWinPython,
		systems:  []string{"windows"},
		why:      "before the registry, where it can register itself",
		evidence: "lies in `python` or `python-X.Y.Z.amd64` of a directory `WPy64-*` or `WPy32-*`",
		where:    "in `~\\WinPython`, `~\\Desktop`, `~\\Documents`, `~\\Downloads`, `C:\\`, `C:\\WinPython` and `%WINPYTHON_HOME%` (Windows)",
		holds:    func(w *World, real string) bool { return w.Windows() && winPythonDir.MatchString(real) },
		places: func(w *World) []place {
			if !w.Windows() {
				return nil
			}
			dirs := []string{
				// The home itself changes all the time, and each change would be looked at.
				inHome(w, "WinPython"), inHome(w, "Desktop"), inHome(w, "Documents"), inHome(w, "Downloads"), `C:\`, `C:\WinPython`,
			}
			named, _ := w.Env("WINPYTHON_HOME")
			for _, d := range append(w.PathList(named), w.Places()["winpython"]...) {
				if w.IsAbs(d) {
					dirs = append(dirs, w.Clean(d))
				}
			}
			return leading(placeBase, venvcore.KindWinPython, []string{"WPy64-*|WPy32-*", "python|python-*|pypy*"}, dirs...)
		},
	}
}

// winPythonDir is the directory of a distribution among the parts of a path.
var winPythonDir = regexp.MustCompile(`(?i)\\WPy(?:64|32)-\w+\\`)
