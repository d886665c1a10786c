package discover

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/venvd/venvd/venvcore"
)

// Packages is what is installed in an environment.
type Packages struct {
	List []venvcore.Package // as `pip list` has them, by their normalised names
	// Freeze is what `pip freeze --all` prints; empty unless it was asked for.
	Freeze string
	// Faults are what could not be read, so that the list may lack something or
	// have it from its name alone.
	Faults []venvcore.Fault
}

// Packages reads the packages that the interpreter of e sees, in the order
// of its site-packages and of the paths that their .pth files add, as current
// pip lists them. Nothing is run and nothing is remembered or watched, so it is
// as good for an interpreter that cannot start.
//
// The error is that of a directory of packages that cannot be read, that of
// ctx, or ErrStalled; anything less is a fault. What does not answer is given up
// after stallLimit, and passed over.
func (s *Scanner) Packages(ctx context.Context, e *venvcore.Environment, freeze bool) (*Packages, error) {
	c := &scan{ctx: ctx, world: s.world, pass: newPass(s.world, false, s.stalls), pool: 1}
	j := job{key: "packages:" + e.Prefix, path: e.Prefix, do: func(l *Look) finding {
		return finding{installed: l.quiet().distributions(e, freeze)}
	}}
	for range maxStalls {
		before := c.stalls
		u, err := c.try(j)
		switch {
		case err != nil:
			return nil, err
		case u.installed != nil && u.installed.err != nil:
			return nil, u.installed.err
		case u.installed != nil:
			found := u.installed.Packages
			found.Faults = sortFaults(u.faults)
			return &found, nil
		case c.stalls == before:
			return nil, errors.New(u.faults[0].Message) // it has failed: see crew.make
		}
		// It was given up in a call that hangs. Now it is known where, and what
		// lies there fails at once.
	}
	return nil, ErrStalled
}

// installed is what a Look has found of them, or why that means nothing.
type installed struct {
	Packages
	err error
}

func (l *Look) distributions(e *venvcore.Environment, freeze bool) *installed {
	w := l.World()
	f := finder{l: l, taken: map[string]bool{}, links: map[string]bool{}}
	err := f.find(shelves(l, e.SitePackages, func(dir string) bool {
		return e.IsVirtual && !w.Within(e.Prefix, dir)
	}))
	out := &installed{err: err}
	if err == nil && freeze {
		out.Freeze = frozen(l, f.found)
	}
	slices.SortFunc(f.found, func(a, b distribution) int { return cmp.Compare(a.key, b.key) })
	for _, d := range f.found {
		out.List = append(out.List, d.Package)
	}
	l.log.touches = nil // nothing is watched or remembered for it
	return out
}
