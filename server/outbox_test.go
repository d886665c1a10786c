package server

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/venvd/venvd/internal/app"
	"github.com/venvd/venvd/internal/wire"
	"github.com/venvd/venvd/venvcore"
)

// made is a snapshot of environments by "id prefix version", and of scopes with
// the environment that each has.
func made(generation uint64, envs ...string) *venvcore.Snapshot {
	var list []*venvcore.Environment
	for _, text := range envs {
		e := &venvcore.Environment{Kind: venvcore.KindVenv, IsVirtual: true}
		if _, err := fmt.Sscan(text, &e.ID, &e.Prefix, &e.Version); err != nil {
			panic(err)
		}
		e.Interpreter, e.Real = e.Prefix+"/bin/python", e.Prefix
		list = append(list, e)
	}
	s := venvcore.EmptySnapshot()
	s.Generation, s.Machine = generation, venvcore.NewMachine(list)
	return s
}

// with follows a scope that has the environment with that id.
func with(s *venvcore.Snapshot, path, id string, first venvcore.Reason) *venvcore.Snapshot {
	sel := venvcore.Selection{Scope: path, Rule: venvcore.RuleNone, State: venvcore.SelectionNone, Generation: s.Generation}
	if e := s.Machine.ByID(id); e != nil {
		sel.Environment, sel.Interpreter, sel.Rule, sel.State = e, e.Interpreter, venvcore.RuleInProject, venvcore.SelectionOK
	}
	s.Scopes[path] = &venvcore.Scope{Path: path, ID: venvcore.Identity("root"), Known: true, First: first, Selection: sel}
	return s
}

// pushed gives "reason scope interpreter" for each push that a snapshot causes.
func pushed(o *outbox, s *venvcore.Snapshot) []string {
	out := []string{}
	for _, c := range o.interpreters(s) {
		out = append(out, fmt.Sprint(c.Reason, " ", c.Scope, " ", c.Selection.Interpreter))
	}
	return out
}

func wantPushed(t *testing.T, o *outbox, s *venvcore.Snapshot, want ...string) {
	t.Helper()
	if got := pushed(o, s); !slices.Equal(got, want) {
		t.Errorf("at %d: pushed %q, want %q", s.Generation, got, want)
	}
}

func box() *outbox { return newOutbox(nil) }

// TestAskedCountsFromItsAnswer: what a client asked for is told from its answer
// on, also what changed before the answer was sent.
func TestAskedCountsFromItsAnswer(t *testing.T) {
	o := box()
	asked := with(made(1, "a /w/.venv 3.11"), "/w", "a", "")
	wantPushed(t, o, asked)
	later := with(made(2, "a /w/.venv 3.12"), "/w", "a", "")
	wantPushed(t, o, later)
	o.seed("/w", asked)
	wantPushed(t, o, later, "upgraded /w /w/.venv/bin/python")
	wantPushed(t, o, later)
}

// TestSlowClientGetsTheDifference: two changes that it did not see are one.
func TestSlowClientGetsTheDifference(t *testing.T) {
	o := box()
	wantPushed(t, o, with(made(1, "a /w/.venv 3.11"), "/w", "a", venvcore.ReasonOpened), "opened /w /w/.venv/bin/python")
	wantPushed(t, o, with(made(9, "a /w/.venv 3.13"), "/w", "a", venvcore.ReasonOpened), "upgraded /w /w/.venv/bin/python")
}

// TestRenamedScopeIsOne: it is told under its new name, once, and goes on so.
func TestRenamedScopeIsOne(t *testing.T) {
	o := box()
	first := with(made(1, "a /w/.venv 3.11"), "/w", "a", "")
	o.seed("/w", first)
	wantPushed(t, o, first)
	renamed := with(made(2, "a /v/.venv 3.11"), "/v", "a", "")
	wantPushed(t, o, renamed, "moved /v /v/.venv/bin/python")
	wantPushed(t, o, renamed)
	wantPushed(t, o, with(made(3), "/v", "", ""), "deleted /v ")
}

// TestEndedScopeIsToldOnce: and when it is asked about again it begins anew
// with that answer.
func TestEndedScopeIsToldOnce(t *testing.T) {
	o := box()
	wantPushed(t, o, with(made(1, "a /w/.venv 3.11"), "/w", "a", venvcore.ReasonOpened), "opened /w /w/.venv/bin/python")
	ended := with(made(2), "/w", "", venvcore.ReasonOpened)
	ended.Scopes["/w"].Ended, ended.Scopes["/w"].EndedBy = true, venvcore.ReasonDeleted
	wantPushed(t, o, ended, "deleted /w ")
	wantPushed(t, o, ended)
	again := with(made(3, "b /w/.venv 3.11"), "/w", "b", "")
	wantPushed(t, o, with(made(4), "/w", "", "")) // changed before the answer is out
	o.seed("/w", again)
	wantPushed(t, o, with(made(4), "/w", "", ""), "deleted /w ")
}

