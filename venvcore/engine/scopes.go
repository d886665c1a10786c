package engine

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// scope is one followed project or folder.
type scope struct {
	path      string
	id        venvcore.Identity
	first     venvcore.Reason
	selection venvcore.Selection
	known     bool
	ended     bool
	endedBy   venvcore.Reason
	gone      time.Time // when its project root was first seen gone
}

// follow makes a scope followed. first is the reason its first answer is told
// with; empty when somebody asked and gets the answer.
func (l *loop) follow(path string, first venvcore.Reason) *scope {
	s := l.scopes[path]
	if s == nil || s.ended {
		s = &scope{path: path, first: first}
		l.scopes[path] = s
		l.dirty = true
	}
	return s
}

// folderOf gives the innermost followed folder that holds path; nil for none.
func (l *loop) folderOf(path string) *folder {
	var best *folder
	for _, f := range l.folders {
		if f.holds(path) && (best == nil || len(f.path) > len(best.path)) {
			best = f
		}
	}
	return best
}

// holds reports whether a path lies in the folder: as it is, or as the client
// knows it.
func (f *folder) holds(path string) bool {
	return venvcore.Contains(f.at, path) || venvcore.Contains(f.path, path)
}

// real gives where a path is that a client knows by the name of its folder.
func (l *loop) real(path string) string {
	if f := l.folderOf(path); f != nil && f.at != f.path && !venvcore.Contains(f.at, path) {
		return f.at + strings.TrimPrefix(path, f.path)
	}
	return path
}

// scopeAt gives the scope of a project: its root, or the path by which the client
// knows the folder that it is.
func (l *loop) scopeAt(root string) string {
	for _, f := range l.folders {
		if f.at == root {
			return f.path
		}
	}
	return root
}

// scopeFor gives the scope that holds for a file or a directory.
func (l *loop) scopeFor(path string) string {
	f := l.folderOf(path)
	if p := l.projects().nearest(path, f); p != nil {
		return l.scopeAt(p.Root)
	}
	if f != nil {
		return f.path
	}
	return path
}

// review keeps the followed scopes in step with the project roots that are
// there: one that was renamed is followed under its new name, one that is no
// more is ended after a grace.
func (l *loop) review(projects *projectSet, now time.Time) {
	for l.renameOne(projects) {
	}
	l.rekey(projects.byID)
	for _, path := range sortedKeys(l.scopes) {
		s := l.scopes[path]
		f := l.folderOf(path)
		if s.ended || f == nil || !l.scanned(f) {
			continue
		}
		p := projects.byRoot[l.real(path)]
		if p == nil {
			l.losing(s, f, now)
			continue
		}
		s.gone = time.Time{}
		if p.ID != "" {
			s.id = p.ID
		}
	}
	l.forgetEnded()
	l.reviewDocuments(projects)
}

// renameOne follows one scope whose directory has a name now that nothing else
// is followed by, and reports whether there was one. Each may free the name of
// the next. Directories that changed names among themselves keep their scopes,
// and so does an opened folder: a client knows them by their paths.
func (l *loop) renameOne(projects *projectSet) bool {
	for _, path := range sortedKeys(l.scopes) {
		s, f := l.scopes[path], l.folderOf(path)
		if s.ended || s.id == "" || f == nil || f.path == path || !l.scanned(f) {
			continue
		}
		here, there := projects.byRoot[path], projects.byID[s.id]
		if there == nil || there.Root == path || there.Root == f.at || here != nil && (here.ID == "" || here.ID == s.id) {
			continue
		}
		if t := l.scopes[there.Root]; t == nil || t.ended {
			l.rename(s, there.Root)
			return true
		}
	}
	return false
}

// rekey keeps what is remembered under the present names of the directories:
// it is theirs, not that of whatever took their path.
func (l *loop) rekey(byID map[venvcore.Identity]*venvcore.Project) {
	moved := map[string]venvcore.Remembered{}
	for _, path := range sortedKeys(l.remembered) {
		m := l.remembered[path]
		if p := byID[m.ScopeID]; m.ScopeID != "" && p != nil && p.Root != path {
			delete(l.remembered, path)
			m.Scope = p.Root
			moved[p.Root] = m
		}
	}
	maps.Copy(l.remembered, moved)
	l.renamed = l.renamed || len(moved) > 0
}

// forgetEnded bounds the scopes that are kept only so that their end is told,
// the oldest first.
func (l *loop) forgetEnded() {
	var ended []*scope
	for _, s := range l.scopes {
		if s.ended {
			ended = append(ended, s)
		}
	}
	if len(ended) <= endedLimit {
		return
	}
	slices.SortFunc(ended, func(a, b *scope) int { return a.gone.Compare(b.gone) })
	for _, s := range ended[:len(ended)-endedLimit] {
		delete(l.scopes, s.path)
	}
}

// rename follows a scope whose directory has another name now.
func (l *loop) rename(s *scope, to string) {
	delete(l.scopes, s.path)
	l.moveDocuments(s.path, to)
	s.path, s.gone, s.first = to, time.Time{}, ""
	l.scopes[to] = s
	l.dirty = true
}

// losing ends a scope whose project root is gone for longer than a tool leaves
// it so.
func (l *loop) losing(s *scope, f *folder, now time.Time) {
	if s.gone.IsZero() {
		s.gone = now
	}
	if end := s.gone.Add(goneGrace); now.Before(end) {
		l.wakeAt(end)
		return
	}
	s.ended, s.endedBy = true, venvcore.ReasonDeleted
	if l.stands(s, f) {
		s.endedBy = venvcore.ReasonConfiguration
	}
	s.selection = venvcore.Selection{
		Scope: s.path, Rule: venvcore.RuleNone, State: venvcore.SelectionNone,
		Reason: "it is no project root any more; the project above it holds for its files",
	}
	l.dirty = true
}

// stands reports whether the directory or the file of a scope is still there
// although it is no project root: then only its marker went. A directory that the
// walk has read is among what was watched.
func (l *loop) stands(s *scope, f *folder) bool {
	if files := l.roots[scriptsRoot]; files != nil && files.shown.report != nil && slices.Contains(files.shown.report.Plain, s.path) {
		return true
	}
	r := l.roots[folderKey(f.path)]
	if r == nil || r.shown.report == nil {
		return false
	}
	for _, w := range r.shown.latest.Watch {
		if w.Path == s.path {
			return w.ID != ""
		}
	}
	return false
}
