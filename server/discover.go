package server

import (
	"context"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/venvd/venvd/internal/rpc"
	"github.com/venvd/venvd/internal/wire"
	"github.com/venvd/venvd/venvcore"
)

// progressParams is LSP's $/progress with any value.
type progressParams struct {
	Token jsontext.Value `json:"token"`
	Value any            `json:"value"`
}

// titleDiscover is what a person reads while environments are looked for.
const titleDiscover = "Looking for Python environments"

// discover answers venvd/discover, streaming where the client asks for it.
func (s *Server) discover(_ context.Context, p wire.DiscoverParams) (func(context.Context) (wire.DiscoverResult, error), error) {
	scope := ""
	if p.Scope != nil {
		path, err := pathOf("scope", *p.Scope)
		if err != nil {
			return nil, err
		}
		scope = path
	}
	token := append(jsontext.Value(nil), p.PartialResultToken...)
	work := append(jsontext.Value(nil), p.WorkDoneToken...)
	return func(ctx context.Context) (wire.DiscoverResult, error) {
		if err := s.configured(ctx); err != nil {
			return wire.DiscoverResult{}, err
		}
		defer s.workDone(ctx, work, titleDiscover)()
		var emit func([]*venvcore.Environment) error
		if given(token) {
			emit = func(envs []*venvcore.Environment) error {
				return s.rpc.Client().Notify(ctx, "$/progress", progressParams{
					Token: token, Value: wire.DiscoverPartial{Environments: wire.FromEnvironments(envs)},
				})
			}
		}
		l, err := s.app.Discover(ctx, scope, p.Refresh, emit)
		if err != nil {
			return wire.DiscoverResult{}, failure(err)
		}
		rpc.AfterReply(ctx, func() { s.out.subscribe(scope, l) })
		return wire.FromListing(l.Environments, l.Tools, l.Faults, l.Snapshot.Generation), nil
	}, nil
}

func given(token jsontext.Value) bool { return len(token) > 0 && string(token) != "null" }

// workDone begins LSP's work-done progress when the client gave a token, and
// gives what ends it.
func (s *Server) workDone(ctx context.Context, token jsontext.Value, title string) func() {
	if !given(token) {
		return func() {}
	}
	// What was cancelled has to end for the person too.
	ctx = context.WithoutCancel(ctx)
	say := func(value any) {
		if err := s.rpc.Client().Notify(ctx, "$/progress", progressParams{Token: token, Value: value}); err != nil {
			s.log.Debug("progress was not sent")
		}
	}
	say(map[string]string{"kind": "begin", "title": title})
	return func() { say(map[string]string{"kind": "end"}) }
}
