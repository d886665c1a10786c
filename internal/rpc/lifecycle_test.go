package rpc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestEOFWithARequestRunning(t *testing.T) {
	row, begun, _ := held()
	p := ready(t, row)
	p.request(1, "test/held", "")
	<-begun
	p.in.Close()
	go io.Copy(io.Discard, p.outEnd)
	p.wantCode(1)
}

func TestReadErrorEndsAsEOFDoes(t *testing.T) {
	p := ready(t)
	p.request(1, "shutdown", "")
	p.wantResult(1, "null")
	p.in.CloseWithError(errors.New("input/output error"))
	p.wantCode(0)
	p.wantLog("connection ends", "input/output error")
}

func TestExitWhileStdinStaysOpen(t *testing.T) {
	for _, shutdown := range []bool{true, false} {
		p := ready(t)
		want := 1
		if shutdown {
			p.request(1, "shutdown", "")
			p.wantResult(1, "null")
			want = 0
		}
		p.notify("exit", "")
		p.wantCode(want)
	}
}

func TestShutdownAndExitInOneWrite(t *testing.T) {
	p := ready(t)
	p.raw(framed(`{"jsonrpc":"2.0","id":1,"method":"shutdown"}`) + framed(`{"jsonrpc":"2.0","method":"exit"}`))
	p.wantResult(1, "null") // the last reply is still written
	p.wantCode(0)
}

func TestExitBeforeInitialize(t *testing.T) {
	p := start(t)
	p.notify("exit", "")
	p.wantCode(1)
}

func TestSignalEndsWithZero(t *testing.T) {
	row, begun, _ := held()
	p := ready(t, row)
	p.request(1, "test/held", "")
	<-begun
	p.stop()
	go io.Copy(io.Discard, p.outEnd)
	p.wantCode(0)
}

func TestBeforeInitializeAndAfterShutdown(t *testing.T) {
	fail := true
	told := 0
	rows := []Method{
		Command("initialize", func(context.Context, None) (None, error) {
			if fail {
				return None{}, errors.New("not now")
			}
			return None{}, nil
		}),
		Notification("test/tell", func(context.Context, None) error { told++; return nil }),
		echo(),
	}
	p := startOnly(t, append(rows, base()[1:]...)...)
	p.request(1, "test/echo", "")
	p.wantError("1", CodeServerNotInitialized, "initialize first")
	p.request(2, "no/such", "")
	p.wantError("2", CodeServerNotInitialized, "initialize first")
	p.request(3, "shutdown", "")
	p.wantError("3", CodeServerNotInitialized, "initialize first")
	p.notify("test/tell", "")
	p.request(4, "initialize", "")
	p.wantError("4", CodeInternalError, "not now")
	p.request(5, "test/echo", "")
	p.wantError("5", CodeServerNotInitialized, "initialize first")

	fail = false
	p.request(6, "initialize", "")
	p.wantResult(6, "null")
	p.request(7, "initialize", "")
	p.wantError("7", CodeInvalidRequest, "already")
	p.notify("test/tell", "")
	p.request(8, "test/echo", "") // the first initialize stays
	p.wantResult(8, `{"text":"","count":0}`)

	p.request(9, "shutdown", "")
	p.wantResult(9, "null")
	p.notify("test/tell", "")
	for id, method := range []string{"test/echo", "initialize", "shutdown", "no/such"} {
		p.request(id, method, "")
		p.wantError(fmt.Sprint(id), CodeInvalidRequest, "shut down")
	}
	p.notify("exit", "")
	p.wantCode(0)
	if told != 1 {
		t.Fatalf("%d notifications handled, want the one within the session", told)
	}
}

