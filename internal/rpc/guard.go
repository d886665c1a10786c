package rpc

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.uber.org/zap"
)

// errPanic stands for a panic, which is logged where it is caught.
var errPanic = errors.New("the handler has panicked: the log has the details")

// guard runs a handler, and encodes its result, so that neither can panic into
// the transport, which would close the connection.
func guard(ctx context.Context, row Method, in incoming, log *zap.Logger) (result jsonrpc2.RawMessage, err error) {
	defer func() {
		if p := recover(); p != nil {
			log.Error("panic in a handler", zap.Any("panic", p), zap.ByteString("stack", debug.Stack()))
			result, err = nil, errPanic
		}
	}()
	value, err := row.run(ctx, in.params, in.release)
	if err != nil {
		return nil, err
	}
	encoded, err := protocol.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("encoding the result: %w", err)
	}
	return encoded, nil
}
