package server

import (
	"context"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/venvd/venvd/internal/rpc"
	"github.com/venvd/venvd/internal/wire"
)

type commandParams struct {
	Command       string           `json:"command"`
	Arguments     []jsontext.Value `json:"arguments"`
	WorkDoneToken jsontext.Value   `json:"workDoneToken,omitzero"`
}

// executeCommand runs an action by its name, with the params object of the
// method as the one argument, so that a client with no plugin has all of them.
func (s *Server) executeCommand(ctx context.Context, p commandParams) (func(context.Context) (any, error), error) {
	run, title, err := s.beginCommand(ctx, p)
	if err != nil {
		return nil, err
	}
	token := slices.Clone(p.WorkDoneToken)
	return func(ctx context.Context) (any, error) {
		defer s.workDone(ctx, token, title)()
		return run(ctx)
	}, nil
}

// beginCommand gives what a command does, and how a person is told of it.
func (s *Server) beginCommand(ctx context.Context, p commandParams) (run func(context.Context) (any, error), title string, err error) {
	if len(p.Arguments) > 1 {
		return nil, "", rpc.InvalidParams("arguments", "one object, the params of the method, is all that is taken")
	}
	var arg jsontext.Value
	if len(p.Arguments) == 1 {
		arg = p.Arguments[0]
	}
	switch p.Command {
	case wire.CommandSelect:
		run, err = command(ctx, arg, s.choose)
		return run, "Choosing the environment", err
	case wire.CommandTrust:
		run, err = command(ctx, arg, s.trust)
		return run, "Keeping the trust", err
	case wire.CommandExplain:
		run, err = command(ctx, arg, s.explain)
		return run, "Explaining the choice", err
	case wire.CommandRefresh:
		run, err = command(ctx, arg, func(ctx context.Context, p wire.DiscoverParams) (func(context.Context) (wire.DiscoverResult, error), error) {
			p.Refresh = true
			return s.discover(ctx, p)
		})
		return run, titleDiscover, err
	}
	return nil, "", rpc.InvalidParams("command", "there is no command "+p.Command)
}

// command decodes the argument and begins the method's own handler.
func command[P, R any](ctx context.Context, arg jsontext.Value, begin func(context.Context, P) (func(context.Context) (R, error), error)) (func(context.Context) (any, error), error) {
	var p P
	if given(arg) {
		if err := wire.Unmarshal(arg, &p); err != nil {
			return nil, rpc.InvalidParams("arguments[0]", err.Error())
		}
	}
	run, err := begin(ctx, p)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) (any, error) {
		r, err := run(ctx)
		if _, none := any(r).(rpc.None); none || err != nil {
			return nil, err
		}
		return r, nil
	}, nil
}
