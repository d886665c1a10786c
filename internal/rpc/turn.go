package rpc

import (
	"context"
	"runtime/debug"
	"sync"

	"go.lsp.dev/jsonrpc2"
	"go.uber.org/zap"
)

// turn is what the context of a handler knows of the message being handled.
type turn struct {
	life context.Context // the connection's

	mu     sync.Mutex
	inline bool // the next message is not read yet
	over   bool // the reply is decided
	after  []func()
}

type turnKey struct{}

// withTurn marks ctx as that of a handler which begins in wire order; over says
// that there will be no reply. life is the connection's context.
func withTurn(ctx, life context.Context, over bool) (context.Context, *turn) {
	t := &turn{life: life, inline: true, over: over}
	return context.WithValue(ctx, turnKey{}, t), t
}

// Detach returns the connection's context, for a goroutine that a handler starts
// and does not wait for: it ends with the connection instead of the request,
// and may call the client while its handler still runs in wire order.
func Detach(ctx context.Context) context.Context {
	if t, ok := ctx.Value(turnKey{}).(*turn); ok {
		return t.life
	}
	return ctx
}

// inline reports whether ctx belongs to a handler that holds up the reading.
func inline(ctx context.Context) bool {
	t, ok := ctx.Value(turnKey{}).(*turn)
	if !ok {
		return false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.inline
}

// leaveOrder notes that the next message may be read.
func (t *turn) leaveOrder() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.inline = false
}

// AfterReply runs fn once the reply to the request of ctx has its place in the
// order of the output: what fn sends comes behind it. It runs on whichever
// goroutine sent the reply, so it must be short and not wait for the client; it
// does not run when the connection ends before. Outside a request, or when the
// reply is decided already, fn runs at once.
func AfterReply(ctx context.Context, fn func()) {
	t, ok := ctx.Value(turnKey{}).(*turn)
	if !ok || !t.keep(fn) {
		fn()
	}
}

// keep notes fn for later, unless it is too late for that.
func (t *turn) keep(fn func()) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.over {
		return false
	}
	t.after = append(t.after, fn)
	return true
}

// end closes the turn and returns what is to run after the reply.
func (t *turn) end() []func() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.over, t.inline = true, false
	return t.after
}

// replies holds, by id, what is to run after the replies that are on their way.
type replies struct {
	mu   sync.Mutex
	byID map[jsonrpc2.ID][]func()
}

// add notes what runs after the reply to id.
func (r *replies) add(id jsonrpc2.ID, after []func()) {
	if len(after) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.byID == nil {
		r.byID = make(map[jsonrpc2.ID][]func())
	}
	r.byID[id] = append(r.byID[id], after...)
}

// sent runs what waits for this message, if it is a reply. The transport's own
// message types are private, so a reply is known by its form; most have nothing
// that waits for them, and are not looked at.
func (r *replies) sent(body []byte, log *zap.Logger) {
	for _, fn := range r.take(body) {
		runAfter(fn, log)
	}
}

// take removes and returns what waits for this message.
func (r *replies) take(body []byte) []func() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.byID) == 0 {
		return nil
	}
	view, err := jsonrpc2.ScanMessageView(body)
	if err != nil || view.MethodRaw != nil {
		return nil
	}
	id, ok := view.ID.ID()
	if !ok {
		return nil
	}
	after := r.byID[id]
	delete(r.byID, id)
	return after
}

// runAfter runs fn and logs its panic, for the transport would close the
// connection on it.
func runAfter(fn func(), log *zap.Logger) {
	defer func() {
		if p := recover(); p != nil {
			log.Error("panic after a reply", zap.Any("panic", p), zap.ByteString("stack", debug.Stack()))
		}
	}()
	fn()
}
