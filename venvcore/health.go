package venvcore

import "slices"

// HealthState sums up what is wrong with an environment.
type HealthState string

// The states, from good to worst; see problemTable for which problem gives
// which.
const (
	HealthOK         HealthState = "ok"
	HealthIncomplete HealthState = "incomplete"
	HealthMoved      HealthState = "moved"
	HealthForeign    HealthState = "foreign"
	HealthBroken     HealthState = "broken"
)

// Health is the state of an environment and the problems that give it.
type Health struct {
	State    HealthState
	Problems []Problem
}

// Problem is one thing that is wrong, in words for a person.
type Problem struct {
	Code     ProblemCode
	Severity Severity
	Message  string
	Fixes    []Fix
}

// ProblemCode is the stable name of a problem.
type ProblemCode string

// The problem codes of the protocol.
const (
	InterpreterMissing  ProblemCode = "interpreter-missing"
	BaseMissing         ProblemCode = "base-missing"
	BaseStdlibMissing   ProblemCode = "base-stdlib-missing"
	BaseUpgraded        ProblemCode = "base-upgraded"
	VersionMismatch     ProblemCode = "version-mismatch"
	ConfigMissing       ProblemCode = "config-missing"
	ConfigUnreadable    ProblemCode = "config-unreadable"
	Incomplete          ProblemCode = "incomplete"
	PipInterrupted      ProblemCode = "pip-interrupted"
	PipMissing          ProblemCode = "pip-missing"
	SitePackagesMissing ProblemCode = "site-packages-missing"
	NotExecutable       ProblemCode = "not-executable"
	WrongArchitecture   ProblemCode = "wrong-architecture"
	Moved               ProblemCode = "moved"
	Copied              ProblemCode = "copied"
	Hijacked            ProblemCode = "hijacked"
	Foreign             ProblemCode = "foreign"
	EditableMissing     ProblemCode = "editable-missing"
	PthUnreadable       ProblemCode = "pth-unreadable"
	UnsupportedLayout   ProblemCode = "unsupported-layout"
	Unreadable          ProblemCode = "unreadable"
)

// Severity ranks a problem for display.
type Severity string

// The severities.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityInfo    Severity = "info"
)

// Fix names what a person can do about a problem.
type Fix string

// The fixes.
const (
	FixSelect   Fix = "select"
	FixCreate   Fix = "create"
	FixInstall  Fix = "install"
	FixRecreate Fix = "recreate"
	FixRepair   Fix = "repair"
)

// problemRow is one row of the protocol's table of problem codes.
type problemRow struct {
	state    HealthState
	severity Severity
	fixes    []Fix
}

// problemTable is a function and not a variable, so that nobody can change it.
func problemTable(c ProblemCode) (problemRow, bool) {
	recreate := []Fix{FixRecreate}
	mend := []Fix{FixRepair, FixRecreate}
	switch c {
	case InterpreterMissing, BaseStdlibMissing, VersionMismatch, NotExecutable, WrongArchitecture,
		SitePackagesMissing, PthUnreadable:
		return problemRow{HealthBroken, SeverityError, recreate}, true
	case BaseMissing, ConfigMissing, ConfigUnreadable:
		return problemRow{HealthBroken, SeverityError, mend}, true
	case Unreadable:
		return problemRow{HealthBroken, SeverityError, nil}, true
	case Incomplete:
		return problemRow{HealthIncomplete, SeverityWarning, recreate}, true
	case PipInterrupted:
		return problemRow{HealthIncomplete, SeverityWarning, []Fix{FixRepair, FixInstall}}, true
	case Moved, Copied:
		return problemRow{HealthMoved, SeverityWarning, mend}, true
	case Hijacked:
		return problemRow{HealthMoved, SeverityError, []Fix{FixRepair}}, true
	case Foreign:
		return problemRow{HealthForeign, SeverityError, recreate}, true
	case BaseUpgraded:
		return problemRow{HealthOK, SeverityWarning, recreate}, true
	case EditableMissing:
		return problemRow{HealthOK, SeverityWarning, []Fix{FixInstall}}, true
	case PipMissing:
		return problemRow{HealthOK, SeverityInfo, []Fix{FixRepair}}, true
	case UnsupportedLayout:
		return problemRow{HealthOK, SeverityInfo, []Fix{FixCreate}}, true
	}
	return problemRow{}, false
}

// NewProblem makes the problem of a code with the severity and the fixes of
// the table. without removes fixes that this case does not have, such as a
// repair of base-missing where no base of the same minor is left.
func NewProblem(c ProblemCode, message string, without ...Fix) Problem {
	row, _ := problemTable(c)
	fixes := slices.DeleteFunc(slices.Clone(row.fixes), func(f Fix) bool { return slices.Contains(without, f) })
	return Problem{Code: c, Severity: row.severity, Message: message, Fixes: fixes}
}

// Sum gives the health of an environment with these problems: the worst of
// their states.
func Sum(problems ...Problem) Health {
	h := Health{State: HealthOK, Problems: problems}
	for _, p := range problems {
		if row, ok := problemTable(p.Code); ok && badness(row.state) > badness(h.State) {
			h.State = row.state
		}
	}
	return h
}

// Has reports whether the problem is among those of h.
func (h Health) Has(c ProblemCode) bool {
	return slices.ContainsFunc(h.Problems, func(p Problem) bool { return p.Code == c })
}

// Equal reports whether a client would see no difference.
func (h Health) Equal(o Health) bool {
	return h.State == o.State && slices.EqualFunc(h.Problems, o.Problems, func(a, b Problem) bool {
		return a.Code == b.Code && a.Severity == b.Severity && a.Message == b.Message && slices.Equal(a.Fixes, b.Fixes)
	})
}

func (h Health) clone() Health {
	h.Problems = slices.Clone(h.Problems)
	for i := range h.Problems {
		h.Problems[i].Fixes = slices.Clone(h.Problems[i].Fixes)
	}
	return h
}

// stops reports whether the interpreter cannot start. An incomplete or a
// foreign environment may start all the same.
func (h Health) stops() bool { return h.State == HealthBroken }

// yields reports whether a healthy environment of the same rule is preferred.
func (h Health) yields() bool {
	return h.State == HealthBroken || h.State == HealthIncomplete || h.State == HealthForeign
}

func badness(s HealthState) int {
	return slices.Index([]HealthState{HealthOK, HealthMoved, HealthIncomplete, HealthForeign, HealthBroken}, s)
}
