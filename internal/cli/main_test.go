package cli

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/venvd/venvd/internal/app"
	"github.com/venvd/venvd/venvcore"
)

func TestUsage(t *testing.T) {
	for _, args := range []string{"fly", "list a b", "select", "packages a b", "which --nope", "serve x", "status x"} {
		var out, errs bytes.Buffer
		if code := Main(strings.Fields(args), nil, &out, &errs); code != exitUsage {
			t.Errorf("%s: exit %d", args, code)
		}
		if out.Len() > 0 || !strings.HasPrefix(errs.String(), "venvd: ") {
			t.Errorf("%s: out %q, err %q", args, out.String(), errs.String())
		}
	}
	var out, errs bytes.Buffer
	if code := Main([]string{"version", "--json"}, nil, &out, &errs); code != exitOK || !strings.Contains(out.String(), version) {
		t.Errorf("version: exit %d, %s%s", code, out.String(), errs.String())
	}
}

func TestReport(t *testing.T) {
	hint := &app.Error{Code: app.CodeIO, Message: "no", Hint: "do"}
	for _, row := range []struct {
		err  error
		code int
		text string
	}{
		{nil, 0, ""},
		{exitError(2), 2, ""},
		{usageError{errors.New("what")}, 64, "venvd: what\n"},
		{fmt.Errorf("outer: %w", hint), 1, "venvd: no\nhint: do\n"},
		{errors.New("else"), 1, "venvd: else\n"},
	} {
		var w bytes.Buffer
		if code := report(&w, row.err); code != row.code || w.String() != row.text {
			t.Errorf("%v: exit %d, %q", row.err, code, w.String())
		}
	}
}

func TestExitFor(t *testing.T) {
	ok := &venvcore.Environment{Interpreter: "/e/bin/python", Health: venvcore.Sum()}
	broken := &venvcore.Environment{Interpreter: "/e/bin/python", Health: venvcore.Sum(venvcore.Problem{Code: venvcore.InterpreterMissing})}
	for _, row := range []struct {
		sel  venvcore.Selection
		want error
	}{
		{venvcore.Selection{}, exitError(exitNone)},
		{venvcore.Selection{Environment: ok, Interpreter: ok.Interpreter}, nil},
		{venvcore.Selection{Environment: ok}, exitError(exitBroken)},
		{venvcore.Selection{Environment: broken, Interpreter: broken.Interpreter}, exitError(exitBroken)},
	} {
		if got := exitFor(row.sel); got != row.want {
			t.Errorf("%+v: got %v, want %v", row.sel, got, row.want)
		}
	}
}
