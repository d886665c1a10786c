package venvcore

import (
	"cmp"
	"slices"
)

// explains gives the problems that follow from a problem: who is told of it
// learns nothing from them, and mends them with it. This is the one place that
// says so; who finds problems tells all that it sees. It is a function and not
// a variable, so that nobody can change it.
func explains(c ProblemCode) []ProblemCode {
	switch c {
	case Foreign:
		// Nothing that it leads to can be here.
		return []ProblemCode{
			InterpreterMissing, BaseMissing, BaseStdlibMissing, BaseUpgraded, VersionMismatch, NotExecutable,
			WrongArchitecture, Incomplete, SitePackagesMissing, Moved, Copied, Hijacked, EditableMissing,
			PipMissing, UnsupportedLayout,
		}
	case Incomplete:
		// What its maker had not come to yet.
		return []ProblemCode{InterpreterMissing, SitePackagesMissing, PipInterrupted, PipMissing, EditableMissing, UnsupportedLayout}
	case BaseMissing:
		return []ProblemCode{BaseStdlibMissing, BaseUpgraded, VersionMismatch}
	case NotExecutable:
		return []ProblemCode{WrongArchitecture}
	case VersionMismatch:
		// The packages are those of the other minor.
		return []ProblemCode{BaseUpgraded, SitePackagesMissing, PipMissing}
	case SitePackagesMissing, PipInterrupted:
		return []ProblemCode{PipMissing}
	case ConfigMissing, ConfigUnreadable:
		// What it was made with is not known any more.
		return []ProblemCode{BaseUpgraded, PipMissing}
	}
	return nil
}

// Leading gives the problems that follow from no other of them, the worst
// first: by the state that they give, then by severity. Those that are equally
// bad keep their order.
func Leading(problems ...Problem) []Problem {
	var out []Problem
	for _, p := range problems {
		if !slices.ContainsFunc(problems, func(o Problem) bool { return slices.Contains(explains(o.Code), p.Code) }) {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b Problem) int {
		one, _ := problemTable(a.Code)
		two, _ := problemTable(b.Code)
		return cmp.Or(-cmp.Compare(badness(one.state), badness(two.state)), severe(a.Severity)-severe(b.Severity))
	})
	return out
}

// severe ranks severities, the worst lowest.
func severe(s Severity) int {
	return slices.Index([]Severity{SeverityError, SeverityWarning, SeverityInfo}, s)
}
