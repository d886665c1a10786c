package rpc

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"go.lsp.dev/jsonrpc2"
	"go.uber.org/zap"
)

// stream is the transport's Stream: LSP framing with limits. It has only the
// three documented methods, so the transport leaves framing and buffers to it.
type stream struct {
	pipe *io.PipeReader // fed by the pump, so that Close unblocks a Read
	in   *bufio.Reader
	body bytes.Buffer
	out  *outgoing
	log  *zap.Logger

	ended  func(error)       // told when no more can be read; it must not block
	queued func(body []byte) // told of a message that has its place in the output
}

// waitKey marks the context of a message whose sender waits until it is written.
type waitKey struct{}

// Read returns the next message. What is no message is answered here and
// skipped. An error is final.
func (s *stream) Read(context.Context) (jsonrpc2.Message, int64, error) {
	for {
		msg, n, err := s.next()
		var bad *Error
		switch {
		case err == nil:
			return msg, n, nil
		case !errors.As(err, &bad):
			s.ended(err)
			return nil, n, err
		}
		s.log.Warn("message refused", zap.Int("code", bad.Code), zap.String("reason", bad.Message))
		if err := s.refuse(bad); err != nil {
			s.ended(err)
			return nil, n, err
		}
		if err := s.skip(n - int64(s.body.Len())); err != nil {
			s.ended(err)
			return nil, n, err
		}
	}
}

// next reads one frame of n body bytes. An Error says why it is no message;
// what of the body has not been read then is left to the caller.
func (s *stream) next() (msg jsonrpc2.Message, n int64, err error) {
	if s.body.Cap() > keepBuffer {
		s.body = bytes.Buffer{}
	}
	s.body.Reset()
	if n, err = readHeader(s.in); err != nil {
		return nil, 0, err
	}
	if n > maxBody {
		return nil, n, refuse(CodeInvalidRequest, "the message has %d bytes, the limit is %d", n, maxBody)
	}
	// The buffer grows with the bytes that come, not with what the header says.
	if _, err = io.CopyN(&s.body, s.in, n); err != nil {
		return nil, n, unexpected(err)
	}
	msg, bad := decodeMessage(s.body.Bytes())
	if bad != nil {
		return nil, n, bad
	}
	return msg, n, nil
}

// skip drops n bytes of the input. The refusal is sent before, since a header may
// announce more bytes than will ever come.
func (s *stream) skip(n int64) error {
	_, err := io.CopyN(io.Discard, s.in, n)
	return unexpected(err)
}

// refuse answers a body that is no message, with id null as JSON-RPC 2.0 has it.
func (s *stream) refuse(bad *Error) error {
	answer, _ := wire(bad)
	body, err := jsonrpc2.EncodeMessage(jsonrpc2.NewResponse(jsonrpc2.ID{}, nil, answer))
	if err != nil {
		return fmt.Errorf("encoding a refusal: %w", err)
	}
	_, err = s.out.put(body)
	return err
}

// Write queues msg, and waits until it is written when ctx is marked so.
func (s *stream) Write(ctx context.Context, msg jsonrpc2.Message) (int64, error) {
	body, err := jsonrpc2.EncodeMessage(msg)
	if err != nil {
		return 0, fmt.Errorf("encoding a message: %w", err)
	}
	f, err := s.out.put(body)
	if err != nil {
		return 0, err
	}
	if ctx.Value(waitKey{}) != nil {
		return int64(len(body)), s.out.wait(ctx, f)
	}
	s.queued(body)
	return int64(len(body)), nil
}

// Close ends reading and takes no more to write. It never blocks: the transport
// calls it with its lock held.
func (s *stream) Close() error {
	s.out.close()
	return s.pipe.Close()
}

// unexpected turns the end of the input within a message into its own error.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
