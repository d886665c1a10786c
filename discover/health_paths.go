package discover

import (
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// pathProblems tells what is wrong with the path files: those that the
// interpreter dies of, and those that lead nowhere.
func (b *builder) pathProblems(c contents) []venvcore.Problem {
	var out []venvcore.Problem
	targets, seen := 0, map[string]bool{}
	for _, f := range b.pathFiles(c) {
		if f.bad && b.diesOfPaths() {
			out = append(out, *problem(venvcore.PthUnreadable,
				"%s is not UTF-8: Python %s ends with an error when it reads it at its start", f.path, b.minor))
		}
		for _, e := range f.editables {
			if targets += len(e.paths); targets > maxTargets {
				return out
			}
			if p := b.deadProblem(c, e, seen); p != nil {
				out = append(out, *p)
			}
		}
	}
	return out
}

// diesOfPaths: CPython 3.6 to 3.13 were seen to end with a UnicodeDecodeError in
// site, in whatever locale; 2.7 was seen not to. Windows' own encodings take
// nearly every byte. Of others nothing is said.
func (b *builder) diesOfPaths() bool {
	return !b.l.World().Windows() && b.implementation() == "cpython" && b.minor != "" &&
		venvcore.CompareVersions(b.minor, "3.6") >= 0 && venvcore.CompareVersions(b.minor, "3.13") <= 0
}

// deadProblem tells that the code of an editable install is gone. What has moved
// together with the environment follows from that. A path that was seen before is
// told already.
func (b *builder) deadProblem(c contents, e editable, seen map[string]bool) *venvcore.Problem {
	for _, path := range e.paths {
		key := path
		if b.l.World().Windows() {
			key = strings.ToLower(path) // as easy-install.pth has it
		}
		if seen[key] {
			continue
		}
		seen[key] = true
		if !b.isGone(path) || e.module && b.isModule(path) || b.movedAlong(path) {
			continue
		}
		name := e.name
		if !e.certain {
			if name = b.ownerOf(c, e.name, path); name == "" {
				continue
			}
		}
		return problem(venvcore.EditableMissing, "the editable install of %s leads to %s, which is gone", name, path)
	}
	return nil
}

// isModule reports whether a module is a file: path.py, path.cpython-312.so.
func (b *builder) isModule(path string) bool {
	w := b.l.World()
	entries, err := b.l.Weak().ReadDir(w.Dir(path))
	if err != nil {
		return false
	}
	return len(contents{entries: entries}.named(w.Base(path)+".")) > 0
}

// movedAlong reports whether a path is found beside the environment, which was
// moved with what lay around it.
func (b *builder) movedAlong(path string) bool {
	for _, p := range b.places() {
		if now := relocated(b.l.World(), p.where, b.dir, path); now != "" && !b.isGone(now) {
			return true
		}
	}
	return false
}
