package rpc

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/textproto"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// hangGuard is when a test that waits for a message in vain is given up.
const hangGuard = 30 * time.Second

// reply is any message that the server sent.
type reply struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Code    int             `json:"code"`
		Message string          `json:"message"`
		Data    json.RawMessage `json:"data"`
	} `json:"error"`
}

// peer is a client, and the server that it talks to.
type peer struct {
	testing.TB
	server *Server
	client *Client
	logs   *observer.ObservedLogs
	in     *io.PipeWriter
	out    *bufio.Reader
	outEnd *io.PipeReader
	stop   context.CancelFunc
	code   chan int
	guard  *time.Timer
}

// base are the rows that every table needs.
func base() []Method {
	return []Method{
		Command("initialize", func(context.Context, None) (map[string]int, error) { return map[string]int{}, nil }),
		Command("shutdown", func(context.Context, None) (None, error) { return None{}, nil }),
		Notification("initialized", func(context.Context, None) error { return nil }),
	}
}

// start serves the rows over pipes, as a fresh connection.
func start(t testing.TB, rows ...Method) *peer {
	t.Helper()
	return startOnly(t, append(base(), rows...)...)
}

// startOnly serves exactly these rows over pipes.
func startOnly(t testing.TB, rows ...Method) *peer {
	t.Helper()
	core, logs := observer.New(zap.DebugLevel)
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	p := &peer{TB: t, logs: logs, in: inW, out: bufio.NewReader(outR), outEnd: outR, code: make(chan int, 1)}
	p.server = New(Options{In: inR, Out: outW, Methods: rows, Log: zap.New(core)})
	p.client = p.server.Client()
	ctx, stop := context.WithCancel(context.Background())
	p.stop = stop
	// The output stays open: Serve must not need its end to return.
	go func() { p.code <- p.server.Serve(ctx) }()
	p.guard = time.AfterFunc(hangGuard, func() {
		inW.CloseWithError(fmt.Errorf("no progress for %v", hangGuard))
		outR.CloseWithError(fmt.Errorf("no progress for %v", hangGuard))
	})
	t.Cleanup(func() {
		p.guard.Stop()
		stop()
		inW.Close()
		outR.Close()
	})
	return p
}

// ready serves the rows over pipes, initialized.
func ready(t testing.TB, rows ...Method) *peer {
	t.Helper()
	p := start(t, rows...)
	p.send(`{"jsonrpc":"2.0","id":"init","method":"initialize","params":{}}`)
	if r := p.recv(); r.Error != nil {
		t.Fatalf("initialize: %+v", r.Error)
	}
	p.send(`{"jsonrpc":"2.0","method":"initialized","params":{}}`)
	return p
}

// framed is body with its header.
func framed(body string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body) }

// raw writes bytes as they are.
func (p *peer) raw(bytes string) {
	p.Helper()
	if _, err := io.WriteString(p.in, bytes); err != nil {
		p.Fatalf("the server does not read: %v", err)
	}
}

// send writes framed bodies.
func (p *peer) send(bodies ...string) {
	p.Helper()
	for _, body := range bodies {
		p.raw(framed(body))
	}
}

// request sends a request; params may be empty.
func (p *peer) request(id int, method, params string) {
	p.Helper()
	if params != "" {
		params = `,"params":` + params
	}
	p.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":%q%s}`, id, method, params))
}

// notify sends a notification; params may be empty.
func (p *peer) notify(method, params string) {
	p.Helper()
	if params != "" {
		params = `,"params":` + params
	}
	p.send(fmt.Sprintf(`{"jsonrpc":"2.0","method":%q%s}`, method, params))
}

// readFrame reads one frame; io.EOF is the clean end.
func readFrame(r *bufio.Reader) (reply, error) {
	var m reply
	header, err := textproto.NewReader(r).ReadMIMEHeader()
	if err != nil {
		return m, err
	}
	n, err := strconv.Atoi(header.Get("Content-Length"))
	if err != nil {
		return m, err
	}
	body := make([]byte, n)
	if _, err := io.ReadFull(r, body); err != nil {
		return m, err
	}
	return m, json.Unmarshal(body, &m)
}

// recv reads the next message.
func (p *peer) recv() reply {
	p.Helper()
	m, err := readFrame(p.out)
	if err != nil {
		p.Fatalf("no message: %v", err)
	}
	return m
}

// wantResult reads the answer to id, which is next.
func (p *peer) wantResult(id int, result string) {
	p.Helper()
	m := p.recv()
	if string(m.ID) != strconv.Itoa(id) || m.Error != nil || string(m.Result) != result {
		p.Fatalf("got id %s result %s error %+v, want id %d result %s", m.ID, m.Result, m.Error, id, result)
	}
}

// wantError reads the answer to id, which is next; id is JSON.
func (p *peer) wantError(id string, code int, part string) {
	p.Helper()
	m := p.recv()
	if m.Error == nil || string(m.ID) != id || m.Error.Code != code || !strings.Contains(m.Error.Message, part) {
		p.Fatalf("got id %s result %s error %+v, want id %s code %d with %q", m.ID, m.Result, m.Error, id, code, part)
	}
}

// wantCode waits for Serve and checks the exit code.
func (p *peer) wantCode(want int) {
	p.Helper()
	if got := <-p.code; got != want {
		p.Fatalf("exit code %d, want %d; log: %v", got, want, p.logs.All())
	}
}

// wantAlive proves that the connection still serves.
func (p *peer) wantAlive() {
	p.Helper()
	p.request(4711, "no/such", "")
	p.wantError("4711", CodeMethodNotFound, "no/such")
}

// wantLog checks that a line with this message and field text was logged.
func (p *peer) wantLog(message, part string) {
	p.Helper()
	for _, line := range p.logs.FilterMessage(message).All() {
		if strings.Contains(fmt.Sprint(line.ContextMap()), part) {
			return
		}
	}
	p.Fatalf("no log line %q with %q in %v", message, part, p.logs.All())
}

// echo answers its params.
func echo() Method {
	type params struct {
		Text  string   `json:"text"`
		Count int      `json:"count"`
		Tags  []string `json:"tags,omitzero"`
	}
	return Command("test/echo", func(_ context.Context, p params) (params, error) { return p, nil })
}

// held is a Query that says when it has begun and ends with its context, or
// with what is sent to it.
func held() (row Method, begun chan struct{}, let chan error) {
	begun, let = make(chan struct{}, 100), make(chan error)
	row = Query("test/held", func() struct{} { return struct{}{} },
		func(ctx context.Context, _ struct{}, _ None) (string, error) {
			begun <- struct{}{}
			select {
			case err := <-let:
				return "done", err
			case <-ctx.Done():
				return "", fmt.Errorf("stopped early: %w", ctx.Err())
			}
		})
	return row, begun, let
}
