package app

import (
	"context"
	"fmt"

	"github.com/venvd/venvd/venvcore"
)

// Resolve gives the environment that a path is the prefix, the interpreter or
// an alias of, wherever on the machine it lies. Nothing is run for it.
func (a *App) Resolve(ctx context.Context, path string) (*venvcore.Environment, error) {
	if !a.world.IsAbs(path) {
		return nil, &Error{
			Code: CodeNotAnEnvironment, Path: path,
			Message: fmt.Sprintf("%q is not an absolute path", path),
			Hint:    "give the full path of a prefix or an interpreter",
		}
	}
	path = a.world.Clean(path)
	env, err := a.Engine.Resolve(ctx, path)
	switch {
	case err != nil:
		return nil, err
	case env != nil:
		return env, nil
	}
	if _, err := a.world.Lstat(path); err != nil {
		return nil, &Error{
			Code: CodeEnvironmentNotFound, Path: path, Cause: err,
			Message: fmt.Sprintf("there is nothing at %s", path),
			Hint:    "`venvd list` shows the environments that are known",
		}
	}
	return nil, &Error{
		Code: CodeNotAnEnvironment, Path: path,
		Message: fmt.Sprintf("%s is neither an environment nor its interpreter", path),
		Hint:    "an environment has a pyvenv.cfg or a conda-meta, or is a Python installation",
	}
}

// Find gives the environment that a person or a client means by an id, a path
// or, last, a name.
func (a *App) Find(ctx context.Context, what string) (*venvcore.Environment, error) {
	if err := a.Engine.Known(ctx); err != nil {
		return nil, err
	}
	m := a.Engine.Snapshot().Machine
	if env := m.ByID(what); env != nil {
		return env, nil
	}
	if a.world.IsAbs(what) {
		return a.Resolve(ctx, what)
	}
	switch named := m.ByName(what); len(named) {
	case 0:
		return nil, notFound(what)
	case 1:
		return named[0], nil
	default:
		return nil, &Error{
			Code: CodeEnvironmentNotFound, Path: what,
			Message: fmt.Sprintf("%d environments are called %q, %s and %s among them", len(named), what, named[0].Prefix, named[1].Prefix),
			Hint:    "give the path of the one that is meant",
		}
	}
}
