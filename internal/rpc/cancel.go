package rpc

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"sync"

	"go.lsp.dev/jsonrpc2"
)

// running knows the requests that are being handled, by id, to cancel them.
type running struct {
	mu   sync.Mutex
	byID map[jsonrpc2.ID]context.CancelFunc
}

// begin derives the context of a request; done must be called before it is
// answered, for then the client may use the id again. An id that is in use is
// refused: two requests with one id could be neither answered nor cancelled.
func (r *running) begin(parent context.Context, id jsonrpc2.ID) (ctx context.Context, done func(), fault *Error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, twice := r.byID[id]; twice {
		return nil, nil, refuse(CodeInvalidRequest, "the id %v belongs to a request that is still running", id)
	}
	ctx, cancel := context.WithCancel(parent)
	if r.byID == nil {
		r.byID = make(map[jsonrpc2.ID]context.CancelFunc)
	}
	r.byID[id] = cancel
	done = func() {
		r.mu.Lock()
		delete(r.byID, id)
		r.mu.Unlock()
		cancel()
	}
	return ctx, done, nil
}

// cancel cancels the request with that id, if it is running.
func (r *running) cancel(id jsonrpc2.ID) bool {
	r.mu.Lock()
	cancel := r.byID[id]
	r.mu.Unlock()
	if cancel == nil {
		return false
	}
	cancel()
	return true
}

// cancelTarget reads the params of `$/cancelRequest`. Ids beyond 32 bits are
// taken too: clients count in doubles.
func cancelTarget(params []byte) (jsonrpc2.ID, error) {
	var p struct {
		ID json.RawMessage `json:"id"`
	}
	if err := json.Unmarshal(params, &p); err != nil {
		return jsonrpc2.ID{}, fmt.Errorf("params without an id: %w", err)
	}
	if bytes.HasPrefix(p.ID, []byte(`"`)) {
		var id string
		if err := json.Unmarshal(p.ID, &id); err != nil {
			return jsonrpc2.ID{}, fmt.Errorf("id: %w", err)
		}
		return jsonrpc2.NewStringID(id), nil
	}
	id, err := strconv.ParseInt(string(p.ID), 10, 64)
	if err != nil {
		return jsonrpc2.ID{}, fmt.Errorf("id is neither a string nor an integer: %w", err)
	}
	return jsonrpc2.NewNumberID(id), nil
}
