package rpc

import (
	"context"
	"reflect"
)

// Kind says how a method is run beside the others.
type Kind int

// The kinds of methods.
const (
	KindCommand      Kind = iota // a request that runs in wire order, to its end
	KindQuery                    // a request that takes its input in wire order
	KindJob                      // a request that begins in wire order and may take minutes
	KindNotification             // a notification, in wire order
)

// String returns the kind's name in lower case, as documentation prints it.
func (k Kind) String() string {
	switch k {
	case KindCommand:
		return "command"
	case KindQuery:
		return "query"
	case KindJob:
		return "job"
	default:
		return "notification"
	}
}

// Method is one row of the table: what the client may send, and what is done.
// Rows are made by [Command], [Query], [Job] and [Notification].
type Method struct {
	Name   string
	Kind   Kind
	Params reflect.Type // a struct without members: params are ignored
	Result reflect.Type // nil for a notification; None: the result is null

	run handler
}

// None is the type of params that a method has none of, and of a result that is null.
type None struct{}

// handler decodes, runs, and calls release at most once, when the next message
// may be read. Params are borrowed: they must be decoded before the release.
type handler func(ctx context.Context, params []byte, release func()) (any, error)

// Command is a request that runs in wire order: no other message is read until
// it returns, so it must be short, and cannot be cancelled by its client.
func Command[P, R any](name string, fn func(ctx context.Context, p P) (R, error)) Method {
	return request[P, R](name, KindCommand, func(ctx context.Context, p P, _ func()) (R, error) {
		return fn(ctx, p)
	})
}

// Query is a request that is answered from a snapshot: take runs in wire order,
// so that the snapshot has the effect of every message before this one; fn runs
// beside everything else.
func Query[S, P, R any](name string, take func() S, fn func(ctx context.Context, snapshot S, p P) (R, error)) Method {
	return request[P, R](name, KindQuery, func(ctx context.Context, p P, release func()) (R, error) {
		snapshot := take()
		release()
		return fn(ctx, snapshot, p)
	})
}

// Job is a request in two steps: begin runs in wire order and must be short; the
// function that it returns runs beside everything else. It may take minutes,
// call the client, and is cancelled through its context. An error from begin is
// the answer.
func Job[P, R any](name string, begin func(ctx context.Context, p P) (func(ctx context.Context) (R, error), error)) Method {
	return request[P, R](name, KindJob, func(ctx context.Context, p P, release func()) (R, error) {
		var none R
		run, err := begin(ctx, p)
		if err != nil {
			return none, err
		}
		if run == nil {
			return none, errNoRun
		}
		release()
		return run(ctx)
	})
}

// Notification is a message without an answer, handled in wire order; it must be
// short. Its error is logged.
func Notification[P any](name string, fn func(ctx context.Context, p P) error) Method {
	m := request[P, None](name, KindNotification, func(ctx context.Context, p P, _ func()) (None, error) {
		return None{}, fn(ctx, p)
	})
	m.Result = nil
	return m
}

// request makes the row: it adds the decoding of P, and the null of None.
func request[P, R any](name string, kind Kind, fn func(ctx context.Context, p P, release func()) (R, error)) Method {
	run := func(ctx context.Context, params []byte, release func()) (any, error) {
		var p P
		if err := decodeParams(params, &p); err != nil {
			return nil, err
		}
		result, err := fn(ctx, p, release)
		if err != nil {
			return nil, err
		}
		if _, none := any(result).(None); none {
			return nil, nil
		}
		return result, nil
	}
	return Method{
		Name: name, Kind: kind, run: run,
		Params: reflect.TypeFor[P](), Result: reflect.TypeFor[R](),
	}
}
