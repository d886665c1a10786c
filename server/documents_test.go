package server

import (
	"slices"
	"sync"
	"testing"
)

// A document outside all folders is followed in the folder that its markers
// make, until it is closed; a sync waits for that.
func TestDocumentOutsideTheFolders(t *testing.T) {
	c := open(t, venvdClient)
	doc := `{"textDocument":{"uri":"file:///w/p/a.py"}}`
	for range 3 {
		c.notify("textDocument/didOpen", doc)
		c.want("venvd/sync", `{}`)
		same(t, c.told("venvd/interpreterChanged").Params, "selection.interpreter", interpreterP)
		c.notify("textDocument/didOpen", doc)
		c.notify("textDocument/didClose", doc)
		c.want("venvd/sync", `{}`)
		if n := len(c.app.Engine.Snapshot().Scopes); n > 0 {
			t.Fatalf("%d scopes are followed after it was closed", n)
		}
	}
}

// A lane that hangs holds up its own document alone, and each keeps its order.
func TestLanes(t *testing.T) {
	l := newLanes()
	gate := make(chan struct{})
	l.put("/dead", func() { <-gate })
	var mu sync.Mutex
	var ran []int
	done := make(chan struct{})
	for i := range 100 {
		l.put("/w/a.py", func() {
			mu.Lock()
			defer mu.Unlock()
			if ran = append(ran, i); i == 99 {
				close(done)
			}
		})
	}
	<-done
	if !slices.IsSorted(ran) {
		t.Errorf("in another order: %v", ran)
	}
	calm := l.wait()
	select {
	case <-calm:
		t.Error("it is calm while something hangs")
	default:
	}
	if !l.busy("/dead") {
		t.Error("what hangs is not busy")
	}
	close(gate)
	<-calm
}
