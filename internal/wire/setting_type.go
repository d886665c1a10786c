package wire

import (
	"fmt"
	"maps"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// SettingType says which JSON a setting takes.
type SettingType struct {
	Wanted string         // in words, after "wanted is"
	Schema map[string]any // as JSON Schema (draft 2020-12)

	// read takes the value; parts of it that are wrong are told to bad and left
	// out. It reports whether anything is left to apply.
	read func(raw jsontext.Value, bad func(member, why string)) (any, bool)
}

func textType() SettingType {
	return SettingType{"a string or null", object("type", []any{"string", "null"}), readText(nil)}
}

func pathType() SettingType {
	t := textType()
	t.Wanted, t.read = "an absolute path or one from ~, or null", readText(checkPath)
	return t
}

func enumType(values ...string) SettingType {
	return SettingType{"one of " + quoted(values), object("enum", values), readText(oneOf(values))}
}

func integerType(low, high float64) SettingType {
	t := numberType(low, high)
	t.Wanted, t.Schema["type"] = fmt.Sprintf("a whole number from %.0f to %.0f", low, high), "integer"
	t.read = readNumber(low, high, func(f float64) bool { return f == math.Trunc(f) })
	return t
}

func numberType(low, high float64) SettingType {
	return SettingType{
		fmt.Sprintf("a number from %g to %g", low, high),
		object("type", "number", "minimum", low, "maximum", high),
		readNumber(low, high, func(float64) bool { return true }),
	}
}

func textsType() SettingType {
	return SettingType{"a list of strings", listSchema(), func(raw jsontext.Value, _ func(string, string)) (any, bool) {
		v, ok := decodeAs[[]string](raw)
		return v, ok && v != nil
	}}
}

// pathMapType maps any name to an absolute path.
func pathMapType() SettingType {
	return SettingType{
		"an object from names to absolute paths", object("type", "object", "additionalProperties", object("type", "string")),
		readMap("an absolute path or one from ~", nil, checkPath),
	}
}

// textsMapType maps any name to a list of absolute paths.
func textsMapType() SettingType {
	wanted := "a list of absolute paths or such from ~"
	return SettingType{
		"an object from names to lists of absolute paths", object("type", "object", "additionalProperties", listSchema()),
		func(raw jsontext.Value, bad func(string, string)) (any, bool) {
			return readMembers(raw, nil, bad, func(name string, v jsontext.Value) ([]string, bool) {
				paths, ok := decodeAs[[]string](v)
				if !ok || slices.ContainsFunc(paths, func(p string) bool { return !checkPath(p) }) {
					bad(name, illTyped(wanted, v))
					return nil, false
				}
				return paths, true
			})
		},
	}
}

// enumMapType maps names of a closed set to one of the values.
func enumMapType(keys []string, values ...string) SettingType {
	properties := map[string]any{}
	for _, k := range keys {
		properties[k] = object("enum", values)
	}
	return SettingType{
		"an object whose values are " + quoted(values), object("type", "object", "properties", properties, "additionalProperties", false),
		readMap("one of "+quoted(values), keys, oneOf(values)),
	}
}

func readText(check func(string) bool) func(jsontext.Value, func(string, string)) (any, bool) {
	return func(raw jsontext.Value, _ func(string, string)) (any, bool) {
		v, ok := decodeAs[string](raw)
		return v, ok && (check == nil || check(v))
	}
}

func readNumber(low, high float64, check func(float64) bool) func(jsontext.Value, func(string, string)) (any, bool) {
	return func(raw jsontext.Value, _ func(string, string)) (any, bool) {
		v, ok := decodeAs[float64](raw)
		return v, ok && v >= low && v <= high && check(v)
	}
}

func readMap(wanted string, keys []string, check func(string) bool) func(jsontext.Value, func(string, string)) (any, bool) {
	return func(raw jsontext.Value, bad func(string, string)) (any, bool) {
		return readMembers(raw, keys, bad, func(name string, v jsontext.Value) (string, bool) {
			s, ok := decodeAs[string](v)
			if !ok || !check(s) {
				bad(name, illTyped(wanted, v))
				return "", false
			}
			return s, true
		})
	}
}

// readMembers reads an object member by member; those that are null or wrong
// are left out.
func readMembers[V any](raw jsontext.Value, keys []string, bad func(string, string), one func(string, jsontext.Value) (V, bool)) (any, bool) {
	members, ok := decodeAs[map[string]jsontext.Value](raw)
	if !ok {
		return nil, false
	}
	out := map[string]V{}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if members[name].Kind() == 'n' {
			continue
		}
		if keys != nil && !slices.Contains(keys, name) {
			bad(name, fmt.Sprintf("it is not known; the nearest is %q", nearest(name, keys)))
			continue
		}
		if v, ok := one(name, members[name]); ok {
			out[name] = v
		}
	}
	return out, true
}

func decodeAs[T any](raw jsontext.Value) (v T, ok bool) {
	err := json.Unmarshal(raw, &v, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	return v, err == nil
}

// checkPath takes what ExpandPath can make absolute: a path of a setting that
// holds for the machine is relative to nothing.
func checkPath(p string) bool {
	return filepath.IsAbs(p) || p == "~" || strings.HasPrefix(p, "~/") || strings.HasPrefix(p, `~\`)
}

func oneOf(values []string) func(string) bool {
	return func(s string) bool { return slices.Contains(values, s) }
}

func quoted(values []string) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = fmt.Sprintf("%q", v)
	}
	return strings.Join(out, ", ")
}

func object(pairs ...any) map[string]any {
	m := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

func listSchema() map[string]any {
	return object("type", "array", "items", object("type", "string"))
}
