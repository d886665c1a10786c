package rpc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"

	"go.lsp.dev/protocol"
)

// caller is a Job that calls the client and gives what came of it.
func caller(client func() *Client) Method {
	return Job("test/call", func(context.Context, None) (func(context.Context) (string, error), error) {
		return func(ctx context.Context) (string, error) {
			var answer []string
			err := client().Call(ctx, "workspace/configuration", protocol.ConfigurationParams{}, &answer)
			return strings.Join(answer, ","), err
		}, nil
	})
}

func TestPush(t *testing.T) {
	p := ready(t)
	type change struct {
		Added []string       `json:"added"`
		Names map[string]int `json:"names"`
		Gen   int            `json:"generation"`
	}
	done := make(chan error, 1)
	go func() { done <- p.client.Notify(t.Context(), "test/changed", change{Gen: 3}) }()
	m := p.recv()
	if m.ID != nil || m.Method != "test/changed" || string(m.Params) != `{"added":[],"names":{},"generation":3}` {
		t.Fatalf("got %s %s %s", m.ID, m.Method, m.Params)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if err := p.client.Notify(t.Context(), "test/changed", func() {}); err == nil {
		t.Fatal("params that cannot be encoded were sent")
	}
	p.wantAlive()
}

func TestCallFromAJob(t *testing.T) {
	var p *peer
	p = ready(t, caller(func() *Client { return p.client }))
	answers := []struct{ answer, result, err string }{
		{`"result":["a","b"]`, `"a,b"`, ""},
		{`"result":null`, `""`, ""},
		{`"result":["c"],"error":null`, `"c"`, ""}, // a client with a fixed record
		{`"result":null,"error":{"code":-32601,"message":"nope"}`, "", "error -32601: nope"},
		{`"error":{"code":-32601,"message":"nope","data":{"a":1}}`, "", "error -32601: nope"},
		{`"error":{"code":-32601}`, "", "error -32601"},
		{`"result":{"no":"array"}`, "", "unmarshal"},
	}
	for id, a := range answers {
		p.request(id, "test/call", "")
		call := p.recv()
		if call.Method != "workspace/configuration" {
			t.Fatalf("got %+v", call)
		}
		p.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,%s}`, call.ID, a.answer))
		if a.err == "" {
			p.wantResult(id, a.result)
		} else {
			// The client's code is not passed off as the server's.
			p.wantError(fmt.Sprint(id), CodeInternalError, a.err)
		}
	}
	p.send(`{"jsonrpc":"2.0","id":99,"result":1}`, `{"jsonrpc":"2.0","id":"x","result":1}`)
	p.wantAlive()
}

func TestCallErrorOfTheClient(t *testing.T) {
	p := ready(t)
	done := make(chan error, 1)
	go func() { done <- p.client.Call(t.Context(), "client/registerCapability", None{}, nil) }()
	p.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"no","data":[1]}}`, p.recv().ID))
	var answered *CallError
	if err := <-done; !errors.As(err, &answered) || answered.Code != CodeMethodNotFound || string(answered.Data) != "[1]" {
		t.Fatalf("got %v", err)
	}
}

func TestCallIsTakenBack(t *testing.T) {
	var p *peer
	p = ready(t, caller(func() *Client { return p.client }))
	p.request(1, "test/call", "")
	call := p.recv()
	p.notify("$/cancelRequest", `{"id":1}`)
	// The client is told first, then it gets the answer to its own request.
	if m := p.recv(); m.Method != "$/cancelRequest" || string(m.Params) != fmt.Sprintf(`{"id":%s}`, call.ID) {
		t.Fatalf("got %s %s", m.Method, m.Params)
	}
	p.wantError("1", CodeRequestCancelled, "cancelled")
	p.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":[]}`, call.ID)) // too late
	p.wantAlive()
}

func TestCallInAnInlineHandler(t *testing.T) {
	var p *peer
	call := func(ctx context.Context) error {
		err := p.client.Call(ctx, "test/back", nil, nil)
		if !errors.Is(err, ErrInline) {
			return fmt.Errorf("got %w, want ErrInline", err)
		}
		return nil
	}
	// A handler that wants the connection closed can only signal.
	p = ready(t,
		Command("test/command", func(ctx context.Context, _ None) (None, error) { return None{}, call(ctx) }),
		Notification("test/note", func(ctx context.Context, _ None) error { return call(ctx) }),
		Job("test/job", func(ctx context.Context, _ None) (func(context.Context) (None, error), error) {
			err := call(ctx)
			return func(context.Context) (None, error) {
				// The context that the beginning had is as good as its own now.
				return None{}, p.client.Call(ctx, "test/back", nil, nil)
			}, err
		}),
		Command("test/stop", func(context.Context, None) (None, error) { p.stop(); return None{}, nil }),
	)
	p.request(1, "test/command", "")
	p.wantResult(1, "null")
	p.notify("test/note", "")
	p.request(2, "test/job", "")
	p.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":null}`, p.recv().ID))
	p.wantResult(2, "null")
	if n := p.logs.FilterMessage("notification failed").Len(); n != 0 {
		t.Fatal("Call in a notification's handler did not say ErrInline")
	}
	p.request(3, "test/stop", "")
	go io.Copy(io.Discard, p.outEnd)
	p.wantCode(0)
}

