package rpc

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"go.uber.org/zap"
)

func TestMalformedBodyIsAnsweredAndTheNextFrameServed(t *testing.T) {
	p := ready(t, echo())
	for body, want := range map[string]int{
		``:     CodeParseError,
		`   `:  CodeParseError,
		`{`:    CodeParseError,
		`nope`: CodeParseError,
		`{"jsonrpc":"2.0","id":1,"method":"test/echo","params":{]}`: CodeParseError,
		`{"jsonrpc":"2.0","id":1,"method":"test/echo"} {}`:          CodeParseError,
		`{"jsonrpc":"2.0","id":1,"method":"test/\x00"}`:             CodeParseError,
		`5`:                                      CodeInvalidRequest,
		`null`:                                   CodeInvalidRequest,
		`"text"`:                                 CodeInvalidRequest,
		`{}`:                                     CodeInvalidRequest,
		`{"id":1,"method":"test/echo"}`:          CodeInvalidRequest,
		`{"jsonrpc":"1.0","id":1,"method":"x"}`:  CodeInvalidRequest,
		`{"jsonrpc":2.0,"id":1,"method":"x"}`:    CodeInvalidRequest,
		`{"jsonrpc":"2.0","id":1}`:               CodeInvalidRequest,
		`{"jsonrpc":"2.0","id":1,"method":7}`:    CodeInvalidRequest,
		`{"jsonrpc":"2.0","id":{},"method":"x"}`: CodeInvalidRequest,
		`{"jsonrpc":"2.0","id":1.5,"method":"x"}`:                       CodeInvalidRequest,
		`{"jsonrpc":"2.0","id":null,"method":"x"}`:                      CodeInvalidRequest,
		`{"jsonrpc":"2.0","id":1,"method":"x","result":1}`:              CodeInvalidRequest,
		`{"jsonrpc":"2.0","id":1,"result":1,"error":{"code":1}}`:        CodeInvalidRequest,
		`{"jsonrpc":"2.0","id":1,"result":null,"error":7}`:              CodeInvalidRequest,
		`{"jsonrpc":"2.0","id":1,"result":1,"error":null,"method":"x"}`: CodeInvalidRequest,
	} {
		p.send(body)
		if m := p.recv(); string(m.ID) != "null" || m.Error == nil || m.Error.Code != want {
			t.Errorf("%s: got id %s error %+v, want %d", body, m.ID, m.Error, want)
		}
		p.wantAlive()
	}
	// Neither a byte that is no UTF-8 nor a member twice is malformed: the last one counts.
	p.request(1, "test/echo", "{\"text\":\"a\",\"text\":\"\xff\"}")
	p.wantResult(1, `{"text":"`+"\uFFFD"+`","count":0}`)
}

func TestBatchIsRefused(t *testing.T) {
	p := ready(t, echo())
	for _, body := range []string{`[]`, ` [{"jsonrpc":"2.0","id":1,"method":"test/echo"}]`, `[1,2]`} {
		p.send(body)
		p.wantError("null", CodeInvalidRequest, "batch")
	}
	p.wantAlive()
}

func TestNestingLimit(t *testing.T) {
	p := ready(t, Command("test/any", func(context.Context, any) (None, error) { return None{}, nil }))
	// The message itself is the first level; brackets in strings do not count.
	p.request(1, "test/any", strings.Repeat("[", maxDepth-1)+`"[[[{{\"["`+strings.Repeat("]", maxDepth-1))
	p.wantResult(1, "null")
	p.request(2, "test/any", strings.Repeat("[", maxDepth)+strings.Repeat("]", maxDepth))
	p.wantError("null", CodeInvalidRequest, "64 levels")
	p.request(3, "test/any", strings.Repeat(`{"a":`, 1<<20)) // not even closed
	p.wantError("null", CodeInvalidRequest, "64 levels")
	p.wantAlive()
}

func TestHeaderForms(t *testing.T) {
	body := `{"jsonrpc":"2.0","id":1,"method":"test/echo"}`
	p := ready(t, echo())
	for _, header := range []string{
		"Content-Length: %d\r\n\r\n",
		"content-length:%d\r\n\r\n",
		"CONTENT-LENGTH: \t%d \r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n",
		"Content-Type: x:y\r\nX-Other:\r\nContent-Length: %d\r\n\r\n",
		"Content-Length: %d\n\n",
		"Content-Length: %[1]d\r\nContent-Length: 0%[1]d\r\n\r\n",
		strings.Repeat("X-A: b\r\n", maxHeaderLines-1) + "Content-Length: %d\r\n\r\n",
		"X-Long: " + strings.Repeat("x", maxHeaderLine-10) + "\r\nContent-Length: %d\r\n\r\n",
	} {
		p.raw(fmt.Sprintf(header, len(body)) + body)
		p.wantResult(1, `{"text":"","count":0}`)
	}
}

