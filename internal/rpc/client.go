package rpc

import (
	"context"
	"errors"
	"fmt"

	"go.lsp.dev/jsonrpc2"
	"go.uber.org/zap"
)

// Client is the other side of the connection. Its methods may be used from any
// goroutine, before [Server.Serve] too: messages then wait for it to begin.
type Client struct {
	conn jsonrpc2.Conn
	life context.Context // ends with the connection
	log  *zap.Logger
}

// Notify sends a notification and returns when it is written, so a client that
// does not read holds up its caller. When ctx ends before, a notification that
// still waits is taken back, and one that is being written may yet arrive. In a
// handler that runs in wire order Notify does not wait: the message has its
// place in the order of the output when it returns. ErrClosed says that the
// connection has ended. Params that encode to null are left out.
func (c *Client) Notify(ctx context.Context, method string, params any) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !inline(ctx) {
		ctx = context.WithValue(ctx, waitKey{}, true)
	}
	if err := c.conn.Notify(ctx, method, params); err != nil {
		return c.explain(method, err)
	}
	return nil
}

// Call sends a request and waits for the answer, which is decoded into result, a
// pointer or nil. When ctx ends before, the client is told to cancel the request
// and ctx's error is returned. An error that the client answers is a
// [*CallError], also when it does not know the method.
//
// In a handler that runs in wire order (a command, a notification, the beginning
// of a job, the snapshot of a query) Call returns [ErrInline], because the
// answer could not be read. It knows by ctx: such a handler must not call with a
// context that does not derive from its own, and a goroutine that it starts calls
// with that of [Detach].
func (c *Client) Call(ctx context.Context, method string, params, result any) error {
	if inline(ctx) {
		return fmt.Errorf("%s: %w", method, ErrInline)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	call, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(c.life, cancel)()

	id, err := c.conn.Call(call, method, params, result)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		c.takeBack(ctx, id)
		return ctx.Err()
	}
	return c.explain(method, err)
}

// takeBack asks the client to cancel a call that nobody waits for any more.
func (c *Client) takeBack(ctx context.Context, id jsonrpc2.ID) {
	n, ok := id.Number()
	if !ok || c.life.Err() != nil {
		return
	}
	params := struct {
		ID int64 `json:"id"`
	}{n}
	// Without waiting: the caller has no time left.
	if err := c.conn.Notify(context.WithoutCancel(ctx), methodCancel, params); err != nil {
		c.log.Debug("cancellation not sent", zap.Error(err))
	}
}

// explain turns the transport's errors into this package's.
func (c *Client) explain(method string, err error) error {
	var answered *jsonrpc2.Error
	switch {
	case errors.As(err, &answered):
		return &CallError{
			Method: method, Code: int(answered.Code),
			Message: answered.Message, Data: answered.Data,
		}
	case c.life.Err() != nil, errors.Is(err, jsonrpc2.ErrClientClosing), errors.Is(err, jsonrpc2.ErrServerClosing):
		return fmt.Errorf("%s: %w", method, ErrClosed)
	}
	return fmt.Errorf("%s: %w", method, err)
}