func TestFlush(t *testing.T) {
	o := box()
	o.flushed(3)
	if err := o.flush(t.Context(), 3); err != nil {
		t.Fatal(err)
	}
	waits := make(chan error)
	go func() { waits <- o.flush(t.Context(), 5) }()
	// Whichever comes first, the generation or the wait for it.
	o.flushed(5)
	if err := <-waits; err != nil {
		t.Fatal(err)
	}
}

func summary(c venvcore.EnvironmentsChanged) string {
	ids := func(list []*venvcore.Environment) (out []string) {
		for _, e := range list {
			out = append(out, e.ID)
		}
		return out
	}
	return fmt.Sprint("+", ids(c.Added), " ~", ids(c.Changed), " -", c.Removed)
}

// TestListedIsRelativeToTheAnswer: what was streamed and has changed since, or
// is gone, is told directly after the answer.
func TestListedIsRelativeToTheAnswer(t *testing.T) {
	o := box()
	streamed := made(1, "a /w/a 3.11", "b /w/b 3.11", "c /w/c 3.11")
	now := made(2, "a /w/a 3.12", "b /w/b 3.11")
	if c := o.environments(now); !c.Empty() {
		t.Errorf("told before anything was asked: %v", summary(c))
	}
	o.subscribe("", listing(streamed.Machine.Environments))
	if got := summary(o.environments(now)); got != "+[] ~[a] -[c]" {
		t.Errorf("told %s", got)
	}
	if got := summary(o.environments(now)); got != "+[] ~[] -[]" {
		t.Errorf("told twice: %s", got)
	}
}

// TestListedIsAUnion: what moves from one folder that was asked for to another
// has changed and is not gone; what lies in neither is not told.
func TestListedIsAUnion(t *testing.T) {
	o := box()
	first := made(1, "a /v/a 3.11", "o /o/o 3.11")
	o.subscribe("/v", listing(first.Machine.Within("/v")))
	o.subscribe("/w", listing(nil))
	if got := summary(o.environments(first)); got != "+[] ~[] -[]" {
		t.Errorf("told %s", got)
	}
	if got := summary(o.environments(made(2, "a /w/a 3.11", "o /o/o 3.12"))); got != "+[] ~[a] -[]" {
		t.Errorf("told %s", got)
	}
	if got := summary(o.environments(made(3, "a /o/a 3.11"))); got != "+[] ~[] -[a]" {
		t.Errorf("told %s", got)
	}
}

// TestDiscoverStreams: each environment comes once, streamed or listed, and the
// pushes begin behind the answer.
func TestDiscoverStreams(t *testing.T) {
	c := open(t, venvdClient, `"workspaceFolders":[{"uri":"file:///w","name":"w"}]`)
	all := field(t, c.want(wire.MethodDiscover, `{"scope":"file:///w"}`), "environments").([]any)
	if len(all) != 2 {
		t.Fatalf("listed %v", all)
	}
	c.early = nil
	rest := field(t, c.want(wire.MethodDiscover, `{"scope":"file:///w","partialResultToken":"t","workDoneToken":7}`), "environments").([]any)
	streamed := 0
	for _, m := range c.early {
		if m.Method == "$/progress" && field(t, m.Params, "token") == "t" {
			streamed += len(field(t, m.Params, "value.environments").([]any))
		}
		if m.Method == wire.NotifyEnvironmentsChanged {
			t.Errorf("told although nothing has changed: %s", m.Params)
		}
	}
	if streamed != 2 || len(rest) != 0 {
		t.Errorf("%d streamed and %d listed of 2", streamed, len(rest))
	}
}

// TestProgressEnds: what an editor shows as under way is taken away again, also when
// it was cancelled.
func TestProgressEnds(t *testing.T) {
	c := open(t, venvdClient, folderP)
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		end := c.server.workDone(ctx, []byte("7"), "Looking")
		cancel()
		end()
	}()
	for _, want := range []string{"begin", "end"} {
		if got := field(t, c.told("$/progress").Params, "value.kind"); got != want {
			t.Errorf("told %v, want %s", got, want)
		}
	}
}

func listing(known []*venvcore.Environment) app.Listing {
	return app.Listing{Known: known, Snapshot: venvcore.EmptySnapshot()}
}
