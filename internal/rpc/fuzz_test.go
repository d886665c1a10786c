package rpc

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
)

// FuzzFrames feeds any bytes to a server: it must end by itself with 0 or 1, give
// nothing but frames, and keep no more memory than its limits allow.
func FuzzFrames(f *testing.F) {
	session := framed(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}`) +
		framed(`{"jsonrpc":"2.0","id":2,"method":"test/echo","params":{"text":"x","tags":["a"]}}`) +
		framed(`{"jsonrpc":"2.0","id":"q","method":"test/query","params":{"n":3}}`) +
		framed(`{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":"q"}}`) +
		framed(`{"jsonrpc":"2.0","id":1,"result":null,"error":null}`) +
		framed(`[{"jsonrpc":"2.0"}]`) + framed(`{{`)
	f.Add([]byte(session))
	f.Add([]byte(session + framed(`{"jsonrpc":"2.0","id":3,"method":"shutdown"}`) + framed(`{"jsonrpc":"2.0","method":"exit"}`)))
	f.Add([]byte(strings.ReplaceAll(session, "\r\n", "\n")))
	f.Add([]byte("Content-Length: 9999999999\r\n\r\n{}" + session))
	f.Add([]byte("X: y\r\nContent-Length: 0\r\n\r\n" + framed(strings.Repeat("[", 100)) + session))
	f.Add([]byte("Content-Length: -1\r\n\r\n"))
	f.Add([]byte{0, 255, '\n', ':', '\r', '\n', '\r', '\n'})

	f.Fuzz(func(t *testing.T, input []byte) {
		var out bytes.Buffer
		s := New(Options{
			In: bytes.NewReader(input), Out: &out,
			Methods: append(base(), append(stormRows(), echo())...),
		})
		if code := s.Serve(context.Background()); code != 0 && code != 1 {
			t.Fatalf("exit code %d", code)
		}
		if kept := s.stream.body.Cap(); kept > 2*len(input)+keepBuffer {
			t.Fatalf("%d bytes kept of an input of %d", kept, len(input))
		}
		r := bufio.NewReader(&out)
		for {
			m, err := readFrame(r)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("the output is no sequence of frames: %v", err)
			}
			if m.ID == nil || (m.Error == nil) == (m.Result == nil) {
				t.Fatalf("not a reply: %+v", m)
			}
		}
	})
}

// FuzzDecodeMessage looks for bodies that panic, or that are neither a message
// nor refused.
func FuzzDecodeMessage(f *testing.F) {
	for body := range strings.SplitSeq(cutSession, "\n") {
		f.Add([]byte(body))
	}
	f.Add([]byte(`{"jsonrpc":"2.0","id":1,"error":{"code":1},"result":null}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		msg, bad := decodeMessage(body)
		if (msg == nil) == (bad == nil) {
			t.Fatalf("message %v, refusal %v", msg, bad)
		}
		if bad != nil && bad.Code != CodeParseError && bad.Code != CodeInvalidRequest {
			t.Fatalf("refused with %d", bad.Code)
		}
	})
}