func TestNotifyComesBeforeTheReply(t *testing.T) {
	var p *peer
	send := func(ctx context.Context, name string) error { return p.client.Notify(ctx, name, nil) }
	after := func(ctx context.Context) {
		AfterReply(ctx, func() {
			// Whoever sends after the reply was queued comes behind it.
			go send(context.Background(), "test/behind")
		})
	}
	p = ready(t,
		Command("test/command", func(ctx context.Context, _ None) (None, error) {
			after(ctx)
			return None{}, send(ctx, "test/ahead")
		}),
		Job("test/job", func(ctx context.Context, _ None) (func(context.Context) (None, error), error) {
			return func(ctx context.Context) (None, error) {
				after(ctx)
				return None{}, send(ctx, "test/ahead")
			}, send(ctx, "test/first")
		}),
		Command("test/fail", func(ctx context.Context, _ None) (None, error) {
			after(ctx)
			return None{}, errors.New("no")
		}),
	)
	want := func(method string) {
		t.Helper()
		if m := p.recv(); m.Method != method {
			t.Fatalf("got %q (answer to %s), want %s", m.Method, m.ID, method)
		}
	}
	for id := range 100 {
		p.request(id, "test/command", "")
		want("test/ahead")
		p.wantResult(id, "null")
		want("test/behind")
		p.request(id, "test/job", "")
		want("test/first")
		want("test/ahead")
		p.wantResult(id, "null")
		want("test/behind")
	}
	p.request(1, "test/fail", "")
	p.wantError("1", CodeInternalError, "no")
	want("test/behind")
}

func TestAfterReplyOutsideARequest(t *testing.T) {
	ran := 0
	count := func() { ran++ }
	AfterReply(t.Context(), count)
	var kept context.Context
	p := ready(t,
		Notification("test/note", func(ctx context.Context, _ None) error { AfterReply(ctx, count); return nil }),
		Command("test/keep", func(ctx context.Context, _ None) (None, error) { kept = ctx; return None{}, nil }))
	p.notify("test/note", "")
	p.request(1, "test/keep", "")
	p.wantResult(1, "null")
	AfterReply(kept, count)
	if ran != 3 {
		t.Fatalf("%d ran, want 3", ran)
	}
}

func TestNotifyWaitsForTheClientAndIsTakenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := ready(t)
		results := make(chan error)
		tell := func(ctx context.Context, name string) {
			go func() { results <- p.client.Notify(ctx, name, nil) }()
			synctest.Wait()
		}
		ctx, cancel := context.WithCancel(t.Context())
		tell(t.Context(), "test/writing")
		tell(ctx, "test/taken-back")
		tell(t.Context(), "test/queued")
		select {
		case err := <-results:
			t.Fatalf("Notify returned (%v) although nothing was read", err)
		default:
		}
		cancel()
		if err := <-results; !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v", err)
		}
		if err := p.client.Notify(ctx, "test/late", nil); !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v", err)
		}
		if err := p.client.Call(ctx, "test/late", nil, nil); !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v", err)
		}
		for _, want := range []string{"test/writing", "test/queued"} {
			if m := p.recv(); m.Method != want {
				t.Fatalf("got %s, want %s", m.Method, want)
			}
			if err := <-results; err != nil {
				t.Fatal(err)
			}
		}
		synctest.Wait()
		if n := p.server.out.bytes; n != 0 {
			t.Fatalf("%d bytes are still counted as waiting", n)
		}
	})
}

func TestCallEndsWithTheConnection(t *testing.T) {
	p := ready(t)
	done := make(chan error, 1)
	go func() { done <- p.client.Call(context.Background(), "test/call", nil, nil) }()
	p.recv()
	p.notify("exit", "")
	p.wantCode(1)
	if err := <-done; !errors.Is(err, ErrClosed) {
		t.Fatalf("got %v, want ErrClosed", err)
	}
	if err := p.client.Call(context.Background(), "test/call", nil, nil); !errors.Is(err, ErrClosed) {
		t.Fatalf("got %v, want ErrClosed", err)
	}
}

func TestCallFromAGoroutineOfANotification(t *testing.T) {
	var p *peer
	done, let := make(chan error, 2), make(chan struct{})
	kept := make(chan context.Context, 1)
	p = ready(t, Notification("test/note", func(ctx context.Context, _ None) error {
		kept <- ctx
		go func() { done <- p.client.Call(Detach(ctx), "test/register", nil, nil) }()
		<-let // still in wire order when the call is sent
		return nil
	}))
	answer := func(call reply) {
		t.Helper()
		p.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":null}`, call.ID))
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	p.notify("test/note", "")
	call := p.recv()
	close(let)
	answer(call)
	// Once the handler has returned, its own context will do as well.
	p.wantAlive()
	ctx := <-kept
	go func() { done <- p.client.Call(ctx, "test/register", nil, nil) }()
	answer(p.recv())
	if Detach(t.Context()) != t.Context() {
		t.Fatal("a context without a message is changed")
	}
}
