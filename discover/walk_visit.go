package discover

import (
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// visit looks at one directory: whether it is an environment, what in it says
// something about a project, and what lies below.
func (c *scan) visit(l *Look, v visit) finding {
	if f, bad := nameFault(v.dir); bad {
		l.Fault(f)
	}
	if v.store != nil {
		return c.inStore(l, v)
	}
	at, entries, err := l.list(v.dir)
	l.fail(v.dir, err)
	f := finding{walked: facts(entries)}
	env := c.candidate(l, v.dir, entries)
	switch {
	case at == "":
		return f
	case env != nil || err != nil || v.depth <= walkedDepth || len(f.walked.markers) > 0 || nascent(entries):
		l.touch(at, touchListed)
	default:
		l.touch(at, touchWalked)
	}
	if env != nil {
		f.walked.markers = nil
		if v.depth > 0 {
			c.claim(l, &f, env, c.world.Dir(v.dir))
		} else {
			c.claim(l, &f, env, "")
		}
		if isCondaRoot(env) && listed(entries, "envs") {
			below := visitOf(c.world.Join(v.dir, "envs"), path.Join(v.rel, "envs"), v.depth+1)
			below.store = &innerStore{}
			f.walked.next = append(f.walked.next, below)
		}
		return f
	}
	if v.depth > 0 && hidden(c.world.Base(v.dir)) {
		// Looked at because it might have been an environment, no more.
		f.walked = walked{entries: len(entries)}
		return f
	}
	f.walked.next = c.children(v, entries)
	c.links(l, v, entries, &f)
	return f
}

// candidate gives the environment that a listed directory is.
func (c *scan) candidate(l *Look, dir string, entries []Entry) *venvcore.Environment {
	if !isEnvironmentDir(entries) {
		return nil
	}
	return examine(l, candidate{dir: dir, entries: entries})
}

// links finds the environments that links in the directory lead to. They are
// environments by the path of the link. Other linked directories are not gone
// into: so the walk cannot go round, and finds nothing twice.
func (c *scan) links(l *Look, v visit, entries []Entry, f *finding) {
	if v.depth > walkedDepth && len(f.walked.markers) == 0 {
		l = l.quiet()
	}
	for _, e := range entries {
		if !e.IsLink() || never(e.Name) || ignored(c.ignore, path.Join(v.rel, e.Name), e.Name) {
			continue
		}
		link := c.world.Join(v.dir, e.Name)
		if env := c.linked(l, link); env != nil {
			c.claim(l, f, env, v.dir)
		}
	}
}

// linked gives the environment that a link leads to. Three lstats tell a
// directory that may be one from the others, which may be large.
func (c *scan) linked(l *Look, link string) *venvcore.Environment {
	info, err := l.Stat(link)
	if err != nil {
		if !errors.Is(err, ErrStalled) {
			err = onlyLoop(err)
		}
		l.fail(link, err)
		return nil
	}
	if !info.IsDir() {
		return nil
	}
	w := c.world
	marks := []string{markerName, condaMetaDir, w.Join(w.BinDir(), "activate")}
	if !slices.ContainsFunc(marks, func(m string) bool {
		_, err := l.Lstat(w.Join(link, m))
		return err == nil
	}) {
		return nil
	}
	entries, err := l.ReadDir(link)
	l.fail(link, err)
	return c.candidate(&Look{pass: l.pass, log: l.log}, link, entries)
}

// onlyLoop keeps the one error that is the link's own: what else it leads to
// and cannot be read is nobody's environment until it can.
func onlyLoop(err error) error {
	if errors.Is(err, ErrLoop) {
		return err
	}
	return nil
}

// claim adds an environment to a finding, with the project it lies in: the
// directory above it, but for a store of environments.
func (c *scan) claim(l *Look, f *finding, e *venvcore.Environment, project string) {
	if e.Project == "" && project != "" && !c.stores().has(l, project, e) && !isCondaStore(c.world, e, project) {
		e = e.Clone()
		e.Project = project
	}
	installation(l, e, f)
	if c.query.Held[e.Prefix] {
		e = e.Clone()
		e.Packages, e.Installed = fingerprint(l, e)
		f.held = append(f.held, e.Prefix)
	}
	f.environments = append(f.environments, e)
}

// isCondaStore reports whether the directory above an environment is that of the
// environments of an installation, or the environment is an installation itself,
// which is nobody's.
func isCondaStore(w *World, e *venvcore.Environment, above string) bool {
	return !e.IsVirtual || e.Kind == venvcore.KindConda && w.Base(above) == "envs"
}

// facts takes from a listing what the project needs of it. It is kept, so the
// names are copied out of the text that those of a listing share.
func facts(entries []Entry) walked {
	f := walked{entries: len(entries)}
	for _, e := range entries {
		if !e.IsDir() && IsMarker(e.Name) {
			f.markers = append(f.markers, strings.Clone(e.Name))
		}
		if tells(e) {
			f.files = append(f.files, Entry{Name: strings.Clone(e.Name), Type: e.Type})
		}
	}
	return f
}

// nascent reports whether a directory may be an environment that is just
// being made: nothing is in it but what their creators write first. It is
// watched then, wherever it is.
func nascent(entries []Entry) bool {
	return !slices.ContainsFunc(entries, func(e Entry) bool {
		switch e.Name {
		case "bin", "include", "lib", "lib64", "share", "src", "Scripts", "Include", "Lib",
			markerName, ".gitignore", "CACHEDIR.TAG", ".lock", condaMetaDir:
			return false
		}
		return true
	})
}

// hidden reports whether a name is hidden by the custom of POSIX systems.
func hidden(name string) bool { return strings.HasPrefix(name, ".") }
