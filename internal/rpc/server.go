package rpc

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"reflect"
	"sync"

	"go.lsp.dev/jsonrpc2"
	"go.uber.org/zap"
)

// Options are what a Server is made of.
type Options struct {
	In      io.Reader   // messages from the client; not closed
	Out     io.Writer   // messages to the client, one Write each; not closed
	Methods []Method    // must hold initialize and shutdown
	Log     *zap.Logger // nil: nothing is logged
}

// Server serves one connection.
type Server struct {
	in      io.Reader
	rows    map[string]Method
	log     *zap.Logger
	gate    gate
	running running
	replies replies

	conn   jsonrpc2.Conn
	stream *stream
	out    *outgoing
	feed   *io.PipeWriter

	// ctx is the connection's: every context that a handler gets derives from it.
	ctx    context.Context
	cancel context.CancelFunc
	once   sync.Once
	code   int // set once, before ctx ends
}

// New makes a server. Like a pattern in http.ServeMux, a table that cannot be
// served is a mistake in the program, and panics: a row that was not made by a
// constructor, a name twice, one that this package handles itself, no initialize
// and shutdown, or a type whose members would be lost (see hiddenMembers).
func New(o Options) *Server {
	if o.Log == nil {
		o.Log = zap.NewNop()
	}
	s := &Server{in: o.In, log: o.Log, rows: table(o.Methods)}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.out = newOutgoing(o.Out, s.ended)
	pipe, feed := io.Pipe()
	s.feed = feed
	s.stream = &stream{
		pipe: pipe, in: bufio.NewReaderSize(pipe, maxHeaderLine), out: s.out, log: o.Log,
		ended:  s.ended,
		queued: func(body []byte) { s.replies.sent(body, s.log) },
	}
	s.conn = jsonrpc2.NewConn(s.stream, jsonrpc2.WithCodec(codec{}))
	return s
}

// table indexes the rows by name.
func table(methods []Method) map[string]Method {
	rows := make(map[string]Method, len(methods))
	for _, m := range methods {
		_, twice := rows[m.Name]
		switch {
		case m.run == nil || m.Name == "":
			panic(fmt.Sprintf("rpc: the row %q was not made by a constructor", m.Name))
		case twice:
			panic(fmt.Sprintf("rpc: two rows for %q", m.Name))
		case m.Name == methodExit || m.Name == methodCancel:
			panic(fmt.Sprintf("rpc: %q is handled by this package", m.Name))
		}
		for _, t := range []reflect.Type{m.Params, m.Result} {
			if hidden := hiddenMembers(t, nil); hidden != "" {
				panic(fmt.Sprintf("rpc: %q: %s", m.Name, hidden))
			}
		}
		rows[m.Name] = m
	}
	for _, name := range []string{methodInitialize, methodShutdown} {
		if _, there := rows[name]; !there {
			panic(fmt.Sprintf("rpc: no row for %q", name))
		}
	}
	return rows
}

// Client returns the other side, for notifications and calls.
func (s *Server) Client() *Client { return &Client{conn: s.conn, life: s.ctx, log: s.log} }
