package rpc

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// The tests of this file and of transport_test.go each pin what this wiring does
// where the stock wiring of go.lsp.dev does something else.

func TestCustomMethodWithoutParams(t *testing.T) {
	p := ready(t, echo())
	for id, params := range []string{"", "null", "{}"} {
		p.request(id, "test/echo", params)
		p.wantResult(id, `{"text":"","count":0}`)
	}
	// A method without params takes whatever its client sends.
	for id, params := range []string{"", "null", "{}", "[]", "5"} {
		p.request(id, "shutdown", params)
		if id == 0 {
			p.wantResult(id, "null")
		} else {
			p.wantError(fmt.Sprint(id), CodeInvalidRequest, "shut down")
		}
	}
}

func TestCustomParams(t *testing.T) {
	type folder struct {
		protocol.WorkspaceFolder
	}
	type params struct {
		Scope   uri.URI                   `json:"scope"`
		Copies  *bool                     `json:"copies"`
		Folders []folder                  `json:"folders"`
		Ranges  map[string]protocol.Range `json:"ranges"`
		Undo    int32                     `json:"undo"`
		Hours   float64                   `json:"hours"`
	}
	p := ready(t, Command("test/typed", func(_ context.Context, p params) (string, error) {
		return string(p.Scope), nil
	}))
	p.request(1, "test/typed", `{"scope":"file:///a","unknown":[1],"copies":null}`)
	p.wantResult(1, `"file:///a"`)
	for params, want := range map[string]string{
		`{"scope":7}`:                               "scope: want a string, found 7",
		`{"copies":"yes"}`:                          `copies: want a boolean, found "yes"`,
		`{"folders":{}}`:                            "folders: want an array, found an object",
		`{"folders":[{},{"uri":5}]}`:                "folders[1].uri: want a string, found 5",
		`{"folders":[{},3]}`:                        "folders[1]: want an object, found 3",
		`{"ranges":{"a b":{"start":{"line":"x"}}}}`: `ranges["a b"].start.line: want an integer, found "x"`,
		`{"undo":1.5}`:                              "undo: want an integer, found 1.5",
		`{"undo":99999999999}`:                      "undo: want an integer, found 99999999999",
		`{"hours":{"a":1}}`:                         "hours: want a number, found an object",
		`[]`:                                        "params: want an object, found an array",
		`"` + strings.Repeat("x", 100) + `"`:        "params: want an object, found a string",
	} {
		p.request(2, "test/typed", params)
		p.wantError("2", CodeInvalidParams, want)
	}
}

func TestNullIsAsGoodAsAbsent(t *testing.T) {
	p := ready(t, Command("test/init", func(_ context.Context, p protocol.InitializeParams) (string, error) {
		folders, _ := p.WorkspaceFolders.Get()
		return fmt.Sprintf("%d %s", len(folders), p.InitializationOptions), nil
	}))
	p.request(1, "test/init", `{"processId":null,"clientInfo":null,"locale":null,"rootUri":null,"trace":null,`+
		`"workDoneToken":null,"capabilities":{"textDocument":null},"initializationOptions":{"n":12345678901234567890,"x":null,"l":[null]},`+
		`"workspaceFolders":[{"uri":"file:///a","name":null}]}`)
	p.wantResult(1, `"1 {\"l\":[null],\"n\":12345678901234567890}"`)
	p.request(2, "test/init", `{"trace":null,"workspaceFolders":[null,{"uri":7,"name":null}]}`)
	p.wantError("2", CodeInvalidParams, "workspaceFolders")
}

func TestOrderOfNotifications(t *testing.T) {
	var folders []string
	p := ready(t,
		Notification("test/add", func(_ context.Context, p struct {
			Name string `json:"name"`
		},
		) error {
			folders = append(folders, p.Name)
			return nil
		}),
		Query("test/list", func() []string { return append([]string{}, folders...) },
			func(_ context.Context, all []string, _ None) ([]string, error) { return all, nil }),
		Job("test/join", func(context.Context, None) (func(context.Context) (string, error), error) {
			all := strings.Join(folders, "")
			return func(context.Context) (string, error) { return all, nil }, nil
		}),
	)
	// One write, so that all messages are there when the first is handled.
	var all strings.Builder
	for _, name := range []string{"a", "b", "c"} {
		all.WriteString(framed(fmt.Sprintf(`{"jsonrpc":"2.0","method":"test/add","params":{"name":%q}}`, name)))
	}
	all.WriteString(framed(`{"jsonrpc":"2.0","id":1,"method":"test/list"}`))
	all.WriteString(framed(`{"jsonrpc":"2.0","method":"test/add","params":{"name":"d"}}`))
	p.raw(all.String())
	p.wantResult(1, `["a","b","c"]`)
	p.request(2, "test/join", "")
	p.wantResult(2, `"abcd"`)
}