func TestMalformedOrMissingHeaderEndsTheProcess(t *testing.T) {
	for name, header := range map[string]string{
		"nothing":          "\r\n",
		"no length":        "Content-Type: x\r\n\r\n",
		"no colon":         "Content-Length 5\r\n\r\n",
		"no name":          ": 5\r\n\r\n",
		"garbage":          "\x00\x01\xfe\n\n",
		"bare json lines":  `{"jsonrpc":"2.0","id":1,"method":"initialize"}` + "\n",
		"folded":           "Content-Length:\r\n 5\r\n\r\n",
		"negative":         "Content-Length: -5\r\n\r\n",
		"signed":           "Content-Length: +5\r\n\r\n",
		"not a number":     "Content-Length: five\r\n\r\n",
		"fraction":         "Content-Length: 5.0\r\n\r\n",
		"empty":            "Content-Length:\r\n\r\n",
		"over 63 bits":     "Content-Length: 9223372036854775808\r\n\r\n",
		"two lengths":      "Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
		"too many lines":   strings.Repeat("X-A: b\r\n", maxHeaderLines) + "Content-Length: 5\r\n\r\n",
		"line over limit":  "X-Long: " + strings.Repeat("x", maxHeaderLine) + "\r\n\r\n",
		"line without end": strings.Repeat("x", maxHeaderLine+1),
	} {
		t.Run(name, func(t *testing.T) {
			p := ready(t)
			p.request(1, "shutdown", "") // so that the code is the header's
			p.wantResult(1, "null")
			go io.WriteString(p.in, header) // stdin stays open
			p.wantCode(1)
			p.wantLog("connection ends", "unreadable message header")
		})
	}
}

func TestFrameSizeLimit(t *testing.T) {
	p := ready(t, echo())
	fit := `{"jsonrpc":"2.0","id":1,"method":"test/echo","params":{"text":"t","pad":"`
	p.send(fit + strings.Repeat("x", maxBody-len(fit)-3) + `"}}`)
	p.wantResult(1, `{"text":"t","count":0}`)

	// The refusal comes before the bytes: a header may announce what never comes.
	p.raw(fmt.Sprintf("Content-Length: %d\r\n\r\n", maxBody+1))
	p.wantError("null", CodeInvalidRequest, "the limit is 8388608")
	p.raw(strings.Repeat("x", maxBody+1))
	p.wantAlive()

	p.raw("Content-Length: 9223372036854775807\r\n\r\n")
	p.wantError("null", CodeInvalidRequest, "9223372036854775807 bytes")
	p.in.Close()
	p.wantCode(1)
}

func TestBufferGrowsWithTheBytesNotWithTheHeader(t *testing.T) {
	input := fmt.Sprintf("Content-Length: %d\r\n\r\n{", maxBody)
	s := &stream{in: bufio.NewReaderSize(strings.NewReader(input), maxHeaderLine), log: zap.NewNop()}
	if _, _, err := s.next(); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatalf("got %v", err)
	}
	if s.body.Cap() > keepBuffer {
		t.Fatalf("%d bytes for a body of one", s.body.Cap())
	}
}

func TestSkippingAllocatesNothingOfTheBodysSize(t *testing.T) {
	const size = 256 << 20
	head := fmt.Sprintf("Content-Length: %d\r\n\r\n", size)
	in := io.MultiReader(strings.NewReader(head), io.LimitReader(zeros{}, size))
	s := &stream{in: bufio.NewReaderSize(in, maxHeaderLine), log: zap.NewNop(), ended: func(error) {}}
	s.out = newOutgoing(io.Discard, func(error) {})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, _, err := s.Read(t.Context()); !errors.Is(err, io.EOF) {
		t.Fatalf("got %v", err)
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 1<<20 {
		t.Fatalf("skipping %d bytes took %d", size, grown)
	}
}

// zeros is an endless input.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func TestLargeBufferIsNotKept(t *testing.T) {
	large := `{"jsonrpc":"2.0","method":"x","params":"` + strings.Repeat("x", 1<<20) + `"}`
	small := `{"jsonrpc":"2.0","method":"y"}`
	in := strings.NewReader(framed(large) + framed(small))
	s := &stream{in: bufio.NewReaderSize(iotest.OneByteReader(in), maxHeaderLine), log: zap.NewNop()}
	for range 2 {
		if _, _, err := s.next(); err != nil {
			t.Fatal(err)
		}
	}
	if s.body.Cap() > keepBuffer {
		t.Fatalf("%d bytes kept", s.body.Cap())
	}
}

// cutSession is a session whose every prefix is tried.
const cutSession = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}
{"jsonrpc":"2.0","method":"initialized"}
nonsense
{"jsonrpc":"2.0","id":2,"method":"test/held"}
{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":2}}
{"jsonrpc":"2.0","id":"e","method":"test/echo","params":{"text":"x"}}
{"jsonrpc":"2.0","id":3,"method":"shutdown"}
{"jsonrpc":"2.0","method":"exit"}`

func TestSessionCutAtEveryByte(t *testing.T) {
	var whole strings.Builder
	var shutdownEnd int
	for body := range strings.SplitSeq(cutSession, "\n") {
		whole.WriteString(framed(body))
		if strings.Contains(body, "shutdown") {
			shutdownEnd = whole.Len()
		}
	}
	for cut := range whole.Len() + 1 {
		row, _, _ := held()
		var out bytes.Buffer
		s := New(Options{
			In: strings.NewReader(whole.String()[:cut]), Out: &out,
			Methods: append(base(), row, echo()),
		})
		want := 1
		if cut >= shutdownEnd {
			want = 0
		}
		if got := s.Serve(t.Context()); got != want {
			t.Fatalf("cut at %d: exit code %d, want %d", cut, got, want)
		}
		r := bufio.NewReader(&out)
		var err error
		for err == nil {
			_, err = readFrame(r)
		}
		if !errors.Is(err, io.EOF) {
			t.Fatalf("cut at %d: the output is no sequence of frames: %v", cut, err)
		}
	}
}
