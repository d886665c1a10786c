package discover

import "github.com/venvd/venvd/venvcore"

// commandLineTools is where Apple's command line tools are installed.
const commandLineTools = "/Library/Developer/CommandLineTools"

// commandLineToolsTool is the Python of Apple's command line tools.
func commandLineToolsTool() tool {
	return tool{
		name:     "command-line-tools",
		kind:     venvcore.KindCommandLineTools,
		systems:  []string{"darwin"},
		why:      "before the system's directories and PATH",
		evidence: "lies in `/Library/Developer/CommandLineTools`",
		where:    "`Library/Frameworks/Python3.framework/Versions` there (macOS)",
		holds:    func(w *World, real string) bool { return below(w, real, commandLineTools) },
		places: func(w *World) []place {
			if w.OS != "darwin" {
				return nil
			}
			dirs := append([]string{commandLineTools}, w.Places()["command-line-tools"]...)
			return leading(placeBases, venvcore.KindCommandLineTools, appleVersions(), dirs...)
		},
	}
}
