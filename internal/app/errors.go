package app

import "fmt"

// Code is the stable name of a failure, as in the protocol's data of
// RequestFailed.
type Code string

// The codes.
const (
	CodeEnvironmentNotFound Code = "environment-not-found"
	CodeNotAnEnvironment    Code = "not-an-environment"
	CodeUnsafePath          Code = "unsafe-path"
	CodeUntrusted           Code = "untrusted"
	CodeToolNotFound        Code = "tool-not-found"
	CodePythonNotFound      Code = "python-not-found"
	CodeVersionUnsatisfied  Code = "version-unsatisfied"
	CodeExists              Code = "exists"
	CodeBusy                Code = "busy"
	CodeToolFailed          Code = "tool-failed"
	CodeTimeout             Code = "timeout"
	CodeIO                  Code = "io"
)

// Error is a failure in words that a person can act on.
type Error struct {
	Code    Code
	Path    string // what it is about; may be empty
	Hint    string // the way out; may be empty
	Message string // one sentence
	Cause   error
}

func (e *Error) Error() string {
	if e.Hint != "" {
		return e.Message + " (" + e.Hint + ")"
	}
	return e.Message
}

func (e *Error) Unwrap() error { return e.Cause }

func notFound(name string) error {
	return &Error{
		Code: CodeEnvironmentNotFound, Path: name,
		Message: fmt.Sprintf("no environment is known by %q", name),
		Hint:    "`venvd list` shows those that are; a path to a prefix or an interpreter works too",
	}
}
