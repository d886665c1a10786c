package discover

import (
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// linkedProject is a project whose package is installed in an environment so
// that its code is that of the project (PEP 660).
type linkedProject struct {
	dir, real string
	path      string // the file that says so
	manifest  *manifest
}

// name is what the project calls itself.
func (p *linkedProject) name() string {
	if name := p.manifest.text("project", "name"); name != "" {
		return name
	}
	return p.manifest.text("tool", "poetry", "name")
}

// editableProject finds the project of a name that is installed so in an
// environment: that is how the tools install the project an environment is for.
// nil when there is none, or when its directory is gone.
func editableProject(l *Look, e *venvcore.Environment, name string) *linkedProject {
	w := l.World()
	name = normalName(name)
	for _, dir := range e.SitePackages {
		if !w.Within(e.Prefix, dir) {
			continue
		}
		entries, err := l.Weak().ReadDir(dir)
		if err != nil {
			continue // what that means for the environment is told by its health
		}
		for _, entry := range entries {
			stem, ok := strings.CutSuffix(entry.Name, ".dist-info")
			dist, _, _ := strings.Cut(stem, "-")
			if !ok || normalName(dist) != name {
				continue
			}
			if p := linkedBy(l, w.Join(dir, entry.Name, "direct_url.json")); p != nil {
				return p
			}
		}
	}
	return nil
}

// linkedBy reads a direct_url.json (PEP 610).
func linkedBy(l *Look, path string) *linkedProject {
	data, err := l.Weak().ReadFile(path, maxLine)
	if err != nil {
		return nil
	}
	d, err := parseDirectURL(data)
	if err != nil || !d.editable {
		return nil // pip takes no notice of it either
	}
	dir, ok := fileURLPath(l.World(), d.url)
	if !ok {
		return nil
	}
	real, err := l.Real(dir)
	if err != nil {
		return nil
	}
	return &linkedProject{dir: dir, real: real, path: path, manifest: manifestAt(l, dir)}
}
