package app

import (
	"context"
	"slices"
	"sync"
	"time"

	"go.uber.org/zap"

	"github.com/venvd/venvd/discover"
	"github.com/venvd/venvd/internal/state"
	"github.com/venvd/venvd/venvcore/engine"
)

// App is what the front ends call. All methods are safe for concurrent use.
type App struct {
	Engine *engine.Engine
	world  *discover.World
	looker *looker
	store  *state.Store
	log    *zap.Logger
	asker  asker // nil: nobody is asked

	folders *folders
	options engine.Options
	reread  chan struct{} // capacity 1: the state directory was touched

	mu      sync.Mutex
	session map[string]bool // trust for this connection only, by directory
}

// Options are what an App is made of.
type Options struct {
	World   *discover.World
	Store   *state.Store
	Watcher engine.Watcher // nil: a single look, nothing is followed
	Log     *zap.Logger
	Looked  func() // as in engine.Options; may be nil
	// Ask has interpreters asked for versions that no file tells, once BeginAsking
	// was called.
	Ask bool
}

// New makes an App. Nothing is looked at before Run.
func New(o Options) *App {
	if o.Log == nil {
		o.Log = zap.NewNop()
	}
	a := &App{
		world: o.World, store: o.Store, log: o.Log, folders: newFolders(),
		looker:  newLooker(o.World, o.Watcher != nil),
		reread:  make(chan struct{}, 1),
		session: map[string]bool{},
	}
	a.options = engine.Options{Looker: a.looker, Watcher: o.Watcher, Log: o.Log, StateTouched: a.stateTouched, Looked: o.Looked}
	if o.Watcher != nil {
		a.options.State = o.Store.Dir()
	}
	if o.Ask {
		a.asker = a.newAsker()
		a.looker.asker, a.options.Asking = a.asker, a.asker.Pending
	}
	a.Engine = engine.New(a.options)
	return a
}

// Run looks and follows until ctx ends. The engine outlives the keeper, which
// writes down what the rules chose last.
func (a *App) Run(ctx context.Context) {
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	var wg sync.WaitGroup
	wg.Go(func() { a.Engine.Run(life, a.options) })
	if a.asker != nil {
		wg.Go(func() { a.asker.Run(ctx) })
	}
	a.keep(ctx)
	end()
	wg.Wait()
}

// Begin hands in what is stored and the environment that the process was
// started in. The first front end calls it once, after Run was started.
func (a *App) Begin(ctx context.Context) error {
	if active := a.activated(); active != "" {
		if err := a.Engine.Activate(ctx, active); err != nil {
			return err
		}
	}
	return a.handIn(ctx)
}

// activated gives the environment that the process was started in; empty when it
// was in none. VIRTUAL_ENV counts before CONDA_PREFIX, which is set in nearly every
// shell of who uses conda.
func (a *App) activated() string {
	for _, name := range []string{"VIRTUAL_ENV", "CONDA_PREFIX"} {
		if active, ok := a.world.Env(name); ok && a.world.IsAbs(active) {
			return a.world.Clean(active)
		}
	}
	return ""
}

func (a *App) handIn(ctx context.Context) error {
	v := a.store.View()
	return a.Engine.Keep(ctx, v.Choices, v.Followed)
}

func (a *App) stateTouched() {
	select {
	case a.reread <- struct{}{}:
	default:
	}
}

// keepDelay gathers what the rules chose before it is written: a burst of
// changes is a write each time it has passed.
const keepDelay = 200 * time.Millisecond

// lastWrite bounds the write at the end, for an end is wanted at once.
const lastWrite = 200 * time.Millisecond

// keep is the keeper: it takes over what other daemons wrote, and writes what
// the rules have chosen, so that `followed` works over a restart.
func (a *App) keep(ctx context.Context) {
	var write <-chan time.Time // nil: nothing has changed since the last write
	changed, open := a.Engine.Changed(), a.Engine.Folders()
	for {
		select {
		case <-ctx.Done():
			if write != nil {
				last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWrite)
				defer cancel()
				a.writeFollowed(last)
			}
			return
		case <-a.reread:
			a.takeOver(ctx)
		case <-changed:
			changed = a.Engine.Changed()
			now := a.Engine.Folders()
			gone := slices.ContainsFunc(open, func(dir string) bool { return !slices.Contains(now, dir) })
			if open = now; gone {
				a.reconsider() // one that was followed for its documents is so no more
			}
			if write == nil {
				write = time.After(keepDelay)
			}
		case <-write:
			write = nil
			a.writeFollowed(ctx)
		}
	}
}

// takeOver reads what another daemon wrote. Whatever comes of it, the engine
// is told, for a sync may be waiting.
func (a *App) takeOver(ctx context.Context) {
	changed, err := a.store.Reload(ctx)
	if err != nil {
		a.log.Warn("the stored choices cannot be read", zap.Error(err))
	}
	if changed {
		a.reconsider() // trust may be among it
	}
	if err := a.handIn(ctx); err != nil && ctx.Err() == nil {
		a.log.Error("stored choices were not taken over", zap.Error(err))
	}
}

func (a *App) writeFollowed(ctx context.Context) {
	if a.options.Watcher == nil {
		return // a single look decides nothing for later
	}
	kept, err := a.Engine.Remembered(ctx)
	if err != nil {
		return // the engine has ended
	}
	if err := a.store.SetFollowed(ctx, kept...); err != nil && ctx.Err() == nil {
		a.log.Warn("what the rules chose cannot be remembered", zap.Error(err))
	}
	a.moveChoices(ctx)
}

// moveChoices writes the new place of chosen environments and the new name of
// renamed projects into the stored choices.
func (a *App) moveChoices(ctx context.Context) {
	now, err := a.Engine.Choices(ctx)
	if err != nil {
		return // the engine has ended
	}
	for _, stored := range a.store.View().Choices {
		for _, c := range now {
			same := c.Since == stored.Since && c.Mode == stored.Mode &&
				(c.Scope == stored.Scope || c.ScopeID != "" && c.ScopeID == stored.ScopeID)
			if !same || c == stored {
				continue
			}
			if err := a.store.SetChoice(ctx, c); err != nil {
				a.log.Warn("a stored choice cannot follow its environment", zap.String("scope", c.Scope), zap.Error(err))
			}
		}
	}
}
