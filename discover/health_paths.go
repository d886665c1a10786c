package discover

import (
	"encoding/json"
	"net/url"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// editable is one installation that leads to the code of a project instead of
// holding it.
type editable struct {
	name  string
	paths []string
	// module: the paths are those of modules, of which a file with an ending
	// may stand in the place of a directory.
	module bool
	// certain: only an editable install writes this; else it may be a path that
	// a person has added.
	certain bool
}

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

// maxOwners bounds how many distributions are asked for the owner of a path.
const maxOwners = 256

// ownerOf gives the distribution that a path file belongs to, which leads to a
// path: the one with its name, else the one whose own record says that its code is
// there (poetry names the file after the module). Empty when it is nobody's: then
// a person has written it.
func (b *builder) ownerOf(c contents, stem, path string) string {
	all := c.distributions()
	for _, d := range all {
		if d.name == normaliseName(stem) {
			return d.name
		}
	}
	for _, d := range all[:min(len(all), maxOwners)] {
		if dir := b.sourceOf(c, d); dir != "" && b.l.World().Within(dir, path) {
			return d.name
		}
	}
	return ""
}

// sourceOf gives the directory that a distribution is installed from as an
// editable one (direct_url.json, PEP 610); empty when it is none.
func (b *builder) sourceOf(c contents, d distribution) string {
	w := b.l.World()
	b.l.learnEntry(c.dir, d.entry.Name)
	data, err := b.l.Weak().ReadFile(w.Join(c.dir, d.entry.Name, "direct_url.json"), maxPathFile)
	if err != nil {
		return "" // installed from an index
	}
	var from struct {
		URL string `json:"url"`
		Dir struct {
			Editable bool `json:"editable"`
		} `json:"dir_info"`
	}
	if json.Unmarshal(data, &from) != nil || !from.Dir.Editable {
		return ""
	}
	return filePath(w, from.URL)
}

// filePath gives the path that a file: URL names; empty when it names none.
func filePath(w *World, text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "file" {
		return ""
	}
	path := u.Path
	if w.Windows() {
		path = strings.TrimPrefix(path, "/")
		if u.Host != "" && u.Host != "localhost" {
			path = "//" + u.Host + "/" + path
		}
	}
	if !w.IsAbs(path) {
		return ""
	}
	return w.Clean(path)
}
