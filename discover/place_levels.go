package discover

import "strings"

// anyName is the level that stands for every directory.
const anyName = "*"

// isPattern reports whether a level stands for several directories.
func isPattern(level string) bool { return strings.ContainsAny(level, "*|") }

// levelFits reports whether a directory is one that the level stands for.
func levelFits(level, name string) bool {
	for one := range strings.SplitSeq(level, "|") {
		before, after, open := strings.Cut(one, "*")
		if name == one || open && len(name) >= len(before)+len(after) &&
			strings.HasPrefix(name, before) && strings.HasSuffix(name, after) {
			return true
		}
	}
	return false
}
