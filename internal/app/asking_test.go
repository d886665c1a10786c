package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/venvd/venvd/internal/state"
	"github.com/venvd/venvd/venvcore"
	"github.com/venvd/venvd/venvcore/engine"
)

// TestOpenFolders: a folder counts from when a client has opened it, though its
// settings are not known yet, or from when somebody has asked about something in
// it; and until it is closed.
func TestOpenFolders(t *testing.T) {
	a := started(t, project("/w/p")+project("/w/q")+project("/v/q"))
	want := func(folders ...string) {
		t.Helper()
		if got := a.openFolders(); !slices.Equal(got, folders) {
			t.Errorf("got %v, want %v", got, folders)
		}
	}
	want()
	a.Announce("/w/p")
	want("/w/p")
	if err := a.Open(t.Context(), "/w/p", engine.FolderSettings{}, false); err != nil {
		t.Fatal(err)
	}
	want("/w/p")
	leave := a.enter("/w/q")
	second := a.enter("/w/q")
	want("/w/p", "/w/q")
	leave()
	want("/w/p", "/w/q")
	second()
	want("/w/p")
	if _, err := a.Ask(t.Context(), "/v/q/a.py"); err != nil {
		t.Fatal(err)
	}
	want("/v/q", "/w/p")
	if err := a.Close(t.Context(), "/w/p"); err != nil {
		t.Fatal(err)
	}
	want("/v/q")
}

// noting notes what holds whenever it is told to decide anew.
type noting struct {
	asker
	app  *App
	seen []string
}

func (n *noting) Reconsider() {
	n.seen = append(n.seen, fmt.Sprintf("open %v, looked at %v, trusted %v", n.app.openFolders(), n.app.Engine.Folders(), n.app.Trusted("/w/p")))
}

// TestReconsidered: who is asked is ended when a folder counts as opened and
// before anything in it is looked at, and when trust has changed and before who
// said so is answered.
func TestReconsidered(t *testing.T) {
	a := stopped(t, project("/w/p")+project("/v/q"))
	running(t, func(ctx context.Context) { a.Engine.Run(ctx, a.options) })
	n := &noting{app: a}
	a.asker = n
	for _, step := range []struct {
		what string
		do   func() error
		want string // empty: nothing has changed
	}{
		{"announced", func() error { a.Announce("/w/p"); return nil }, "open [/w/p], looked at [], trusted false"},
		{"announced again", func() error { a.Announce("/w/p"); return nil }, ""},
		{"opened", func() error { return a.Open(t.Context(), "/w/p", engine.FolderSettings{}, false) }, ""},
		{"opened again", func() error { return a.Open(t.Context(), "/w/p", engine.FolderSettings{}, false) }, ""},
		{"another opened", func() error { return a.Open(t.Context(), "/w", engine.FolderSettings{}, false) }, "open [/w /w/p], looked at [/w/p], trusted false"},
		{"trusted", func() error { return a.SetTrust(t.Context(), "/w", true, true) }, "open [/w /w/p], looked at [/w /w/p], trusted true"},
		{"not trusted", func() error { return a.SetTrust(t.Context(), "/w/p", false, false) }, "open [/w /w/p], looked at [/w /w/p], trusted false"},
		{"closed", func() error { return a.Close(t.Context(), "/w") }, "open [/w/p], looked at [/w/p], trusted false"},
		{"closed for good", func() error { return a.Close(t.Context(), "/w/p") }, "open [], looked at [], trusted false"},
		{"asked about", func() error { _, err := a.Ask(t.Context(), "/v/q/a.py"); return err }, "open [/v/q], looked at [], trusted false"},
		{"a document", func() error { return a.OpenOutside(t.Context(), "/w/p/a.py") }, "open [/v/q /w/p], looked at [/v/q], trusted false"},
	} {
		n.seen = nil
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(n.seen, "; "); got != step.want {
			t.Errorf("%s: %q, want %q", step.what, got, step.want)
		}
	}
}

// TestTrustForAsking: what nobody has spoken about is neither trusted nor not,
// and what another process has stored is known by the time that folders are.
func TestTrustForAsking(t *testing.T) {
	a := started(t, project("/w/p"))
	trust := askTrust{a}
	want := func(path string, trusted, known bool) {
		t.Helper()
		if gotTrusted, gotKnown := trust.Trusted(path); gotTrusted != trusted || gotKnown != known {
			t.Errorf("%s: trusted %v, known %v", path, gotTrusted, gotKnown)
		}
	}
	want("/w/p", false, false)
	other, err := state.Open(a.store.Dir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	id, err := a.world.Identity("/w")
	if err != nil {
		t.Fatal(err)
	}
	for _, trusted := range []bool{true, false} {
		if err := other.SetTrust(t.Context(), "/w", id, trusted); err != nil {
			t.Fatal(err)
		}
		if got := trust.Folders(t.Context()); len(got) != 0 {
			t.Errorf("opened: %v", got)
		}
		want("/w/p", trusted, true)
	}
	if err := a.SetTrust(t.Context(), "/w/p", true, false); err != nil {
		t.Fatal(err)
	}
	want("/w/p/.venv", true, true)
	want("/usr/bin/python3.11", false, false)
}

// TestNobodyIsAsked: without Ask there is nobody to wait for.
func TestNobodyIsAsked(t *testing.T) {
	a := started(t, project("/w/p"))
	a.BeginAsking()
	if a.AwaitAnswers(t.Context()) || a.world.Answers != nil {
		t.Error("somebody is asked")
	}
}

func TestLacksPatch(t *testing.T) {
	for version, want := range map[string]bool{"3.13.0": false, "3.14.0rc1": false, "3.13": true, "": true} {
		if got := LacksPatch([]*venvcore.Environment{nil, {Version: "2.7.18"}, {Version: version}}); got != want {
			t.Errorf("%q: %v", version, got)
		}
	}
}
