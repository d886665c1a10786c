package rpc

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"go.lsp.dev/jsonrpc2"
	"go.uber.org/zap"
)

// incoming is one request or notification, without anything that the transport
// recycles but params, which are borrowed until release.
type incoming struct {
	ctx     context.Context // the connection's
	id      jsonrpc2.ID
	method  string
	params  []byte
	release func()
}

// handle is the outermost handler. The transport's context ends here: it is
// pooled, and reset while a context that derives from it may still read it.
func (s *Server) handle(pooled context.Context, req *jsonrpc2.Request) (any, error) {
	in := incoming{
		ctx: jsonrpc2.DetachContext(pooled), id: req.ID(),
		method: strings.Clone(req.Method()), params: req.Params(),
		release: func() { jsonrpc2.Async(pooled) },
	}
	switch {
	case in.method == methodExit:
		s.stop(s.gate.exitCode(), "exit")
	case s.ctx.Err() != nil && req.IsCall():
		// Messages behind exit are read until the transport is closed.
		return nil, jsonrpc2.NewError(CodeInvalidRequest, ErrClosed.Error())
	case s.ctx.Err() != nil:
	case req.IsCall():
		return s.answer(in)
	case in.method == methodCancel:
		s.cancelRequest(in.params)
	default:
		s.notice(in)
	}
	return nil, nil
}

// cancelRequest handles `$/cancelRequest`. One that cannot be read is dropped.
func (s *Server) cancelRequest(params []byte) {
	id, err := cancelTarget(params)
	if err != nil {
		s.log.Warn("cancellation dropped", zap.Error(err))
		return
	}
	s.log.Debug("cancellation", zap.Stringer("id", idText{id}), zap.Bool("running", s.running.cancel(id)))
}

// notice handles a notification. Whatever goes wrong is logged: an error would
// make the transport close the connection.
func (s *Server) notice(in incoming) {
	log := s.log.With(zap.String("method", in.method))
	row, known := s.rows[in.method]
	switch {
	case !s.gate.ready():
		log.Debug("notification outside the session dropped")
		return
	case !known:
		log.Debug("unknown notification dropped")
		return
	case row.Kind != KindNotification:
		log.Warn("request without an id dropped: it could not be answered")
		return
	}
	ctx, t := withTurn(in.ctx, in.ctx, true)
	defer t.end()
	if _, err := guard(ctx, row, in, log); err != nil {
		log.Warn("notification failed", zap.Error(err))
	}
}

// answer handles a request and gives what the transport is to write.
func (s *Server) answer(in incoming) (result any, err error) {
	log := s.log.With(zap.String("method", in.method), zap.Stringer("id", idText{in.id}))
	if fault := s.gate.enter(in.method); fault != nil {
		return nil, s.failure(fault, log)
	}
	defer func() { s.gate.leave(in.method, err == nil) }()

	row, known := s.rows[in.method]
	switch {
	case !known:
		return nil, s.failure(refuse(CodeMethodNotFound, "unknown method %q", in.method), log)
	case row.Kind == KindNotification:
		return nil, s.failure(refuse(CodeInvalidRequest, "%s is a notification: send it without an id", in.method), log)
	}
	ctx, done, fault := s.running.begin(in.ctx, in.id)
	if fault != nil {
		return nil, s.failure(fault, log)
	}
	defer done()
	return s.run(ctx, row, in, log)
}

// run runs a request's handler. An error of a request that was cancelled is
// answered as such: a killed child or a closed file is only how that looked.
func (s *Server) run(ctx context.Context, row Method, in incoming, log *zap.Logger) (any, error) {
	turnCtx, t := withTurn(ctx, in.ctx, false)
	defer func() { s.replies.add(in.id, t.end()) }()
	release := in.release
	in.release = func() { t.leaveOrder(); release() }

	result, err := guard(turnCtx, row, in, log)
	switch {
	case err == nil:
		log.Debug("answered")
		return result, nil
	case errors.Is(err, errPanic):
		return nil, s.failure(err, log)
	case ctx.Err() != nil:
		log.Debug("cancelled", zap.Error(err))
		return nil, jsonrpc2.NewError(CodeRequestCancelled, "the request was cancelled")
	}
	return nil, s.failure(err, log)
}

// failure logs an error and turns it into what is written.
func (s *Server) failure(err error, log *zap.Logger) *jsonrpc2.Error {
	answer, lost := wire(err)
	if lost != nil {
		log.Error("error data left out", zap.Error(lost))
	}
	log.Info("answered with an error", zap.Int32("code", int32(answer.Code)), zap.Error(err))
	return answer
}

// idText is an id as logs show it.
type idText struct{ jsonrpc2.ID }

// String implements fmt.Stringer.
func (t idText) String() string { return fmt.Sprintf("%q", t.ID) }
