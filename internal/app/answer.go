package app

import (
	"context"
	"fmt"

	"github.com/venvd/venvd/venvcore/engine"
)

// Answer is the selection for a file or a folder with everything that was
// weighed for it.
type Answer = engine.Answer

// Ask gives the interpreter for a file or a folder, and follows its scope from
// now on.
func (a *App) Ask(ctx context.Context, path string) (Answer, error) {
	ans, err := a.Engine.Ask(ctx, path, a.FolderFor(path))
	if err != nil {
		return Answer{}, fmt.Errorf("the interpreter of %s: %w", path, err)
	}
	return ans, nil
}

// OpenDocument follows the scope of a document as long as it is open.
func (a *App) OpenDocument(ctx context.Context, path string) error {
	return a.Engine.OpenDocument(ctx, path, a.FolderFor(path))
}

// CloseDocument ends what OpenDocument began.
func (a *App) CloseDocument(ctx context.Context, path string) error {
	return a.Engine.CloseDocument(ctx, path)
}
