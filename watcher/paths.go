package watcher

import (
	"os"
	"path/filepath"
	"strings"
)

// join puts an entry's name to its directory without the cost of cleaning.
func join(dir, name string) string {
	if strings.HasSuffix(dir, string(os.PathSeparator)) {
		return dir + name
	}
	return dir + string(os.PathSeparator) + name
}

// ancestors calls yield for path and each directory above it, until it says stop.
func ancestors(path string, yield func(string) bool) {
	for yield(path) {
		parent := filepath.Dir(path)
		if parent == path {
			return
		}
		path = parent
	}
}

// within says that path is root or lies beneath it.
func within(path, root string) bool {
	if !strings.HasPrefix(path, root) {
		return false
	}
	return len(path) == len(root) || strings.HasSuffix(root, string(os.PathSeparator)) || os.IsPathSeparator(path[len(root)])
}

// under says that path or a directory above it is in set.
func under(path string, set map[string]struct{}) (found bool) {
	if len(set) <= fewRoots {
		for root := range set {
			if within(path, root) {
				return true
			}
		}
		return false
	}
	ancestors(path, func(p string) bool {
		_, found = set[p]
		return !found
	})
	return found
}

// isClean says that path can be compared with the paths of events.
func isClean(path string) bool {
	return filepath.IsAbs(path) && filepath.Clean(path) == path && !strings.ContainsRune(path, 0)
}
