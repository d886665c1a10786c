package wire

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/go-json-experiment/json/jsontext"
)

// illTyped says what was wanted and what was there.
func illTyped(wanted string, raw jsontext.Value) string {
	return fmt.Sprintf("wanted is %s, and there is %s", wanted, describe(raw))
}

func describe(raw jsontext.Value) string {
	switch raw.Kind() {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "the string " + cut(string(raw))
	case '0':
		return "the number " + cut(string(raw))
	case 't', 'f':
		return cut(string(raw))
	}
	return "no valid JSON"
}

func shown(name string) string { return fmt.Sprintf("%q", cut(name)) }

func cut(s string) string {
	if len(s) <= maxShown {
		return s
	}
	return strings.ToValidUTF8(s[:maxShown], "") + "…"
}

// nearest gives the name that is most like the one that was written. A name
// that was written without its group ("depth") is like the one with it.
func nearest(name string, valid []string) string {
	if r := []rune(name); len(r) > maxName {
		name = string(r[:maxName])
	}
	name = strings.ToLower(strings.ToValidUTF8(name, "?"))
	distance := func(v string) int {
		v = strings.ToLower(v)
		d := levenshtein.ComputeDistance(name, v)
		if _, last, ok := strings.Cut(v, "."); ok {
			d = min(d, levenshtein.ComputeDistance(name, last))
		}
		return d
	}
	return slices.MinFunc(slices.Sorted(slices.Values(valid)), func(a, b string) int { return distance(a) - distance(b) })
}
