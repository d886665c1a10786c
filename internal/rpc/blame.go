package rpc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"go.lsp.dev/protocol"
)

// fault is the innermost value that cannot be decoded.
type fault struct{ path, why string }

// blame finds the value in raw that does not fit into t, by decoding part after
// part: the decoders that are generated for LSP types do not say where they
// failed. It is run only after a failure. It returns nil when raw fits.
func blame(t reflect.Type, raw []byte) *fault {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	err := protocol.Unmarshal(raw, reflect.New(t).Interface())
	if err == nil {
		return nil
	}
	if f := blameParts(t, raw); f != nil {
		return f
	}
	return &fault{why: mismatch(t, raw, err)}
}

// blameParts looks for the fault among the members or items of raw.
func blameParts(t reflect.Type, raw []byte) *fault {
	switch t.Kind() {
	case reflect.Struct:
		var members map[string]json.RawMessage
		if json.Unmarshal(raw, &members) == nil {
			return blameMembers(t, members)
		}
	case reflect.Map:
		var members map[string]json.RawMessage
		if json.Unmarshal(raw, &members) == nil {
			for name, value := range members {
				if f := blame(t.Elem(), value); f != nil {
					return &fault{fmt.Sprintf("[%q]%s", name, f.path), f.why}
				}
			}
		}
	case reflect.Slice, reflect.Array:
		var items []json.RawMessage
		if json.Unmarshal(raw, &items) == nil {
			for i, item := range items {
				if f := blame(t.Elem(), item); f != nil {
					return &fault{fmt.Sprintf("[%d]%s", i, f.path), f.why}
				}
			}
		}
	}
	return nil
}

// blameMembers looks for the fault among the members that t has fields for, an
// embedded struct's fields included.
func blameMembers(t reflect.Type, members map[string]json.RawMessage) *fault {
	for field := range t.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if field.Anonymous && name == "" && field.Type.Kind() == reflect.Struct {
			if f := blameMembers(field.Type, members); f != nil {
				return f
			}
			continue
		}
		if name == "" {
			name = field.Name
		}
		value, there := members[name]
		if !there || !field.IsExported() {
			continue
		}
		if f := blame(field.Type, value); f != nil {
			return &fault{"." + name + f.path, f.why}
		}
	}
	return nil
}

// mismatch says in JSON's words what was wanted and what was found. When the
// kind is right and the value is not, the decoder's own words are used.
func mismatch(t reflect.Type, raw []byte, err error) string {
	want := wanted(t.Kind())
	found := found(raw)
	if want == "" || want == found {
		return err.Error()
	}
	if value := bytes.TrimSpace(raw); len(value) <= maxEcho && value[0] != '{' && value[0] != '[' {
		found = string(value)
	}
	return fmt.Sprintf("want %s, found %s", want, found)
}

// wanted names the JSON values that a Go kind is decoded from.
func wanted(k reflect.Kind) string {
	switch k {
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "a boolean"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "an integer"
	case reflect.Float32, reflect.Float64:
		return "a number"
	case reflect.Slice, reflect.Array:
		return "an array"
	case reflect.Struct, reflect.Map:
		return "an object"
	default:
		return ""
	}
}

// found names the kind of a JSON value, which is known to be well formed.
func found(raw []byte) string {
	switch bytes.TrimSpace(raw)[0] {
	case '"':
		return "a string"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	case '[':
		return "an array"
	case '{':
		return "an object"
	default:
		return "a number"
	}
}
