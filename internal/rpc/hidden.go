package rpc

import (
	"fmt"
	"reflect"
	"strings"
)

// hiddenMembers looks for a struct that embeds a generated LSP type. Its coders
// are promoted, so protocol.Marshal and Unmarshal take the whole for the
// embedded one, and the members beside it are lost without an error. It returns
// a text that says so, or "". seen ends the walk over types that hold themselves.
func hiddenMembers(t reflect.Type, seen map[reflect.Type]bool) string {
	if t == nil || seen[t] || strings.HasPrefix(t.PkgPath(), "go.lsp.dev/") {
		return ""
	}
	if seen == nil {
		seen = make(map[reflect.Type]bool)
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		return hiddenMembers(t.Elem(), seen)
	case reflect.Struct:
	default:
		return ""
	}
	for field := range t.Fields() {
		if field.Anonymous && t.NumField() > 1 && hasCoder(t) && hasCoder(field.Type) {
			return fmt.Sprintf("%v embeds %v, whose coders hide the other members: make it a named field, or repeat its members", t, field.Type)
		}
		if hidden := hiddenMembers(field.Type, seen); hidden != "" {
			return hidden
		}
	}
	return ""
}

// hasCoder reports whether t or *t encodes or decodes itself.
func hasCoder(t reflect.Type) bool {
	if t.Kind() != reflect.Pointer {
		t = reflect.PointerTo(t)
	}
	_, decodes := t.MethodByName("UnmarshalJSONFrom")
	_, encodes := t.MethodByName("MarshalJSONTo")
	return decodes || encodes
}
