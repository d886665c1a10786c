package discover

import (
	"fmt"
	"path"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/venvd/venvd/venvcore"
)

// never reports whether a directory of this name is never looked into:
// it holds no project, and some hold a hundred thousand files.
func never(name string) bool {
	switch name {
	case ".git", ".hg", ".svn", ".jj", ".bzr", // repositories
		"node_modules", "bower_components", "__pycache__", "site-packages", "dist-packages", "__pypackages__",
		".cache", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", ".eggs", ".ipynb_checkpoints",
		".npm", ".yarn", ".gradle", ".cargo", ".rustup", ".terraform", ".next", ".nuxt", ".turbo", ".parcel-cache",
		".idea", ".vscode", ".vscode-server", ".github", ".gitlab", ".circleci", // of editors and services
		".Trash", ".Trashes", "$RECYCLE.BIN", "System Volume Information", ".snapshots", ".zfs", "lost+found":
		return true
	}
	// What venvd itself has set aside, and a trash of freedesktop.org.
	return strings.Contains(name, ".venvd-") || strings.HasPrefix(name, ".Trash-")
}

// globs gives those patterns of the setting that are globs, and reports the
// others.
func (c *scan) globs(patterns []string) []string {
	var good []string
	for _, p := range patterns {
		p = strings.TrimSuffix(strings.ReplaceAll(p, `\`, "/"), "/")
		if doublestar.ValidatePattern(p) {
			good = append(good, p)
			continue
		}
		c.faults = append(c.faults, venvcore.Fault{
			Path: c.query.Root.Path, Code: venvcore.FaultBounds,
			Message: fmt.Sprintf("the pattern %q of the setting discovery.ignore is not a glob and leaves nothing out", p),
		})
	}
	return good
}

// ignored reports whether a directory is left out: its path from the folder
// matches, or, for a pattern without a slash, its name does.
func ignored(globs []string, rel, name string) bool {
	for _, g := range globs {
		subject := rel
		if !strings.Contains(g, "/") {
			subject = name
		}
		if doublestar.MatchUnvalidated(path.Clean(g), subject) {
			return true
		}
	}
	return false
}
