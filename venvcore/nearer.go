package venvcore

import (
	"cmp"
	"strings"
)

// Nearer gives the entry to show for an environment that was found twice: the
// one whose owner is proven, then of a base the one whose kind says most, then
// the one that is known to be of a project, then the one found by its own path,
// then the one with the packages looked at. The paths of the other become aliases,
// and what was looked at of it stays known.
func Nearer(a, b *Environment) *Environment {
	if further(a, b) {
		a, b = b, a
	}
	if a.Packages == "" && b.Packages != "" {
		c := *a
		c.Packages, c.Installed = b.Packages, b.Installed
		a = &c
	}
	return Join(a, b)
}

// further reports whether b is to be shown, and not a.
func further(a, b *Environment) bool {
	if a.Owned != b.Owned {
		return b.Owned
	}
	if a.IsVirtual == b.IsVirtual && !a.IsVirtual && a.Kind != b.Kind {
		return cmp.Or(cmp.Compare(a.Kind.tells(), b.Kind.tells()), -cmp.Compare(a.Kind, b.Kind)) < 0
	}
	if a.IsVirtual && (a.Project != "") != (b.Project != "") {
		return b.Project != "" // a link in the project is how the person calls it
	}
	if NamesVersion(a) != NamesVersion(b) {
		return NamesVersion(b)
	}
	if aLinked, bLinked := a.Prefix != a.Real, b.Prefix != b.Real; aLinked != bLinked {
		return aLinked
	}
	return a.Packages == "" && b.Packages != ""
}

// NamesVersion reports whether the prefix of a base has its whole version in it.
// What keepers link or mount beside it for a minor version will be another's
// some day. Scoop's `current` is meant to be used all the same.
func NamesVersion(e *Environment) bool {
	return !e.IsVirtual && e.Kind != KindScoop && e.Version != "" && strings.Contains(e.Prefix, e.Version)
}

// tells ranks the kinds of bases by how much they say of who keeps one. PATH
// says nothing, the system's directories have what nobody else keeps, and the
// registry has what some keepers tell of themselves.
func (k Kind) tells() int {
	switch k {
	case KindPath:
		return 0
	case KindSystem:
		return 1
	case KindWindowsRegistry:
		return 2
	}
	return 3
}
