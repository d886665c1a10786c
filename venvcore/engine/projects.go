package engine

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// projectSet is every project that the reports know.
type projectSet struct {
	byRoot map[string]*venvcore.Project
	byID   map[venvcore.Identity]*venvcore.Project
	sorted []*venvcore.Project
}

// projects gives every project that the reports know. A folder that is opened is
// always one. It is made anew when a report has come or a folder was opened or
// closed.
func (l *loop) projects() *projectSet {
	if l.projectsNow == nil {
		l.projectsNow = l.gatherProjects(time.Now())
	}
	return l.projectsNow
}

func (l *loop) gatherProjects(now time.Time) *projectSet {
	s := &projectSet{byRoot: map[string]*venvcore.Project{}, byID: map[venvcore.Identity]*venvcore.Project{}}
	for _, f := range l.folders {
		s.byRoot[f.at] = &venvcore.Project{Root: f.at, Folder: f.at}
	}
	for _, key := range sortedKeys(l.roots) {
		if r := l.roots[key]; r.shown.report != nil {
			for _, p := range r.shown.report.Projects {
				s.byRoot[p.Root] = p
			}
		}
	}
	l.settleProjects(s.byRoot, now)
	s.sorted = slices.SortedFunc(maps.Values(s.byRoot), func(a, b *venvcore.Project) int { return cmp.Compare(a.Root, b.Root) })
	for _, p := range s.sorted {
		if p.ID != "" {
			s.byID[p.ID] = p
		}
	}
	return s
}

// settleProjects keeps what the files of a project said before, until nothing
// happens to them any more: most programs empty a file before they write it, and
// an empty one says something else.
func (l *loop) settleProjects(byRoot map[string]*venvcore.Project, now time.Time) {
	for root, p := range byRoot {
		was := l.toldProjects[root]
		if was == nil || was == p || was.ID != p.ID || reflect.DeepEqual(was, p) {
			delete(l.rewriting, root)
			continue
		}
		since, seen := l.rewriting[root]
		if !seen {
			since = now
			l.rewriting[root] = now
		}
		until := earlier(later(since, l.touched[root]).Add(updateQuiet), since.Add(updateLimit))
		if now.Before(until) {
			byRoot[root] = was
			l.wakeAt(until)
			continue
		}
		delete(l.rewriting, root)
	}
	maps.DeleteFunc(l.rewriting, func(root string, _ time.Time) bool { return byRoot[root] == nil })
}

// nearest gives the project root at or above path within its folder.
func (s *projectSet) nearest(path string, f *folder) *venvcore.Project {
	for dir := path; f != nil && venvcore.Contains(f.at, dir); dir = above(dir) {
		if p := s.byRoot[dir]; p != nil {
			return p
		}
		if dir == above(dir) {
			break
		}
	}
	return nil
}

// above gives the root of the nearest project above path, in a folder or not;
// empty when there is none.
func (s *projectSet) above(path string) string {
	for dir := above(path); ; dir = above(dir) {
		if s.byRoot[dir] != nil {
			return dir
		}
		if dir == above(dir) {
			return ""
		}
	}
}
