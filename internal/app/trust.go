package app

import (
	"context"
	"fmt"

	"github.com/venvd/venvd/internal/state"
	"github.com/venvd/venvd/venvcore"
)

// SetTrust says whether anything below dir may be run. With store it holds for
// every daemon and over restarts, bound to the directory's identity; else for
// this process only. Either way it holds when SetTrust returns, also where this
// connection was told otherwise before.
func (a *App) SetTrust(ctx context.Context, dir string, trusted, store bool) error {
	// Whoever is asked by what held before is ended before this returns.
	defer a.reconsider()
	if !store {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.session[dir] = trusted
		return nil
	}
	dir = a.Engine.Snapshot().Real(dir)
	info, err := a.world.Stat(dir)
	if err != nil || !info.Mode.IsDir() {
		return &Error{
			Code: CodeIO, Path: dir, Cause: err,
			Message: fmt.Sprintf("%s is no directory that can be read, so it cannot be trusted", dir),
			Hint:    "trust belongs to a directory that is there",
		}
	}
	id, err := a.world.Identity(dir)
	if err != nil {
		return &Error{Code: CodeIO, Path: dir, Cause: err, Message: fmt.Sprintf("the identity of %s cannot be read: %v", dir, err)}
	}
	ctx, cancel := context.WithTimeout(ctx, storeLimit)
	defer cancel()
	if err := a.store.SetTrust(ctx, dir, id, trusted); err != nil {
		return storeError(err, "trust", a.store.Dir())
	}
	a.outdate(dir, trusted)
	return nil
}

// outdate lets a stored answer win over what this connection was told before:
// that for dir is forgotten, one for a directory above is contradicted here.
func (a *App) outdate(dir string, trusted bool) {
	a.mu.Lock()
	delete(a.session, dir)
	a.mu.Unlock()
	if said, known := a.sessionTrust(dir); known && said != trusted {
		a.mu.Lock()
		a.session[dir] = trusted
		a.mu.Unlock()
	}
}

// Trusted reports whether anything at path may be run. What this connection
// was told wins over what is stored; the nearest directory above wins in each.
func (a *App) Trusted(path string) bool {
	trusted, _ := a.trust(path)
	return trusted
}

// trust is Trusted; known is false when nobody has said anything about path or a
// directory above it.
func (a *App) trust(path string) (trusted, known bool) {
	// A connection speaks of a renamed folder by its old name; what is stored is
	// bound to the directory itself.
	snap := a.Engine.Snapshot()
	path = snap.Real(path)
	if trusted, known := a.sessionTrust(snap.ClientPath(path)); known {
		return trusted, true
	}
	return state.TrustedFor(a.store.View().Trust, path, func(dir string) venvcore.Identity {
		id, err := a.world.Identity(dir)
		if err != nil {
			return "" // what cannot be identified is not what was trusted
		}
		return id
	})
}

func (a *App) sessionTrust(path string) (trusted, known bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for d := path; ; d = a.world.Dir(d) {
		if t, ok := a.session[d]; ok {
			return t, true
		}
		if d == a.world.Dir(d) {
			return false, false
		}
	}
}
