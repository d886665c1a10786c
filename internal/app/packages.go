package app

import (
	"context"
	"errors"
	"fmt"

	"github.com/venvd/venvd/discover"
	"github.com/venvd/venvd/venvcore"
)

// Packages are those of an environment.
type Packages = discover.Packages

// Packages reads what is installed where the environment's interpreter looks,
// as pip would list it, and with freeze as pip would write it down. Nothing is
// run, so it is as good for an interpreter that cannot start.
func (a *App) Packages(ctx context.Context, env *venvcore.Environment, freeze bool) (*Packages, error) {
	found, err := a.looker.scanner.Packages(ctx, env, freeze)
	if err != nil && ctx.Err() == nil {
		err = packagesError(env, err)
	}
	return found, err
}

// packagesError puts what keeps the packages from being read into the protocol's
// terms.
func packagesError(env *venvcore.Environment, err error) error {
	e := &Error{
		Code: CodeIO, Path: env.Prefix, Cause: err,
		Message: fmt.Sprintf("the packages of %s cannot be read: %v", env.Prefix, err),
	}
	if errors.Is(err, discover.ErrStalled) {
		e.Code, e.Hint = CodeTimeout, "ask again when its disk answers"
	}
	return e
}
