package rpc

import (
	"context"
	"fmt"
	"io"
	"sync"
	"testing"
)

const (
	stormWorkers = 16
	stormCalls   = 500 // each, a third of them cancelled
)

// stormRows are one handler of each kind; each derives a context from its own
// and looks at it after it has released, as the pooled ones do not survive.
func stormRows() []Method {
	derive := func(ctx context.Context, n int) (int, error) {
		inner, cancel := context.WithCancel(ctx)
		defer cancel()
		if n%3 != 0 {
			return n, nil
		}
		<-inner.Done() // cancelled for sure: only its client ends it
		return 0, inner.Err()
	}
	type params struct {
		N int `json:"n"`
	}
	return []Method{
		Command("test/command", func(ctx context.Context, p params) (int, error) {
			inner, cancel := context.WithCancel(ctx)
			defer cancel()
			return p.N, inner.Err()
		}),
		Query("test/query", func() int { return 0 },
			func(ctx context.Context, _ int, p params) (int, error) { return derive(ctx, p.N) }),
		Job("test/job", func(outer context.Context, p params) (func(context.Context) (int, error), error) {
			return func(context.Context) (int, error) { return derive(outer, p.N) }, nil
		}),
	}
}

// TestCancellationStorm is run with the race detector, and with the build tag
// jsonrpc2poison, which makes the transport scribble over what it recycles.
func TestCancellationStorm(t *testing.T) {
	p := ready(t, stormRows()...)
	var workers sync.WaitGroup
	for w := range stormWorkers {
		workers.Go(func() {
			for i := range stormCalls {
				n := w*stormCalls + i
				method := []string{"test/query", "test/job", "test/command"}[n%2]
				if n%3 != 0 && i%5 == 0 {
					method = "test/command"
				}
				io.WriteString(p.in, framed(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":%q,"params":{"n":%d}}`, n, method, n)))
				if n%3 == 0 || n%7 == 0 { // some that are done, or will be before it comes
					io.WriteString(p.in, framed(fmt.Sprintf(`{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":%d}}`, n)))
				}
			}
		})
	}
	seen := make(map[string]bool)
	for range stormWorkers * stormCalls {
		m := p.recv()
		var n int
		if _, err := fmt.Sscan(string(m.ID), &n); err != nil || seen[string(m.ID)] {
			t.Fatalf("answer to %s: %v, seen %v", m.ID, err, seen[string(m.ID)])
		}
		seen[string(m.ID)] = true
		switch {
		case m.Error != nil && (m.Error.Code != CodeRequestCancelled || n%3 != 0 && n%7 != 0):
			t.Fatalf("id %d: %+v", n, m.Error)
		case m.Error == nil && (n%3 == 0 || string(m.Result) != string(m.ID)):
			t.Fatalf("id %d: result %s", n, m.Result)
		}
	}
	workers.Wait()
	p.wantAlive()
	if n := len(p.server.running.byID); n != 0 {
		t.Fatalf("%d requests are still known", n)
	}
	p.request(1, "shutdown", "")
	p.wantResult(1, "null")
	p.notify("exit", "")
	p.wantCode(0)
	if n := p.server.out.bytes; n != 0 {
		t.Fatalf("%d bytes are still counted as waiting", n)
	}
}
