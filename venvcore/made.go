package venvcore

import "strings"

// Remade reports whether b was made anew since a, though it stands at the same
// path: another root directory, or both its marker and its interpreter entry
// are other files. One of the two alone is an edit, an upgrade or a repair.
func Remade(a, b *Environment) bool {
	if a.Root != "" && b.Root != "" && a.Root != b.Root {
		return true
	}
	aMarker, aEntry, okA := strings.Cut(a.Made, "|")
	bMarker, bEntry, okB := strings.Cut(b.Made, "|")
	return okA && okB && aMarker != bMarker && aEntry != bEntry
}
