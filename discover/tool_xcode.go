package discover

import (
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// appleVersions leads from a directory of developer tools to the versions of the
// Python that Apple brings with them.
func appleVersions() []string {
	return []string{"Library", "Frameworks", "Python3.framework", "Versions"}
}

// xcodeTool is Xcode, of which several may be installed beside each other.
func xcodeTool() tool {
	return tool{
		name:     "xcode",
		kind:     venvcore.KindXcode,
		systems:  []string{"darwin"},
		why:      "before the command line tools, for the selected one may be either",
		evidence: "lies in `Contents/Developer/Library/Frameworks/Python3.framework` of an application; `/usr/bin/python3`, which chooses one, is no base",
		where:    "`/Applications/Xcode*.app`, `$DEVELOPER_DIR`, and what `xcode-select` has selected (macOS)",
		holds: func(_ *World, real string) bool {
			return strings.Contains(real, ".app/Contents/Developer/Library/Frameworks/Python3.framework/")
		},
		places: func(w *World) []place {
			if w.OS != "darwin" {
				return nil
			}
			apps := append([]string{"Xcode*.app", "Contents", "Developer"}, appleVersions()...)
			return leading(placeBases, venvcore.KindXcode, apps, append([]string{"/Applications"}, w.Places()["xcode"]...)...)
		},
		configured: func(l *Look) []place {
			return leading(placeBases, venvcore.KindXcode, appleVersions(), selectedTools(l))
		},
	}
}

// selectedTools gives the developer tools that xcode-select(1) has selected by a
// link, or a variable in its place. The link is in a directory in which much
// changes, so it is not watched: what it leads to mostly is found without it.
func selectedTools(l *Look) string {
	w := l.World()
	if w.OS != "darwin" {
		return ""
	}
	if dir, ok := absoluteVariable(w, "DEVELOPER_DIR"); ok {
		return dir
	}
	dir, err := l.quiet().Real("/var/db/xcode_select_link")
	if err != nil {
		return "" // nothing is selected, or nothing that is there
	}
	return dir
}
