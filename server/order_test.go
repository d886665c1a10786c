package server

import (
	"context"
	"errors"
	"testing"

	"github.com/venvd/venvd/internal/wire"
)

// TestSelectsInWireOrder: sent in one go, the last one holds.
func TestSelectsInWireOrder(t *testing.T) {
	c := open(t, venvdClient, folderP)
	for range 3 {
		first := c.send(wire.MethodSelect, `{"scope":"file:///w/p","environment":"/w/q/.venv"}`)
		second := c.send("workspace/executeCommand", `{"command":"venvd.select","arguments":[{"scope":"file:///w/p","environment":"none"}]}`)
		same(t, c.answer(first).Result, "interpreter", interpreterQ)
		same(t, c.answer(second).Result, "state", "none")
		same(t, c.want(wire.MethodInterpreter, scopeP), "state", "none")
	}
	same(t, c.want(wire.MethodSelect, `{"scope":"file:///w/p","environment":null}`), "rule", "in-project")
}

// TestTurnGivenUp: a job that is cancelled while it waits lets nobody overtake
// the one that it waited for.
func TestTurnGivenUp(t *testing.T) {
	var line turns
	_, endFirst := line.take()
	before, endSecond := line.take()
	third, endThird := line.take()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := inTurn(ctx, before); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	endSecond()
	select {
	case <-third:
		t.Fatal("the third may begin while the first still runs")
	default:
	}
	endFirst()
	if err := inTurn(t.Context(), third); err != nil {
		t.Fatal(err)
	}
	endThird()
}
