package server

import (
	"context"
	"strings"

	"github.com/venvd/venvd/internal/rpc"
	"github.com/venvd/venvd/internal/wire"
)

// choose answers venvd/select: a choice by hand, kept for every editor.
func (s *Server) choose(_ context.Context, p wire.SelectParams) (func(context.Context) (wire.Selection, error), error) {
	path, err := pathOf("scope", p.Scope)
	if err != nil {
		return nil, err
	}
	what, automatic, err := chosen(p)
	if err != nil {
		return nil, err
	}
	before, done := s.turns.take()
	return func(ctx context.Context) (wire.Selection, error) {
		defer done()
		if err := inTurn(ctx, before); err != nil {
			return wire.Selection{}, err
		}
		if err := s.configured(ctx); err != nil {
			return wire.Selection{}, err
		}
		ans, err := s.app.Select(ctx, path, what, automatic)
		if err != nil {
			return wire.Selection{}, failure(err)
		}
		s.seed(ctx, ans)
		return s.selection(ans.Selection), nil
	}, nil
}

// chosen reads the member `environment`, which must be there: null is a choice
// of its own.
func chosen(p wire.SelectParams) (what string, automatic bool, err error) {
	raw := strings.TrimSpace(string(p.Environment))
	switch {
	case raw == "":
		return "", false, rpc.InvalidParams("environment", `is missing: give an id or a path, null for automatic, or "none"`)
	case raw == "null":
		return "", true, nil
	}
	if err := wire.Unmarshal([]byte(raw), &what); err != nil || what == "" {
		return "", false, rpc.InvalidParams("environment", `must be an id, a path, null or "none"`)
	}
	if looksLikePath(what) {
		what = clean(what)
	}
	return what, false, nil
}

func looksLikePath(s string) bool { return strings.ContainsAny(s, `/\`) }

// inTurn waits for the job before.
func inTurn(ctx context.Context, before <-chan struct{}) error {
	select {
	case <-before:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
