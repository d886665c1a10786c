package main

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/venvd/venvd/internal/wire"
)

// writer renders Go types of the wire as TypeScript, with their comments.
type writer struct {
	src   *sources
	queue []reflect.Type // structs that were named and are to be written
	seen  map[reflect.Type]bool
	enums []string // enumerations that were named, in the order of their first use
	err   error    // the first thing that cannot be rendered
}

// name gives the TypeScript of a type, and has structs written later.
func (w *writer) name(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[wire.DocumentURI]():
		return "URI"
	case t == reflect.TypeFor[jsontext.Value]():
		w.fail("a JSON value needs a ts tag")
		return "any"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return w.name(t.Elem()) + " | null"
	case reflect.Slice:
		return w.name(t.Elem()) + "[]"
	case reflect.Map:
		return "{ [name: string]: " + w.name(t.Elem()) + " }"
	case reflect.Struct:
		if t.NumField() == 0 {
			return "{}"
		}
		if !w.seen[t] {
			w.seen[t] = true
			w.queue = append(w.queue, t)
		}
		return t.Name()
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	case reflect.Int, reflect.Int64, reflect.Uint64, reflect.Float64:
		return "number"
	}
	w.fail(fmt.Sprintf("type %v has no TypeScript", t))
	return "any"
}

// declare writes one struct.
func (w *writer) declare(out *strings.Builder, t reflect.Type) {
	doc := w.src.types[t.Name()]
	if doc == "" {
		w.fail("type " + t.Name() + " has no comment")
	}
	fmt.Fprintf(out, "\n/** %s */\ninterface %s {\n", doc, t.Name())
	for f := range t.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			w.fail(fmt.Sprintf("%s.%s has no JSON name", t.Name(), f.Name))
			continue
		}
		optional := ""
		if strings.Contains(options, "omitzero") && f.Tag.Get("need") == "" {
			optional = "?"
		}
		fmt.Fprintf(out, "  %s%s: %s", name, optional, w.field(f, optional != ""))
		if c := w.src.fields[t.Name()][f.Name]; c != "" {
			fmt.Fprintf(out, "  // %s", lowerName(c, f.Name))
		}
		out.WriteString("\n")
	}
	out.WriteString("}\n")
}

// field gives a field's TypeScript: its ts tag, else that of its type.
func (w *writer) field(f reflect.StructField, optional bool) string {
	tag := f.Tag.Get("ts")
	if tag == "" {
		ts := w.name(f.Type)
		if optional {
			ts = strings.TrimSuffix(ts, " | null") // absent and null mean the same
		}
		return ts
	}
	base := strings.TrimSuffix(strings.TrimSuffix(tag, " | null"), "[]")
	if _, known := w.src.enums[base]; known && !slices.Contains(w.enums, base) {
		w.enums = append(w.enums, base)
	} else if !known && base != "string" && base != "string | number" && base != "boolean" {
		w.fail("tag ts of " + f.Name + " names the unknown type " + base)
	}
	return tag
}

// declareEnum writes one enumeration.
func (w *writer) declareEnum(out *strings.Builder, name string) {
	quoted := make([]string, 0, len(w.src.enums[name]))
	for _, v := range w.src.enums[name] {
		quoted = append(quoted, fmt.Sprintf("%q", v))
	}
	fmt.Fprintf(out, "\n/** %s */\ntype %s = %s\n", w.src.types[name], name, strings.Join(quoted, " | "))
}

func (w *writer) fail(why string) {
	if w.err == nil {
		w.err = fmt.Errorf("docs/protocol.md cannot be made: %s", why)
	}
}

// lowerName writes the Go name at the head of a comment as the JSON name's
// sentence: "Prefix is the path" becomes "the path".
func lowerName(comment, field string) string {
	for _, verb := range []string{" is ", " are ", " says ", " "} {
		if rest, ok := strings.CutPrefix(comment, field+verb); ok {
			if verb == " says " {
				return "says " + rest
			}
			return rest
		}
	}
	return comment
}
