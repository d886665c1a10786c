package rpc

import (
	"bytes"
	"encoding/json"
)

// withoutNulls returns raw without the object members that are null, at any
// depth; items of arrays stay. Absent and null mean the same on input, but the
// decoders that are generated for LSP types refuse null for an optional member,
// as in `"trace": null`. It is used only when decoding has failed. The second
// result is false when there is no such member.
func withoutNulls(raw []byte) ([]byte, bool) {
	var v any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber() // numbers stay as they were written
	if err := d.Decode(&v); err != nil || !dropNulls(v) {
		return raw, false
	}
	clean, err := json.Marshal(v)
	if err != nil {
		return raw, false
	}
	return clean, true
}

// dropNulls removes null members in place, and reports whether there were any.
// The nesting is bounded by maxDepth.
func dropNulls(v any) (dropped bool) {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			if member == nil {
				delete(v, name)
				dropped = true
			} else if dropNulls(member) {
				dropped = true
			}
		}
	case []any:
		for _, item := range v {
			if dropNulls(item) {
				dropped = true
			}
		}
	}
	return dropped
}
