package rpc

import (
	"context"
	"testing"
)

// BenchmarkRoundTrip is one request and its answer over in-memory pipes.
func BenchmarkRoundTrip(b *testing.B) {
	query := Query("test/query", func() int { return 1 },
		func(_ context.Context, n int, _ None) (int, error) { return n, nil })
	for name, method := range map[string]string{"command": "test/echo", "query": "test/query"} {
		b.Run(name, func(b *testing.B) {
			p := ready(b, echo(), query)
			p.guard.Stop()
			b.ReportAllocs()
			for b.Loop() {
				p.request(1, method, `{"text":"t","count":1}`)
				p.recv()
			}
		})
	}
}

// BenchmarkDecodeLargeBody is what a document of 1 MiB costs before its handler.
func BenchmarkDecodeLargeBody(b *testing.B) {
	text := make([]byte, 1<<20)
	for i := range text {
		text[i] = 'x'
	}
	body := []byte(`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"text":"` + string(text) + `"}}`)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if _, bad := decodeMessage(body); bad != nil {
			b.Fatal(bad)
		}
	}
}
