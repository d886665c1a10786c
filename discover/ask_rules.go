package discover

import (
	"context"
	"errors"
	"runtime"
	"strings"

	"github.com/venvd/venvd/venvcore"
)

// Trust says what a person lets be run.
type Trust interface {
	// Folders gives the folders that are opened, by whatever name their client
	// knows them. What Trusted says afterwards is no older than this call.
	Folders(ctx context.Context) []string
	// Trusted reports whether what lies at a path may be run; known is false when
	// nobody has said anything about it.
	Trusted(path string) (trusted, known bool)
}

// askRules decides which interpreters may be run, and how.
type askRules struct {
	world *World
	trust Trust
	owner *ownership
}

func newAskRules(w *World, t Trust) *askRules {
	return &askRules{world: w, trust: t, owner: newOwnership(w)}
}

// refuse says why an interpreter is not run; nil when it may be. ways are all
// that led to it.
func (r *askRules) refuse(ctx context.Context, f venvcore.File, ways []Unknown) error {
	if r.world.Prefix != "" || r.world.OS != runtime.GOOS {
		return errors.New("it is of another machine than this one")
	}
	if len(ways) == 0 {
		return errors.New("nobody wants to know any more")
	}
	for _, test := range []func() error{
		func() error { return r.untrusted(ctx, f.Path, ways) },
		func() error { return r.noBase(f) },
		func() error { return r.changeable(f.Path, ways[0]) },
	} {
		if err := test(); err != nil {
			return err
		}
	}
	return nil
}

// untrusted is the rule of trust. While an opened folder is untrusted nothing is
// run. With no folder opened, only what is kept where bases are kept, or lies
// where the person trusts what lies there. Else also what the person's search
// path and stores lead to, and what is led to from trusted places; a folder that
// nobody has said anything about chooses no program to run.
func (r *askRules) untrusted(ctx context.Context, path string, ways []Unknown) error {
	folders := r.trust.Folders(ctx)
	for _, dir := range folders {
		if trusted, _ := r.trust.Trusted(dir); !trusted {
			return ownerError(dir, "is opened and not trusted")
		}
	}
	switch trusted, known := r.trust.Trusted(path); {
	case trusted:
		return nil
	case known:
		return ownerError(path, "lies where nothing is trusted")
	}
	err := errors.New("nothing that is trusted leads to it")
	for _, u := range ways {
		if u.Place != PlaceOwn && len(folders) == 0 || !r.mayLead(u) {
			continue
		}
		end, wayErr := r.owner.checkWay(u.Path)
		if wayErr == nil && end == path {
			return nil
		}
		if wayErr != nil {
			err = wayErr
		}
	}
	return err
}

// mayLead reports whether what leads to a base is trusted to do so.
func (r *askRules) mayLead(u Unknown) bool {
	from, err := r.world.Real(u.From)
	if err != nil {
		return false
	}
	trusted, known := r.trust.Trusted(from)
	return trusted || !known && u.Place != PlaceElse
}

// noBase says why what stands there is not the interpreter of a base, whatever a
// scan has thought before.
func (r *askRules) noBase(f venvcore.File) error {
	w := r.world
	bin := w.Dir(f.Path)
	switch _, named := parseInterpreterName(w.Base(f.Path)); {
	case !w.IsAbs(f.Path) || !r.unchanged(f):
		return ownerError(f.Path, "is no longer what was looked at")
	case !named || isShimDir(w.Base(bin)):
		return ownerError(f.Path, "is a stand-in that chooses an interpreter")
	case strings.Contains(strings.ToLower(f.Path), `\windowsapps\`):
		return ownerError(f.Path, "is an alias that may open a shop") // of the Microsoft Store
	}
	info, err := w.Lstat(f.Path)
	if err != nil {
		return err
	}
	head, err := w.readFile(f.Path, headerSize, true)
	if err != nil {
		return err
	}
	if kind, _ := readHeader(head.data); kind != w.native() || !w.Windows() && info.Mode&0o111 == 0 {
		return ownerError(f.Path, "is no program that can be run")
	}
	return r.environments(bin)
}

// environments refuses what lies in an environment: its pyvenv.cfg has whatever
// library it names run.
func (r *askRules) environments(bin string) error {
	w := r.world
	for _, mark := range []string{
		w.Join(bin, markerName), w.Join(w.Dir(bin), markerName),
		w.Join(bin, "activate"), w.Join(w.Dir(bin), "conda-meta"), w.Join(bin, "conda-meta"),
	} {
		if _, err := w.Lstat(mark); !absent(err) {
			return ownerError(mark, "says that it lies in an environment")
		}
	}
	return nil
}

// changeable is the ownership test, of the file and of the library that it runs,
// which may lie elsewhere.
func (r *askRules) changeable(path string, u Unknown) error {
	bin := r.world.Dir(path)
	if err := r.owner.check(path, bin, u.Prefix); err != nil {
		return err
	}
	library, err := r.world.Real(u.Library)
	if err != nil {
		return err
	}
	if trusted, known := r.trust.Trusted(library); known && !trusted {
		return ownerError(library, "lies where nothing is trusted")
	}
	return r.owner.check(library, r.world.Dir(library))
}

// unchanged reports whether a file is still what was looked at.
func (r *askRules) unchanged(f venvcore.File) bool {
	info, err := r.world.Lstat(f.Path)
	return err == nil && info.Mode.IsRegular() && fileOf(f.Path, info) == f
}

// command gives how an interpreter is run: away from every folder, with nothing
// of the environment of this process but what a system cannot do without.
func (r *askRules) command(path string, ways []Unknown) command {
	c := command{path: path, args: askArguments(ways[0].Minor), dir: r.world.root(path), env: []string{"LC_ALL=C"}}
	if root, ok := r.world.Env("SystemRoot"); ok && r.world.Windows() {
		c.env = append(c.env, "SystemRoot="+root)
	}
	return c
}

// root gives the topmost directory above a path.
func (w *World) root(path string) string {
	for w.Dir(path) != path {
		path = w.Dir(path)
	}
	return path
}