// TestSnapshotIsTakenBeforeTheNextMessage holds a snapshot and a job's beginning
// open until nothing else can move: the message behind must not have run.
func TestSnapshotIsTakenBeforeTheNextMessage(t *testing.T) {
	for _, method := range []string{"test/query", "test/job"} {
		t.Run(method, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				gate, told := make(chan struct{}), 0
				p := ready(t,
					Notification("test/tell", func(context.Context, None) error { told++; return nil }),
					Query("test/query", func() int { <-gate; return told },
						func(_ context.Context, n int, _ None) (int, error) { return n, nil }),
					Job("test/job", func(context.Context, None) (func(context.Context) (int, error), error) {
						<-gate
						n := told
						return func(context.Context) (int, error) { return n, nil }, nil
					}))
				p.raw(framed(fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":%q}`, method)) +
					framed(`{"jsonrpc":"2.0","method":"test/tell"}`))
				synctest.Wait()
				close(gate)
				p.wantResult(1, "0")
			})
		})
	}
}

func TestNotificationThatFails(t *testing.T) {
	p := ready(t,
		Notification("test/fail", func(context.Context, struct {
			N int `json:"n"`
		},
		) error {
			return errors.New("no luck")
		}),
		Notification("test/panic", func(context.Context, None) error { panic("oh") }), echo())
	p.notify("test/fail", "")
	p.notify("test/fail", `{"n":"x"}`)
	p.notify("test/panic", "")
	p.notify("test/unknown", `[1]`)
	p.notify("$/unknown", "")
	p.notify("test/echo", "") // a request, sent without an id
	p.request(1, "test/fail", "")
	p.wantError("1", CodeInvalidRequest, "send it without an id")
	p.wantLog("notification failed", "no luck")
	p.wantLog("notification failed", "n: want an integer")
	p.wantLog("panic in a handler", "oh")
	p.wantLog("unknown notification dropped", "$/unknown")
	p.wantLog("request without an id dropped: it could not be answered", "test/echo")
	p.wantAlive()
}

func TestCancelledRequest(t *testing.T) {
	row, begun, _ := held()
	p := ready(t, row)
	p.request(1, "test/held", "")
	<-begun
	p.notify("$/cancelRequest", `{"id":1}`)
	p.wantError("1", CodeRequestCancelled, "cancelled")
	// The id is free again, and a late cancellation does no harm.
	p.notify("$/cancelRequest", `{"id":1}`)
	p.wantAlive()
}

func TestCancelledRequestThatIsDoneAnyway(t *testing.T) {
	begun, let := make(chan struct{}), make(chan struct{})
	p := ready(t, Job("test/stubborn", func(context.Context, None) (func(context.Context) (string, error), error) {
		return func(ctx context.Context) (string, error) {
			close(begun)
			<-ctx.Done()
			<-let
			return "done all the same", nil
		}, nil
	}))
	p.request(1, "test/stubborn", "")
	<-begun
	p.notify("$/cancelRequest", `{"id":1}`)
	close(let)
	p.wantResult(1, `"done all the same"`)
}

