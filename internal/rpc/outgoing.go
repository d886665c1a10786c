package rpc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
)

// frame is one message on its way out.
type frame struct {
	data []byte
	sent chan struct{} // closed when it is written
}

// outgoing is the queue of frames to the client and the only writer of the
// output. Putting a frame never blocks, so the reader of the input cannot be
// held up by a client that does not read; who wants to be held up waits.
type outgoing struct {
	w      io.Writer
	failed func(error) // told once, when the output or the backlog has failed

	mu     sync.Mutex
	queue  []*frame
	bytes  int   // in the queue and in writing
	closed bool  // no more frames; what is queued is still written
	err    error // the output has failed or was given up: nothing more is written

	wake chan struct{} // capacity 1: there is something to look at
	gone chan struct{} // closed when err is set
	done chan struct{} // closed when the writer has ended
}

// newOutgoing makes a queue whose writer is started by run.
func newOutgoing(w io.Writer, failed func(error)) *outgoing {
	return &outgoing{
		w: w, failed: failed,
		wake: make(chan struct{}, 1), gone: make(chan struct{}), done: make(chan struct{}),
	}
}

// put queues one message body. Frames are written in the order of put.
func (o *outgoing) put(body []byte) (*frame, error) {
	head := fmt.Sprintf("Content-Length: %d\r\n\r\n", len(body))
	f := &frame{data: append([]byte(head), body...), sent: make(chan struct{})}
	err := o.push(f)
	if errors.Is(err, errBacklog) {
		o.fail(err)
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

// push appends f to the queue if there is room. One large answer to a client
// that reads is no backlog.
func (o *outgoing) push(f *frame) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.err != nil || o.closed:
		return ErrClosed
	case o.bytes > 0 && o.bytes+len(f.data) > maxBacklog:
		return errBacklog
	}
	o.queue = append(o.queue, f)
	o.bytes += len(f.data)
	o.nudge()
	return nil
}

// wait returns when f is written, has failed, or ctx has ended. A frame that
// was still queued then is taken back; one in writing may yet arrive.
func (o *outgoing) wait(ctx context.Context, f *frame) error {
	select {
	case <-f.sent:
		return nil
	case <-o.gone:
		return ErrClosed
	case <-ctx.Done():
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if i := slices.Index(o.queue, f); i >= 0 {
		o.queue = slices.Delete(o.queue, i, i+1)
		o.bytes -= len(f.data)
	}
	return ctx.Err()
}

// run writes until the queue is closed and empty, or the output fails.
func (o *outgoing) run() {
	defer close(o.done)
	for {
		f, more := o.next()
		switch {
		case f != nil:
			o.write(f)
		case more:
			<-o.wake
		default:
			return
		}
	}
}

// next takes the oldest frame; more is false when none will ever come.
func (o *outgoing) next() (f *frame, more bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err != nil {
		return nil, false
	}
	if len(o.queue) == 0 {
		return nil, !o.closed
	}
	f = o.queue[0]
	o.queue[0] = nil
	o.queue = o.queue[1:]
	return f, true
}

// write writes one frame with one Write, outside the lock: it may block for ever.
func (o *outgoing) write(f *frame) {
	if _, err := o.w.Write(f.data); err != nil {
		o.fail(err)
		return
	}
	o.mu.Lock()
	o.bytes -= len(f.data)
	o.mu.Unlock()
	close(f.sent)
}

// fail gives the queue up, releases those who wait for it, and tells the server.
// Only the first failure counts. A Write that is under way cannot be
// interrupted; the writer's goroutine ends when the output does.
func (o *outgoing) fail(err error) {
	o.mu.Lock()
	first := o.err == nil
	if first {
		o.err, o.queue = err, nil
		close(o.gone)
		o.nudge()
	}
	o.mu.Unlock()
	if first {
		o.failed(err)
	}
}

// close takes no more frames. It does not wait for those that are queued.
func (o *outgoing) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed = true
	o.nudge()
}

// nudge tells the writer to look again.
func (o *outgoing) nudge() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}
