package discover

import (
	"regexp"
	"strings"
)

// gitCommit is an object's name, by SHA-1 or SHA-256.
var gitCommit = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`)

// gitHops is how many references may lead to each other, as in git.
const gitHops = 5

// head gives the commit that is checked out; empty when none is, or when the
// files do not say.
func (g *gitRepository) head() string {
	w := g.l.World()
	name := "HEAD"
	for range gitHops {
		// HEAD and a few others are a worktree's own, the rest is common.
		value := firstLine(g.l, w.Join(g.dir, name))
		if value == "" {
			value = firstLine(g.l, w.Join(g.common, name))
		}
		if value == "" {
			value = g.packed(name)
		}
		if gitCommit.MatchString(value) {
			return value
		}
		next, ok := strings.CutPrefix(value, "ref: ")
		if name = strip(next); !ok || !isReference(name) {
			return ""
		}
	}
	return ""
}

// isReference keeps a name within the repository.
func isReference(name string) bool {
	return strings.HasPrefix(name, "refs/") && !strings.Contains(name, "..") && !strings.ContainsRune(name, 0)
}

// packed looks a reference up in packed-refs: a commit, a blank and the name a
// line.
func (g *gitRepository) packed(name string) string {
	data, err := g.l.ReadFile(g.l.World().Join(g.common, "packed-refs"), maxRefs)
	if err != nil {
		g.l.fail(g.common, err)
		return ""
	}
	for line := range strings.FieldsFuncSeq(string(data), lineEnd) {
		if commit, ref, ok := strings.Cut(line, " "); ok && ref == name {
			return commit
		}
	}
	return ""
}

// firstLine gives that of a small file; empty when it is absent, or cannot be
// read, which is a fault.
func firstLine(l *Look, path string) string {
	data, err := l.ReadHead(path, maxLine)
	if err != nil {
		l.fail(path, err)
		return ""
	}
	line, _ := cutLine(data)
	return strip(line)
}
