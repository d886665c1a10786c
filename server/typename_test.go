package server

import (
	"reflect"
	"strings"
)

// typeName is a type as the table of wire and the rows of rpc both spell it: a
// pointer is its element, and a struct without members is nothing.
func typeName(t reflect.Type) string {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil || t.Kind() == reflect.Struct && t.NumField() == 0 {
		return "nothing"
	}
	return strings.TrimPrefix(t.String(), "wire.")
}

func nameOf(v any) string { return typeName(reflect.TypeOf(v)) }
