package server

import (
	"context"

	"go.uber.org/zap"

	"github.com/venvd/venvd/internal/wire"
)

// documentParams are those of textDocument/didOpen and didClose, as far as they
// matter here: what is in the document does not.
type documentParams struct {
	TextDocument struct {
		URI wire.DocumentURI `json:"uri"`
	} `json:"textDocument"`
}

// didOpen follows the scope of a document as long as it is open.
func (s *Server) didOpen(ctx context.Context, p documentParams) error {
	path, err := wire.Path(p.TextDocument.URI)
	if err != nil {
		// An unnamed buffer, or one of another machine: it has no project here.
		s.log.Debug("a document is no file", zap.String("uri", string(p.TextDocument.URI)))
		return nil
	}
	return s.ordered(ctx, func(ctx context.Context) error { return s.app.OpenDocument(ctx, path) })
}

// didClose ends what didOpen began.
func (s *Server) didClose(ctx context.Context, p documentParams) error {
	path, err := wire.Path(p.TextDocument.URI)
	if err != nil {
		return nil // it was not followed either
	}
	return s.ordered(ctx, func(ctx context.Context) error { return s.app.CloseDocument(ctx, path) })
}
