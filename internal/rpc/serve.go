package rpc

import (
	"context"
	"errors"
	"io"

	"go.uber.org/zap"
)

// Serve serves until the connection ends, and returns the process's exit code:
// after `exit`, the end of the input or a broken output 0 if `shutdown` came
// before and 1 if not; 0 when ctx has ended; 1 when a header cannot be read or
// the client has not read for 64 MiB. It is called once.
//
// Running handlers are cancelled at once and waited for for at most 2 s. A Read
// of In or a Write to Out that is under way cannot be interrupted: that
// goroutine ends when they do.
func (s *Server) Serve(ctx context.Context) int {
	defer context.AfterFunc(ctx, func() { s.stop(0, "stopped from outside") })()
	go s.pump()
	go s.out.run()
	s.conn.Go(s.ctx, s.handle)

	<-s.ctx.Done()
	s.finish()
	return s.code
}

// pump feeds the stream. A blocked read of the process's stdin cannot be ended,
// one of a pipe can; so `exit` ends Serve although the client keeps stdin open.
func (s *Server) pump() {
	_, err := io.Copy(s.feed, s.in)
	// A nil error closes with io.EOF.
	s.feed.CloseWithError(err)
}

// finish lets cancelled handlers return and the last replies be read, both bounded.
func (s *Server) finish() {
	bound, cancel := context.WithTimeout(context.Background(), closeGrace)
	defer cancel()
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		if err := s.conn.Close(); err != nil {
			s.log.Debug("closing the connection", zap.Error(err))
		}
	}()
	select {
	case <-closed:
	case <-bound.Done():
		s.log.Error("handlers ignore that the connection has ended", zap.Duration("waited", closeGrace))
		if err := s.stream.Close(); err != nil {
			s.log.Debug("closing the stream", zap.Error(err))
		}
	}

	bound, cancel = context.WithTimeout(context.Background(), flushGrace)
	defer cancel()
	select {
	case <-s.out.done:
	case <-bound.Done():
		s.log.Warn("the client does not read its last messages", zap.Duration("waited", flushGrace))
	}
	s.out.fail(ErrClosed)
}

// ended is told that nothing more can be read or written, and chooses the code.
func (s *Server) ended(err error) {
	switch {
	case errors.Is(err, errHeader), errors.Is(err, errBacklog):
		s.stop(1, err.Error())
	default:
		s.stop(s.gate.exitCode(), err.Error())
	}
}

// stop ends the connection: it only signals, so any goroutine may call it. The
// first reason counts.
func (s *Server) stop(code int, reason string) {
	s.once.Do(func() {
		level := zap.InfoLevel
		if code != 0 {
			level = zap.ErrorLevel
		}
		s.log.Log(level, "connection ends", zap.Int("code", code), zap.String("reason", reason))
		s.code = code
		s.cancel()
	})
}
