package venvcore

import (
	"slices"
	"testing"
)

// TestProblemTable is the protocol's table of problem codes, row by row.
func TestProblemTable(t *testing.T) {
	recreate, mend := []Fix{FixRecreate}, []Fix{FixRepair, FixRecreate}
	rows := []struct {
		codes    []ProblemCode
		state    HealthState
		severity Severity
		fixes    []Fix
	}{
		{[]ProblemCode{
			"interpreter-missing", "base-stdlib-missing", "version-mismatch", "not-executable",
			"wrong-architecture", "site-packages-missing", "pth-unreadable",
		}, "broken", "error", recreate},
		{[]ProblemCode{"base-missing"}, "broken", "error", mend},
		{[]ProblemCode{"config-missing", "config-unreadable"}, "broken", "error", mend},
		{[]ProblemCode{"unreadable"}, "broken", "error", nil},
		{[]ProblemCode{"incomplete"}, "incomplete", "warning", recreate},
		{[]ProblemCode{"pip-interrupted"}, "incomplete", "warning", []Fix{FixRepair, FixInstall}},
		{[]ProblemCode{"moved", "copied"}, "moved", "warning", mend},
		{[]ProblemCode{"hijacked"}, "moved", "error", []Fix{FixRepair}},
		{[]ProblemCode{"foreign"}, "foreign", "error", recreate},
		{[]ProblemCode{"base-upgraded"}, "ok", "warning", recreate},
		{[]ProblemCode{"editable-missing"}, "ok", "warning", []Fix{FixInstall}},
		{[]ProblemCode{"pip-missing"}, "ok", "info", []Fix{FixRepair}},
		{[]ProblemCode{"unsupported-layout"}, "ok", "info", []Fix{FixCreate}},
	}
	seen := 0
	for _, r := range rows {
		for _, code := range r.codes {
			seen++
			p := NewProblem(code, "why")
			if p.Code != code || p.Message != "why" || p.Severity != r.severity || !slices.Equal(p.Fixes, r.fixes) {
				t.Errorf("%s: %+v, want %s %q", code, p, r.severity, r.fixes)
			}
			if got := Sum(p); got.State != r.state || !got.Has(code) {
				t.Errorf("%s gives %s, want %s", code, got.State, r.state)
			}
		}
	}
	if seen != 21 {
		t.Errorf("%d codes, the protocol has 21", seen)
	}
	if _, known := problemTable("no-such-code"); known {
		t.Error("a code that is none has a row")
	}
}

// TestWithoutFix: a fix that a case does not have is left out there alone.
func TestWithoutFix(t *testing.T) {
	if p := NewProblem(BaseMissing, "x", FixRepair); !slices.Equal(p.Fixes, []Fix{FixRecreate}) {
		t.Errorf("fixes %q", p.Fixes)
	}
	if p := NewProblem(BaseMissing, "x"); !slices.Equal(p.Fixes, []Fix{FixRepair, FixRecreate}) {
		t.Errorf("the next one has %q", p.Fixes)
	}
}

func TestSumIsTheWorst(t *testing.T) {
	worse := []ProblemCode{PipMissing, Moved, Incomplete, Foreign, BaseMissing}
	want := []HealthState{HealthOK, HealthMoved, HealthIncomplete, HealthForeign, HealthBroken}
	var problems []Problem
	for i, c := range worse {
		problems = append([]Problem{NewProblem(c, "x")}, problems...)
		if got := Sum(problems...); got.State != want[i] || len(got.Problems) != i+1 {
			t.Errorf("%s worst: %s, want %s", c, got.State, want[i])
		}
	}
	if Sum().State != HealthOK {
		t.Error("no problem is not ok")
	}
}