func TestInitializeThatTakesItsTime(t *testing.T) {
	begun, let := make(chan struct{}), make(chan struct{})
	slow := Job("initialize", func(context.Context, None) (func(context.Context) (None, error), error) {
		return func(context.Context) (None, error) { close(begun); <-let; return None{}, nil }, nil
	})
	p := startOnly(t, append([]Method{slow, echo()}, base()[1:]...)...)
	p.request(1, "initialize", "")
	<-begun
	p.request(2, "initialize", "")
	p.wantError("2", CodeInvalidRequest, "already")
	p.request(3, "test/echo", "")
	p.wantError("3", CodeServerNotInitialized, "initialize first")
	close(let)
	p.wantResult(1, "null")
	p.wantAlive()
}

func TestIDInUseIsRefused(t *testing.T) {
	row, begun, let := held()
	p := ready(t, row, echo())
	p.request(1, "test/held", "")
	<-begun
	p.request(1, "test/echo", "")
	p.wantError("1", CodeInvalidRequest, "still running")
	let <- nil
	p.wantResult(1, `"done"`)
	p.request(1, "test/echo", "")
	p.wantResult(1, `{"text":"","count":0}`)
}

// TestHandlerThatIgnoresTheEnd runs on synctest's clock.
func TestHandlerThatIgnoresTheEnd(t *testing.T) {
	for name, inline := range map[string]bool{"beside": false, "in wire order": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				let := make(chan struct{})
				row := Query("test/deaf", func() struct{} {
					if inline {
						<-let
					}
					return struct{}{}
				}, func(context.Context, struct{}, None) (None, error) { <-let; return None{}, nil })
				p := ready(t, row)
				p.request(1, "test/deaf", "")
				synctest.Wait()
				began := time.Now()
				p.stop()
				p.wantCode(0)
				if took := time.Since(began); took != closeGrace {
					t.Errorf("Serve took %v, want %v", took, closeGrace)
				}
				close(let)
			})
		})
	}
}

// TestClientStopsReading runs on synctest's clock: whatever ends the connection,
// a client that reads nothing delays the end by the flush alone.
func TestClientStopsReading(t *testing.T) {
	ends := map[string]struct {
		end  func(*peer)
		code int
	}{
		"exit":   {func(p *peer) { p.notify("exit", "") }, 1},
		"eof":    {func(p *peer) { p.in.Close() }, 1},
		"signal": {func(p *peer) { p.stop() }, 0},
	}
	for name, c := range ends {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var p *peer
				p = ready(t, echo(), Notification("test/tell", func(ctx context.Context, _ None) error {
					return p.client.Notify(ctx, "test/told", nil) // in wire order: waits for nobody
				}))
				told := make(chan error, 1)
				go func() { told <- p.client.Notify(context.Background(), "test/told", nil) }()
				synctest.Wait()
				for id := range 1000 {
					p.request(id, "test/echo", `{"text":"`+strings.Repeat("x", 1000)+`"}`)
				}
				p.send("nonsense")
				p.notify("test/tell", "")
				began := time.Now()
				c.end(p)
				p.wantCode(c.code)
				if err := <-told; !errors.Is(err, ErrClosed) {
					t.Errorf("got %v, want ErrClosed", err)
				}
				if took := time.Since(began); took != flushGrace {
					t.Errorf("Serve and Notify took %v, want %v", took, flushGrace)
				}
			})
		})
	}
}

func TestBacklogIsBounded(t *testing.T) {
	big := strings.Repeat("x", 1<<20)
	p := ready(t, Command("test/big", func(context.Context, None) (string, error) { return big, nil }))
	go func() { // until nobody reads any more
		var err error
		for id := 0; err == nil; id++ {
			_, err = io.WriteString(p.in, framed(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"test/big"}`, id)))
		}
	}()
	p.wantCode(1)
	p.wantLog("connection ends", "does not read")
}

func TestBrokenOutputEndsAsEOFDoes(t *testing.T) {
	p := ready(t, echo())
	p.outEnd.CloseWithError(errors.New("broken pipe"))
	p.request(1, "test/echo", "")
	p.wantCode(1)
	p.wantLog("connection ends", "broken pipe")
	if err := p.client.Notify(context.Background(), "test/x", nil); !errors.Is(err, ErrClosed) {
		t.Fatalf("got %v", err)
	}
}