func TestAnyPlainError(t *testing.T) {
	secret := errors.New("plain \xff trouble")
	p := ready(t,
		Command("test/plain", func(context.Context, None) (None, error) { return None{}, secret }),
		Command("test/stray", func(context.Context, None) (None, error) { return None{}, context.Canceled }),
		Command("test/data", func(context.Context, None) (None, error) {
			return None{}, fmt.Errorf("creating: %w", RequestFailed("the tool failed", map[string]string{"code": "tool-failed"}))
		}),
		Command("test/baddata", func(context.Context, None) (None, error) {
			return None{}, RequestFailed("failed", func() {})
		}),
		Command("test/field", func(context.Context, None) (None, error) {
			return None{}, InvalidParams("environment", "must be there")
		}),
		Command("test/badresult", func(context.Context, None) (func(), error) { return func() {}, nil }),
		Job("test/nothing", func(context.Context, None) (func(context.Context) (None, error), error) { return nil, nil }),
	)
	p.request(1, "test/plain", "")
	p.wantError("1", CodeInternalError, "plain \uFFFD trouble")
	p.request(2, "test/stray", "") // nobody cancelled it
	p.wantError("2", CodeInternalError, "context canceled")
	p.request(3, "test/data", "")
	if m := p.recv(); m.Error.Code != CodeRequestFailed || m.Error.Message != "creating: the tool failed" ||
		string(m.Error.Data) != `{"code":"tool-failed"}` {
		t.Fatalf("got %+v", m.Error)
	}
	p.request(4, "test/baddata", "")
	p.wantError("4", CodeRequestFailed, "failed")
	p.wantLog("error data left out", "func()")
	p.request(5, "test/field", "")
	p.wantError("5", CodeInvalidParams, "environment: must be there")
	p.request(6, "test/badresult", "")
	p.wantError("6", CodeInternalError, "encoding the result")
	p.request(7, "test/nothing", "")
	p.wantError("7", CodeInternalError, "anything to run")
}

func TestCancelRequestWithOddIDs(t *testing.T) {
	row, begun, _ := held()
	p := ready(t, row)
	for _, id := range []string{"5000000000", "-9007199254740993", `"abc"`, `"\u00e4\n"`, `""`} {
		p.send(`{"jsonrpc":"2.0","id":` + id + `,"method":"test/held"}`)
		<-begun
		p.notify("$/cancelRequest", `{"id":`+id+`}`)
		m := p.recv()
		if m.Error == nil || m.Error.Code != CodeRequestCancelled {
			t.Fatalf("id %s: %+v", id, m)
		}
	}
	for _, params := range []string{"", "null", "{}", "[]", "7", `{"id":null}`, `{"id":1.5}`, `{"id":{}}`, `{"id":99999999999999999999}`} {
		p.notify("$/cancelRequest", params)
	}
	p.wantAlive()
	if n := p.logs.FilterMessage("cancellation dropped").Len(); n != 9 {
		t.Fatalf("%d dropped, want 9", n)
	}
}

func TestHandlerPanics(t *testing.T) {
	ahead := func() struct{} { return struct{}{} }
	p := ready(t,
		Command("test/command", func(context.Context, None) (None, error) { panic("in a command") }),
		Query("test/take", func() int { panic("in a snapshot") },
			func(context.Context, int, None) (None, error) { return None{}, nil }),
		Query("test/query", ahead, func(context.Context, struct{}, None) (None, error) {
			panic(errors.New("in a query"))
		}),
		Job("test/job", func(context.Context, None) (func(context.Context) (None, error), error) {
			return func(context.Context) (None, error) { panic("in a job") }, nil
		}),
		Command("test/marshal", func(context.Context, None) (bomb, error) { return bomb{}, nil }),
		Command("test/after", func(ctx context.Context, _ None) (None, error) {
			AfterReply(ctx, func() { panic("after a reply") })
			return None{}, nil
		}),
	)
	for id, method := range []string{"test/command", "test/take", "test/query", "test/job", "test/marshal"} {
		p.request(id, method, "")
		p.wantError(fmt.Sprint(id), CodeInternalError, "the log has the details")
	}
	p.request(9, "test/after", "")
	p.wantResult(9, "null")
	p.wantAlive()
	p.wantLog("panic in a handler", "in a job")
	p.wantLog("panic in a handler", "facts_test.go") // the stack
	p.wantLog("panic after a reply", "facts_test.go")
}

// bomb panics when it is encoded.
type bomb struct{}

func (bomb) MarshalJSON() ([]byte, error) { panic("while encoding") }

func TestNoPooledContextReachesAHandler(t *testing.T) {
	var kept context.Context
	p := ready(t, Command("test/keep", func(ctx context.Context, _ None) (bool, error) {
		kept = ctx
		return jsonrpc2.DetachContext(ctx) == ctx, nil
	}))
	p.request(1, "test/keep", "")
	p.wantResult(1, "true")
	p.wantAlive()
	// A context that was kept is cancelled with its request, and stays usable.
	if kept.Err() == nil || kept.Value("anything") != nil {
		t.Fatal("the context outlives its request")
	}
}
