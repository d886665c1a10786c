package rpc

import (
	"bytes"
	"reflect"
	"strings"

	"go.lsp.dev/protocol"
)

// decodeParams decodes into p, a pointer. Absent params leave the zero value,
// and a struct without members takes anything: clients send null, {} or [] to
// methods that have no params. A null member is as good as an absent one. An
// error is -32602 and names the member.
func decodeParams(params []byte, p any) error {
	t := reflect.TypeOf(p).Elem()
	if len(params) == 0 || isNull(params) || (t.Kind() == reflect.Struct && t.NumField() == 0) {
		return nil
	}
	err := protocol.Unmarshal(params, p)
	if err == nil {
		return nil
	}
	if clean, some := withoutNulls(params); some {
		reflect.ValueOf(p).Elem().SetZero() // the failure may have left half of it
		if err = protocol.Unmarshal(clean, p); err == nil {
			return nil
		}
		params = clean
	}
	f := blame(t, params)
	if f == nil {
		// The whole fails and every member alone is fine.
		return InvalidParams("", err.Error())
	}
	return InvalidParams(strings.TrimPrefix(f.path, "."), f.why)
}

// isNull reports whether raw is the literal null.
func isNull(raw []byte) bool { return bytes.Equal(bytes.TrimSpace(raw), []byte("null")) }
