package discover

import "strings"

// maxHistory bounds `history`: a base that was updated for ten years has 2 MB.
const maxHistory = 16 << 20

// historyPython gives the Python that the transactions in `history` have left:
// "+channel::python-3.12.4-build" installs it, the same with "-" removes it. An
// update has both, in this order: "-" before "+".
func historyPython(text string) (condaPackage, bool) {
	var now condaPackage
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] != '+' && line[0] != '-' {
			continue
		}
		name := line[strings.LastIndexAny(line, ":/")+1:]
		name = strings.TrimLeft(name, "+-")
		p, ok := condaPackageOf(strings.TrimSuffix(strings.TrimSuffix(name, ".tar.bz2"), ".conda") + ".json")
		if !ok || p.name != "python" {
			continue
		}
		if now = p; line[0] == '-' {
			now = condaPackage{}
		}
	}
	return now, now.name != ""
}

// createdByConda reports whether the first command in `history` made the prefix
// by `create`: an environment, though conda may be installed in it. Installers
// write none, or `constructor` or `install`.
func createdByConda(text string) bool {
	for line := range strings.Lines(text) {
		if command, ok := strings.CutPrefix(strings.TrimSpace(line), "# cmd:"); ok {
			return strings.Contains(command+" ", " create ")
		}
	}
	return false
}
