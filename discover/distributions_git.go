package discover

import (
	"errors"
	"strings"
)

// checkout is what pip asks git about the directory of an editable project
// (vcs/git.py, pip 26.3), read from git's files (gitrepository-layout(5)).
//
// Where that stops, git could still answer, and it is checkoutUnknown or what
// git says without it: references in a reftable; a repository that belongs to
// somebody else, which git refuses and here is read; one that GIT_DIR,
// core.worktree or a bare repository around the directory makes; remotes that
// are written in the person's configuration, or in a file that the repository's
// own includes.
type checkout struct {
	state        checkoutState
	remote       string // as pip takes it; of checkoutBadRemote as it is written
	commit       string
	subdirectory string // of the project in it; empty for its root
}

type checkoutState int

const (
	checkoutNone      checkoutState = iota // no repository has the directory
	checkoutNoRemote                       // it was not cloned
	checkoutBadRemote                      // pip could not clone from there
	checkoutUnknown                        // git's files do not say enough
	checkoutKnown
)

// errNoCheckout says that git's own files cannot be understood.
var errNoCheckout = errors.New("git does not know it")

// checkoutOf tells about the checkout that a directory lies in.
func checkoutOf(l *Look, dir string) checkout {
	g, err := findGit(l, dir)
	if g == nil {
		// Above the directory pip asks git for a repository, and takes a failure
		// for none; in the directory itself it looks for .git.
		_, own := l.Stat(l.World().Join(dir, ".git"))
		switch {
		case own != nil:
			return checkout{}
		case err != nil:
			return checkout{state: checkoutUnknown}
		}
		return checkout{state: checkoutNoRemote}
	}
	remote, err := g.firstRemote()
	switch {
	case err != nil:
		return checkout{state: checkoutUnknown}
	case remote == "":
		return checkout{state: checkoutNoRemote}
	}
	url, ok := pipURL(l, remote)
	if !ok {
		return checkout{state: checkoutBadRemote, remote: remote}
	}
	commit := g.head()
	if commit == "" {
		return checkout{state: checkoutUnknown}
	}
	return checkout{checkoutKnown, url, commit, g.subdirectory(dir)}
}

// gitRepository is where git keeps what it knows of a checkout.
type gitRepository struct {
	l *Look
	// dir is that of the checkout, common that of all checkouts of the
	// repository: they differ for `git worktree`.
	dir, common string
	// top is what pip takes for the root of the checkout: the parent of dir, for
	// better or worse, so that for a worktree and a submodule it is none.
	top string
}

// findGit looks for the repository of a directory as git does: upward, to the
// border of the file system. It is nil when there is none, and an error when
// git would give up there.
func findGit(l *Look, dir string) (*gitRepository, error) {
	w := l.World()
	at, err := l.Real(dir)
	if err != nil {
		l.fail(dir, err)
		return nil, nil // a directory that is gone has no repository
	}
	start, err := l.Stat(at)
	if err != nil || !start.IsDir() {
		return nil, nil
	}
	top := dir // git answers ".git" for where it is asked
	for up := at; ; up, top = w.Dir(up), w.Dir(up) {
		info, err := l.Stat(up)
		if err != nil || info.Dev != start.Dev {
			return nil, nil
		}
		g, err := gitAt(l, w.Join(up, ".git"))
		if err != nil || g != nil {
			if g != nil && g.top == "" {
				g.top = top
			}
			return g, err
		}
		if w.Dir(up) == up {
			return nil, nil
		}
	}
}

// gitAt looks at a .git: a directory, or a file that names one.
func gitAt(l *Look, path string) (*gitRepository, error) {
	w := l.World()
	info, err := l.Stat(path)
	if err != nil {
		l.fail(path, err)
		return nil, nil
	}
	g := &gitRepository{l: l, dir: path}
	if !info.IsDir() {
		named, ok := strings.CutPrefix(firstLine(l, path), "gitdir: ")
		if !ok {
			return nil, errNoCheckout
		}
		if g.dir, err = l.Real(w.Abs(w.Dir(path), named)); err != nil {
			return nil, errNoCheckout
		}
		g.top = w.Dir(g.dir)
	}
	g.common = g.dir
	if named := firstLine(l, w.Join(g.dir, "commondir")); named != "" {
		g.common = w.Abs(g.dir, named)
	}
	if g.valid() {
		return g, nil
	}
	if g.top != "" {
		return nil, errNoCheckout
	}
	return nil, nil // git goes on above a directory that is none of its own
}

// valid is git's is_git_directory.
func (g *gitRepository) valid() bool {
	w := g.l.World()
	for _, dir := range []string{"objects", "refs"} {
		if info, err := g.l.Stat(w.Join(g.common, dir)); err != nil || !info.IsDir() {
			return false
		}
	}
	head := firstLine(g.l, w.Join(g.dir, "HEAD"))
	return strings.HasPrefix(head, "ref: ") || gitCommit.MatchString(head)
}
