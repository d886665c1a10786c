package rpc

import (
	"bytes"
	"encoding/json"

	"go.lsp.dev/jsonrpc2"
)

// decodeMessage decodes one body. The message owns its bytes. A body that is no
// message gives an Error with -32700 or -32600, to be answered with id null.
func decodeMessage(body []byte) (jsonrpc2.Message, *Error) {
	if tooDeep(body) {
		return nil, refuse(CodeInvalidRequest, "the message is nested deeper than %d levels", maxDepth)
	}
	// The transport checks only that brackets match, so the grammar is checked
	// here: else a malformed body would look like params of a wrong type.
	if !json.Valid(body) {
		return nil, refuse(CodeParseError, "the message is not valid JSON")
	}
	switch bytes.TrimLeft(body, " \t\r\n")[0] {
	case '{':
	case '[':
		return nil, refuse(CodeInvalidRequest, "a batch is not part of LSP: send each message on its own")
	default:
		return nil, refuse(CodeInvalidRequest, "a message must be a JSON object")
	}
	view, err := jsonrpc2.ScanMessageView(body)
	if err != nil {
		return lenientResponse(body)
	}
	if view.Kind == jsonrpc2.MessageViewNotification && view.IDRaw != nil {
		return nil, refuse(CodeInvalidRequest, "a request's id must be a string or an integer")
	}
	msg, err := view.Owned()
	if err != nil {
		return nil, notJSONRPC()
	}
	return msg, nil
}

// lenientResponse reads a response that carries both members with one of them
// null, as clients with a fixed record for responses send it. The transport
// refuses that, and the call it answers would wait for its end in vain.
func lenientResponse(body []byte) (jsonrpc2.Message, *Error) {
	var m map[string]json.RawMessage
	if json.Unmarshal(body, &m) != nil || m["method"] != nil || m["result"] == nil || m["error"] == nil {
		return nil, notJSONRPC()
	}
	switch {
	case isNull(m["error"]):
		delete(m, "error")
	case isNull(m["result"]):
		delete(m, "result")
	default:
		return nil, notJSONRPC()
	}
	clean, err := json.Marshal(m)
	if err != nil {
		return nil, notJSONRPC()
	}
	msg, err := jsonrpc2.DecodeMessage(clean)
	if err != nil {
		return nil, notJSONRPC()
	}
	return msg, nil
}

// notJSONRPC is the answer to an object that is no JSON-RPC 2.0 message.
func notJSONRPC() *Error {
	return refuse(CodeInvalidRequest, `not a JSON-RPC message: it needs "jsonrpc": "2.0", and a method or a result, and an id that is a string or an integer`)
}

// tooDeep reports whether body is nested deeper than maxDepth. It looks at
// brackets outside strings alone, so it needs no valid JSON and no memory.
func tooDeep(body []byte) bool {
	depth, quoted := 0, false
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}
