package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/venvd/venvd/internal/state"
	"github.com/venvd/venvd/venvcore"
)

// ChooseNone is what a person says to have no interpreter in a scope.
const ChooseNone = "none"

// storeLimit bounds how long a choice waits for another process that writes.
const storeLimit = 2 * time.Second

// applyLimit bounds how long a stored choice is waited for: one look at one
// path that was looked at a moment ago.
const applyLimit = 5 * time.Second

// toldLimit bounds the wait for a chosen environment that is being made: the
// engine holds back what is half made for a second.
const toldLimit = 2 * time.Second

// Select keeps what a person chose for the scope that holds for path: an
// environment by id, path or name; ChooseNone; or, with automatic, the rules'
// own answer. It returns when the choice is on disk and the answer has it.
func (a *App) Select(ctx context.Context, path, what string, automatic bool) (Answer, error) {
	ans, err := a.Ask(ctx, path)
	if err != nil {
		return Answer{}, err
	}
	choice := venvcore.Choice{Scope: ans.Scope, Since: a.newStamp(ans.Scope)}
	if s := ans.Snapshot.Scopes[ans.Scope]; s != nil {
		choice.ScopeID = s.ID
	}
	switch {
	case automatic:
	case what == ChooseNone:
		choice.Mode = venvcore.ChooseNone
	default:
		env, err := a.Find(ctx, what)
		if err != nil {
			return Answer{}, err
		}
		choice.Mode, choice.ID, choice.Prefix = venvcore.ChooseEnvironment, env.ID, env.Prefix
	}
	if err := a.storeChoice(ctx, choice); err != nil {
		return Answer{}, err
	}
	return a.applied(ctx, path, choice)
}

// applied hands a stored choice in and gives the answer that has it. What is
// stored holds, so a cancellation comes too late for it: half of it would be a
// choice that the next start of a daemon brings back.
func (a *App) applied(ctx context.Context, path string, choice venvcore.Choice) (Answer, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), applyLimit)
	defer cancel()
	if err := a.handIn(ctx); err != nil {
		return Answer{}, err
	}
	// A choice outside the watched places is looked at first.
	if choice.Prefix != "" {
		if _, err := a.Engine.Resolve(ctx, choice.Prefix); err != nil {
			return Answer{}, err
		}
		a.awaitTold(ctx, choice.ID)
	}
	return a.Ask(ctx, path)
}

// awaitTold waits until an environment that was seen is told too: a new one is
// held back until nothing happens in it, and would be answered as missing.
func (a *App) awaitTold(ctx context.Context, id string) {
	ctx, cancel := context.WithTimeout(ctx, toldLimit)
	defer cancel()
	for {
		changed := a.Engine.Changed()
		if a.Engine.Snapshot().Machine.ByID(id) != nil {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return // the answer says what is known
		}
	}
}

// newStamp gives the time of a choice, later than that of the one before: by it
// a new choice is told from the old, also within one millisecond.
func (a *App) newStamp(scope string) int64 {
	now := time.Now().UnixMilli()
	for _, c := range a.store.View().Choices {
		if c.Scope == scope && c.Since >= now {
			now = c.Since + 1
		}
	}
	return now
}

func (a *App) storeChoice(ctx context.Context, c venvcore.Choice) error {
	ctx, cancel := context.WithTimeout(ctx, storeLimit)
	defer cancel()
	var err error
	if c.Mode == "" {
		err = a.store.ClearChoice(ctx, c.Scope)
	} else {
		err = a.store.SetChoice(ctx, c)
	}
	return storeError(err, "the choice", a.store.Dir())
}

// storeError puts a failed write into the protocol's terms.
func storeError(err error, what, dir string) error {
	if err == nil {
		return nil
	}
	e := &Error{Code: CodeIO, Path: dir, Cause: err, Message: fmt.Sprintf("%s cannot be stored in %s: %v", what, dir, err)}
	if errors.Is(err, state.ErrBusy) || errors.Is(err, context.DeadlineExceeded) {
		e.Code, e.Hint = CodeBusy, "another venvd is writing; try again"
	}
	return e
}
