package state

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/venvd/venvd/venvcore"
)

func TestMoved(t *testing.T) {
	move := func(from, to, id string) Move {
		return Move{From: abs(from), To: abs(to), ID: venvcore.Identity(id)}
	}
	for name, tt := range map[string]struct {
		moves    []Move
		path, id string
		want     string
	}{
		"the directory":                  {[]Move{move("/a", "/b", "A")}, "/a", "A", "/b"},
		"below it":                       {[]Move{move("/a", "/b", "A")}, "/a/x/y", "X", "/b/x/y"},
		"beside it":                      {[]Move{move("/a", "/b", "A")}, "/ab", "X", "/ab"},
		"identity unknown":               {[]Move{move("/a", "/b", "A")}, "/a", "", "/b"},
		"identity of the move unknown":   {[]Move{move("/a", "/b", "")}, "/a", "A", "/b"},
		"another directory at the place": {[]Move{move("/a", "/b", "A")}, "/a", "B", "/a"},
		"known by identity":              {[]Move{move("/a", "/b", "A")}, "/older", "A", "/b"},
		"nearest move":                   {[]Move{move("/a", "/b", "A"), move("/a/x", "/z", "X")}, "/a/x/y", "Y", "/z/y"},
		"exchanged":                      {[]Move{move("/a", "/b", "A"), move("/b", "/a", "B")}, "/b", "B", "/a"},
		"from the root":                  {[]Move{move("/", "/b", "")}, "/a", "", "/b/a"},
		"no path":                        {[]Move{move("/a", "/b", "")}, "", "", ""},
	} {
		if got := moved(tt.moves, text(abs(tt.path)), tt.id); string(got) != abs(tt.want) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestRekeyFollowsEverything(t *testing.T) {
	dir := t.TempDir()
	s, _ := open(t, dir)
	two, _ := open(t, dir)
	ctx := t.Context()
	a, b := choice("/a", 1), choice("/b", 2)
	a.ScopeID, b.ScopeID = "A", "B"
	for _, err := range []error{
		s.SetChoice(ctx, a), s.SetChoice(ctx, b), s.SetChoice(ctx, choice("/a/sub", 3)),
		s.SetTrust(ctx, abs("/a"), "A", true),
		s.SetFollowed(ctx, venvcore.Remembered{Scope: abs("/a"), ScopeID: "A", ID: "e", Prefix: abs("/a/env")}),
		s.Rekey(ctx),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	// Two daemons see the same exchange step by step, one after the other.
	for _, daemon := range []*Store{s, two} {
		for _, m := range []Move{
			{From: abs("/a"), To: abs("/tmp"), ID: "A"},
			{From: abs("/b"), To: abs("/a"), ID: "B"},
			{From: abs("/tmp"), To: abs("/b"), ID: "A"},
		} {
			if err := daemon.Rekey(ctx, m); err != nil {
				t.Fatal(err)
			}
		}
	}
	got := map[string]string{}
	cs, _ := two.Choices()
	for _, c := range cs {
		got[c.ID] = c.Scope + " " + c.Prefix
	}
	if got["id-1"] != abs("/b")+" "+abs("/b/.venv") || got["id-2"] != abs("/a")+" "+abs("/a/.venv") {
		t.Errorf("choices: %v", got)
	}
	if tr := two.Trust(); len(tr) != 1 || tr[0].Dir != abs("/b") || !tr[0].Trusted {
		t.Errorf("trust: %v", tr)
	}
	want := []venvcore.Remembered{{Scope: abs("/b"), ScopeID: "A", ID: "e", Prefix: abs("/b/env")}}
	if d := cmp.Diff(want, two.Followed()); d != "" {
		t.Error(d)
	}
}
