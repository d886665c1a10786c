package rpc

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
)

func TestRowsTellTheirTypes(t *testing.T) {
	query := Query("test/query", func() int { return 1 },
		func(context.Context, int, protocol.CancelParams) ([]string, error) { return nil, nil })
	job := Job("test/job", func(context.Context, None) (func(context.Context) (None, error), error) { return nil, nil })
	note := Notification("test/note", func(context.Context, map[string]int) error { return nil })
	want := []string{
		"test/query query protocol.CancelParams []string",
		"test/job job rpc.None rpc.None",
		"test/note notification map[string]int <nil>",
		"initialize command rpc.None map[string]int",
	}
	for i, m := range []Method{query, job, note, base()[0]} {
		if got := fmt.Sprint(m.Name, " ", m.Kind, " ", m.Params, " ", m.Result); got != want[i] {
			t.Errorf("got %s, want %s", got, want[i])
		}
	}
}

// embedding would lose Scope: it is decoded and encoded as its first member.
type embedding struct {
	protocol.WorkspaceFolder
	Scope string `json:"scope"`
}

// listed holds embedding somewhere, and itself.
type listed struct {
	Next  *listed                `json:"next"`
	Items []map[string]embedding `json:"items"`
}

func TestTheTrapOfEmbeddingIsThere(t *testing.T) {
	var e embedding
	if err := protocol.Unmarshal([]byte(`{"uri":"file:///a","name":"n","scope":"s"}`), &e); err != nil || e.Scope != "" {
		t.Fatalf("scope %q, error %v: hiddenMembers is not needed any more", e.Scope, err)
	}
}

func TestTablesThatCannotBeServed(t *testing.T) {
	none := func(context.Context, None) (None, error) { return None{}, nil }
	takes := func(context.Context, listed) (None, error) { return None{}, nil }
	gives := func(context.Context, None) (*embedding, error) { return nil, nil }
	for want, rows := range map[string][]Method{
		"not made by a constructor": append(base(), Method{Name: "test/x"}),
		`the row ""`:                append(base(), Command("", none)),
		"two rows":                  append(base(), Command("shutdown", none)),
		`"exit" is handled`:         append(base(), Command("exit", none)),
		`"$/cancelRequest" is`:      append(base(), Command("$/cancelRequest", none)),
		`no row for "shutdown"`:     base()[:1],
		`"test/takes": rpc.embe`:    append(base(), Command("test/takes", takes)),
		`"test/gives": rpc.embe`:    append(base(), Command("test/gives", gives)),
	} {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.Contains(got, want) {
					t.Errorf("got %q, want %q", got, want)
				}
			}()
			New(Options{Methods: rows})
		}()
	}
}

func TestHiddenMembersOfFineTypes(t *testing.T) {
	type wrapper struct{ protocol.WorkspaceFolder }
	type fine struct {
		Self    *fine                     `json:"self"`
		Folder  protocol.InitializeParams `json:"folder"`
		Wrapped wrapper                   `json:"wrapped"`
	}
	for _, typ := range []reflect.Type{nil, reflect.TypeFor[fine](), reflect.TypeFor[protocol.InitializeParams](), reflect.TypeFor[any]()} {
		if hidden := hiddenMembers(typ, nil); hidden != "" {
			t.Errorf("%v: %s", typ, hidden)
		}
	}
}
