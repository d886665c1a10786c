package rpc

import "time"

// Every limit and duration of the package, with its reason.
const (
	// maxHeaderLine bounds one header line, its end included: a real one has
	// under 80 bytes, and a stream that is no LSP must not be buffered whole.
	maxHeaderLine = 4 << 10
	// maxHeaderLines bounds the header lines of one message; LSP defines two.
	maxHeaderLines = 32
	// maxBody bounds what is decoded of one message. The largest honest input is
	// a document that an editor opens; 8 MiB is far above any Python file.
	maxBody = 8 << 20
	// maxDepth bounds the nesting of arrays and objects, the message itself
	// included: `initialize` of a rich client has about ten levels, and decoders
	// recurse.
	maxDepth = 64
	// maxBacklog bounds the bytes that wait for a client that does not read.
	// Beyond it the client is taken for gone; the largest answer has a few MiB.
	maxBacklog = 64 << 20
	// keepBuffer is the largest read buffer that is kept for the next message,
	// so that one large message does not hold its memory for the whole session.
	keepBuffer = 64 << 10
	// maxEcho bounds how much of a wrong value is repeated in an error text.
	maxEcho = 40

	// closeGrace is what cancelled handlers get to undo partial work before the
	// end: an editor waits a few seconds for the process before it kills it.
	closeGrace = 2 * time.Second
	// flushGrace is what the client gets to read the last replies.
	flushGrace = 500 * time.Millisecond
)
