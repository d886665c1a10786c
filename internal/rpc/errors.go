package rpc

import (
	"errors"
	"fmt"
	"strings"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
)

// Error codes of JSON-RPC 2.0 and LSP 3.17 that this package or its handlers answer.
const (
	CodeParseError           = -32700
	CodeInvalidRequest       = -32600
	CodeMethodNotFound       = -32601
	CodeInvalidParams        = -32602
	CodeInternalError        = -32603
	CodeServerNotInitialized = -32002
	CodeRequestCancelled     = -32800
	CodeRequestFailed        = -32803
)

var (
	// ErrInline is returned by [Client.Call] in a handler that holds up the
	// reading of messages: the answer could never be read. Call from a Job.
	ErrInline = errors.New("the client cannot be called from a handler that runs in wire order: call it from a job")
	// ErrClosed is returned by [Client] when the connection has ended.
	ErrClosed = errors.New("the connection to the client has ended")

	// errHeader marks headers after which the start of the next message is unknown.
	errHeader = errors.New("unreadable message header")
	// errBacklog marks a client that has not read for maxBacklog bytes.
	errBacklog = errors.New("the client does not read its messages")
	// errNoRun marks a Job whose begin gave neither work nor an error.
	errNoRun = errors.New("the job began without anything to run")
)

// Error is what a handler returns to choose the code, the text and the data of
// the answer. Wrapped in another error it keeps its code and data, and the
// outer text is sent. Any other error is answered with CodeInternalError.
type Error struct {
	Code    int
	Message string // one sentence that a person can act on
	Data    any    // nil: no data member
}

// Error implements error with the message alone.
func (e *Error) Error() string { return e.Message }

// InvalidParams is the answer to params that cannot be used: -32602. The field
// is the path of the member, such as "scope" or "folders[2].uri"; it is empty
// when the params as a whole are meant.
func InvalidParams(field, msg string) *Error {
	if field == "" {
		field = "params"
	}
	return &Error{Code: CodeInvalidParams, Message: field + ": " + msg}
}

// RequestFailed is the answer to a valid request that could not be done: -32803.
func RequestFailed(msg string, data any) *Error {
	return &Error{Code: CodeRequestFailed, Message: msg, Data: data}
}

// CallError is the error that the client answered to a [Client.Call]. It is no
// [Error], so that a handler which returns it does not pass the client's code
// off as its own.
type CallError struct {
	Method  string
	Code    int
	Message string
	Data    []byte // JSON; nil when there was none
}

// Error implements error.
func (e *CallError) Error() string {
	return fmt.Sprintf("the client answered %s with error %d: %s", e.Method, e.Code, e.Message)
}

// refuse is an Error with a formatted message.
func refuse(code int, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// wire turns a handler's error into what the transport writes. The second
// result says why the data had to be left out; the answer is sent all the same.
func wire(err error) (*jsonrpc2.Error, error) {
	var own *Error
	if !errors.As(err, &own) {
		return jsonrpc2.NewError(CodeInternalError, text(err)), nil
	}
	out := jsonrpc2.NewError(jsonrpc2.Code(own.Code), text(err))
	if own.Data == nil {
		return out, nil
	}
	data, merr := protocol.Marshal(own.Data)
	if merr != nil {
		return out, fmt.Errorf("encoding error data of type %T: %w", own.Data, merr)
	}
	out.Data = data
	return out, nil
}

// text is the error's text in UTF-8: paths in it may be anything, and the
// transport writes a message's bytes as they are.
func text(err error) string { return strings.ToValidUTF8(err.Error(), "\uFFFD") }
