package discover

import (
	"slices"

	"github.com/venvd/venvd/venvcore"
)

// readKept asks the rows of the table, in their order, what they keep for the
// project.
func (r *projectReader) readKept() {
	for _, t := range r.l.pass.rows() {
		if t.keeps != nil {
			r.p.Kept = append(r.p.Kept, t.keeps(r)...)
		}
	}
}

// lockKeep claims an environment in the project for a tool: by its lock, else by
// a configuration of it and the sign that the environment bears.
func (r *projectReader) lockKeep(name string, kind venvcore.Kind, lock, config, sign string) venvcore.Keep {
	k := venvcore.Keep{Prefix: r.path(name), Kind: kind, File: config, Proof: venvcore.ProofSign, Sign: sign}
	if r.has(lock) {
		k.File, k.Proof = r.path(lock), venvcore.ProofLock
	}
	return k
}

// config reads a tool's own configuration in the project; nil when there is
// none.
func (r *projectReader) config(name string) *manifest {
	if !r.has(name) {
		return nil
	}
	return settingsFile(r.l, r.path(name))
}

// projectName is what the project calls itself (PEP 621), or called itself to
// one tool before there was that.
func (r *projectReader) projectName(tool string) string {
	if name := r.manifest.text("project", "name"); name != "" || tool == "" {
		return name
	}
	return r.manifest.text("tool", tool, "name")
}

// real is the project's directory with its links resolved, as the tools have it
// that ask the system for their working directory.
func (r *projectReader) real() string {
	if real, err := r.l.Real(r.p.Root); err == nil {
		return real
	}
	return r.p.Root
}

// spellings are the paths under which a tool may know the project: the real one,
// and the one by which it was opened.
func (r *projectReader) spellings() []string {
	if real := r.real(); real != r.p.Root {
		return []string{real, r.p.Root}
	}
	return []string{r.p.Root}
}

// hasFile reports whether the project's listing has a file that is no link.
func (r *projectReader) hasFile(name string) bool {
	return slices.ContainsFunc(r.files, func(e Entry) bool { return e.Name == name && e.Type.IsRegular() })
}

func (r *projectReader) hasDirectory(name string) bool {
	info, err := r.l.Stat(r.path(name))
	return err == nil && info.IsDir()
}

// storeListing lists a store once in a scan, though many projects ask for what
// is theirs in it.
func storeListing(l *Look, dir string) []Entry {
	return once(l, "listing:"+dir, func(l *Look) []Entry {
		entries, err := l.ReadDir(dir)
		l.fail(dir, err)
		return entries
	})
}
