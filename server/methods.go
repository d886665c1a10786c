package server

import (
	"context"

	"github.com/venvd/venvd/internal/rpc"
	"github.com/venvd/venvd/internal/wire"
)

// methods is the table of everything that a client may send. Commands are short
// and run in wire order; a query is answered from what is known; a job begins in
// wire order and then runs beside everything else.
func (s *Server) methods() []rpc.Method {
	return []rpc.Method{
		rpc.Command("initialize", s.initialize),
		rpc.Notification("initialized", s.initialized),
		rpc.Command("shutdown", func(context.Context, rpc.None) (rpc.None, error) { return rpc.None{}, nil }),
		rpc.Notification("workspace/didChangeWorkspaceFolders", s.didChangeWorkspaceFolders),
		rpc.Notification("workspace/didChangeConfiguration", s.didChangeConfiguration),
		rpc.Notification("textDocument/didOpen", s.didOpen),
		rpc.Notification("textDocument/didChange", func(context.Context, rpc.None) error { return nil }),
		rpc.Notification("textDocument/didSave", func(context.Context, rpc.None) error { return nil }),
		rpc.Notification("textDocument/didClose", s.didClose),
		rpc.Job("workspace/executeCommand", s.executeCommand),

		rpc.Job(wire.MethodDiscover, s.discover),
		rpc.Job(wire.MethodResolve, s.resolve),
		rpc.Job(wire.MethodInterpreter, s.interpreter),
		rpc.Job(wire.MethodExplain, s.explain),
		rpc.Job(wire.MethodSelect, s.choose),
		rpc.Job(wire.MethodPackages, s.packages),
		rpc.Job(wire.MethodTrust, s.trust),
		rpc.Job(wire.MethodSync, s.sync),
		rpc.Query(wire.MethodStatus, s.app.Engine.Snapshot, s.status),
	}
}

// turns puts jobs that write into wire order: each waits for the one before it.
// Only the beginnings of jobs, which run one after the other, take a turn.
type turns struct{ last chan struct{} }

// take gives what to wait for, and what to call at the end. A job that gives up
// before its turn has come hands on only what it waits for: the next one must
// not overtake the one before.
func (t *turns) take() (before <-chan struct{}, done func()) {
	b := t.last
	if b == nil {
		b = make(chan struct{})
		close(b)
	}
	mine := make(chan struct{})
	t.last = mine
	return b, func() {
		select {
		case <-b:
			close(mine)
		default:
			go func() { <-b; close(mine) }()
		}
	}
}
