package app

import (
	"context"
	"errors"
	"fmt"

	"github.com/venvd/venvd/venvcore/engine"
)

// Answer is the selection for a file or a folder with everything that was
// weighed for it.
type Answer = engine.Answer

// Ask gives the interpreter for a file or a folder, and follows its scope from
// now on. In an opened folder it is answered from memory; for any other path
// the folder to look at is looked for on disk.
func (a *App) Ask(ctx context.Context, path string) (Answer, error) {
	return a.askIn(ctx, path, a.FolderFor)
}

func (a *App) askIn(ctx context.Context, path string, folder func(string) string) (Answer, error) {
	ans, err := a.Engine.Ask(ctx, path, "")
	if errors.Is(err, engine.ErrOutside) {
		outside := folder(path)
		defer a.enter(outside)()
		ans, err = a.Engine.Ask(ctx, path, outside)
	}
	if err != nil {
		return Answer{}, fmt.Errorf("the interpreter of %s: %w", path, err)
	}
	return ans, nil
}

// OpenDocument follows the scope of a document as long as it is open. One that
// no opened folder holds is engine.ErrOutside: OpenOutside looks for its folder.
func (a *App) OpenDocument(ctx context.Context, path string) error {
	return a.Engine.OpenDocument(ctx, path, "")
}

// OpenOutside is OpenDocument for a document outside all folders. It reads the
// disk, so it may take as long as a dead mount takes.
func (a *App) OpenOutside(ctx context.Context, path string) error {
	outside := a.FolderFor(path)
	defer a.enter(outside)()
	return a.Engine.OpenDocument(ctx, path, outside)
}

// CloseDocument ends what OpenDocument began.
func (a *App) CloseDocument(ctx context.Context, path string) error {
	return a.Engine.CloseDocument(ctx, path)
}
