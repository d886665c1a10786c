package venvcore

import (
	"slices"
	"strings"
	"testing"
)

func everyCode() []ProblemCode {
	return []ProblemCode{
		InterpreterMissing, BaseMissing, BaseStdlibMissing, BaseUpgraded, VersionMismatch, ConfigMissing,
		ConfigUnreadable, Incomplete, PipInterrupted, PipMissing, SitePackagesMissing, NotExecutable, WrongArchitecture,
		Moved, Copied, Hijacked, Foreign, EditableMissing, PthUnreadable, UnsupportedLayout, Unreadable,
	}
}

// TestFollowers is the table of what is not told beside what, written out: every
// pair that is not in it is told in full.
func TestFollowers(t *testing.T) {
	rows := map[ProblemCode]string{
		Foreign: "interpreter-missing base-missing base-stdlib-missing base-upgraded version-mismatch not-executable wrong-architecture " +
			"incomplete site-packages-missing moved copied hijacked editable-missing pip-missing unsupported-layout",
		Incomplete:          "interpreter-missing site-packages-missing pip-interrupted pip-missing editable-missing unsupported-layout",
		BaseMissing:         "base-stdlib-missing base-upgraded version-mismatch",
		NotExecutable:       "wrong-architecture",
		VersionMismatch:     "base-upgraded site-packages-missing pip-missing",
		SitePackagesMissing: "pip-missing",
		PipInterrupted:      "pip-missing",
		ConfigMissing:       "base-upgraded pip-missing",
		ConfigUnreadable:    "base-upgraded pip-missing",
	}
	hides := func(a, b ProblemCode) bool { return slices.Contains(strings.Fields(rows[a]), string(b)) }
	for _, a := range everyCode() {
		for _, b := range everyCode() {
			if a == b {
				continue
			}
			told := Leading(NewProblem(a, "a"), NewProblem(b, "b"))
			has := func(c ProblemCode) bool {
				return slices.ContainsFunc(told, func(p Problem) bool { return p.Code == c })
			}
			if has(a) == hides(b, a) || has(b) == hides(a, b) || len(told) == 0 {
				t.Errorf("of %s and %s is told %v", a, b, told)
			}
		}
	}
}

func TestLeading(t *testing.T) {
	for _, tt := range []struct{ in, want []ProblemCode }{
		{nil, nil},
		{[]ProblemCode{PipMissing, Moved, Incomplete, BaseMissing}, []ProblemCode{BaseMissing, Incomplete, Moved}},
		{[]ProblemCode{EditableMissing, PipMissing, BaseUpgraded}, []ProblemCode{EditableMissing, BaseUpgraded, PipMissing}},
		{[]ProblemCode{Moved, Hijacked, PipInterrupted, ConfigUnreadable}, []ProblemCode{ConfigUnreadable, PipInterrupted, Hijacked, Moved}},
		// What follows from something that follows is left out as well.
		{[]ProblemCode{PipMissing, SitePackagesMissing, VersionMismatch, BaseMissing, Foreign}, []ProblemCode{Foreign}},
		{[]ProblemCode{EditableMissing, EditableMissing}, []ProblemCode{EditableMissing, EditableMissing}},
	} {
		var in []Problem
		for _, c := range tt.in {
			in = append(in, NewProblem(c, "x"))
		}
		var got []ProblemCode
		for _, p := range Leading(in...) {
			got = append(got, p.Code)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("of %v is told %v, want %v", tt.in, got, tt.want)
		}
	}
}

// TestForeignMayBeDead: a foreign environment is not broken by its state, and may
// be unable to start all the same.
func TestForeignMayBeDead(t *testing.T) {
	e := &Environment{Interpreter: "/e/bin/python", Health: Sum(NewProblem(Foreign, "x"))}
	if !e.CanStart() {
		t.Error("foreign alone keeps it from starting")
	}
	dead := e.Clone()
	dead.Dead = true
	if dead.CanStart() || dead.Same(e) {
		t.Error("dead makes no difference")
	}
}
