package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/venvd/venvd/discover"
	"github.com/venvd/venvd/venvcore"
)

func TestWatchLines(t *testing.T) {
	v := &view{ses: &session{world: &discover.World{Home: "/home/u"}}, dir: "/w", style: styleFor(&bytes.Buffer{}), told: venvcore.EmptySnapshot()}
	for want, c := range map[string]venvcore.InterpreterChanged{
		"created        p  p/.venv/bin/python": {
			Scope: "/w/p", Reason: venvcore.ReasonCreated,
			Selection: venvcore.Selection{Interpreter: "/w/p/.venv/bin/python"},
		},
		"moved          .  a/bin/python -> ~/b/bin/python": {
			Scope: "/w", Reason: venvcore.ReasonMoved, Previous: &venvcore.Selection{Interpreter: "/w/a/bin/python"},
			Selection: venvcore.Selection{Interpreter: "/home/u/b/bin/python"},
		},
		"deleted        p  p/x -> no interpreter": {
			Scope: "/w/p", Reason: venvcore.ReasonDeleted, Previous: &venvcore.Selection{Interpreter: "/w/p/x"},
		},
		"packages       p  p/x": {
			Scope: "/w/p", Reason: venvcore.ReasonPackages, Previous: &venvcore.Selection{Interpreter: "/w/p/x"},
			Selection: venvcore.Selection{Interpreter: "/w/p/x"},
		},
	} {
		_, got, _ := strings.Cut(v.line(c), "  ") // behind the time
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
