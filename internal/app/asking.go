package app

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"go.uber.org/zap"

	"github.com/venvd/venvd/discover"
	"github.com/venvd/venvd/venvcore"
	"github.com/venvd/venvd/venvcore/engine"
)

// answerLimit is how long a command that prints once waits for interpreters that
// are asked for their version: one that hangs is given up after 5 s, and that has
// to be written down before the process ends, or it would hang the next time too.
const answerLimit = 6 * time.Second

// asker is discover.Asker; tests have one that only takes notes.
type asker interface {
	Consider(root string, list []discover.Unknown)
	Reconsider()
	Begin()
	Pending() bool
	Run(ctx context.Context)
}

// folders are those that count as opened before the engine has them: what a
// client has opened is untrusted until it is trusted, however long its settings
// are waited for.
type folders struct {
	mu        sync.Mutex
	announced map[string]bool
	opening   map[string]int // how many calls are opening it
}

func newFolders() *folders {
	return &folders{announced: map[string]bool{}, opening: map[string]int{}}
}

// change runs f on what is kept.
func (fs *folders) change(f func(*folders)) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	f(fs)
}

func (fs *folders) list() []string {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	return append(slices.Collect(maps.Keys(fs.announced)), slices.Collect(maps.Keys(fs.opening))...)
}

// Open has a folder looked at and followed, as engine.Open does. Before anything
// is looked at in it, whoever was asked while it was not open is ended.
func (a *App) Open(ctx context.Context, path string, settings engine.FolderSettings, announce bool) error {
	defer a.enter(path)()
	return a.Engine.Open(ctx, path, settings, announce)
}

// Announce says that a client has opened a folder that will be looked at later.
func (a *App) Announce(path string) {
	defer a.enter(path)()
	a.folders.change(func(fs *folders) { fs.announced[path] = true })
}

// Close forgets a folder.
func (a *App) Close(ctx context.Context, path string) error {
	err := a.Engine.Close(ctx, path)
	a.folders.change(func(fs *folders) { delete(fs.announced, path) })
	a.reconsider()
	return err
}

// enter makes a folder count as opened until the function that it gives is
// called; by then who called it has it counted by other means.
func (a *App) enter(path string) (leave func()) {
	known := slices.Contains(a.openFolders(), path)
	a.folders.change(func(fs *folders) { fs.opening[path]++ })
	if !known {
		a.reconsider()
	}
	return func() {
		a.folders.change(func(fs *folders) {
			if fs.opening[path]--; fs.opening[path] == 0 {
				delete(fs.opening, path)
			}
		})
	}
}

// openFolders gives the folders that are opened, are about to be, or are looked
// at because somebody asked about something in them. In this order one that the
// engine takes over meanwhile is in either list.
func (a *App) openFolders() []string {
	list := append(a.folders.list(), a.Engine.Folders()...)
	slices.Sort(list)
	return slices.Compact(list)
}

// reconsider decides anew which interpreters may be asked.
func (a *App) reconsider() {
	if a.asker != nil {
		a.asker.Reconsider()
	}
}

// BeginAsking lets interpreters be asked for versions that no file tells, under
// the rules of trust. Until a front end calls it, with every folder announced or
// opened that is open from the start, none is.
func (a *App) BeginAsking() {
	if a.asker != nil {
		a.asker.Begin()
	}
}

// AwaitAnswers waits for whom is being asked, for a front end that prints once,
// and reports whether there was anybody: then what is known may be more than
// before.
func (a *App) AwaitAnswers(ctx context.Context) bool {
	a.BeginAsking()
	if a.asker == nil || !a.asker.Pending() {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	if err := a.Engine.Settled(ctx); err != nil {
		a.log.Debug("not every interpreter has answered", zap.Error(err))
	}
	return true
}

// newAsker makes the asker of an App and has discovery consult it.
func (a *App) newAsker() *discover.Asker {
	asker := discover.NewAsker(discover.AskerOptions{
		World: a.world, Trust: askTrust{a}, Keeper: a.store, Log: a.log,
		Again: func(ctx context.Context, roots []string, path string) {
			if err := a.Engine.Again(ctx, roots, path); err != nil && ctx.Err() == nil {
				a.log.Debug("nobody looks again", zap.Error(err)) // the engine has ended
			}
		},
	})
	a.world.Answers = asker
	return asker
}

// askTrust tells the asker what may be run.
type askTrust struct{ app *App }

// Folders gives the opened folders, after what other processes have stored about
// trust was read.
func (t askTrust) Folders(ctx context.Context) []string {
	if _, err := t.app.store.Reload(ctx); err != nil && ctx.Err() == nil {
		t.app.log.Warn("the stored trust cannot be read", zap.Error(err))
	}
	return t.app.openFolders()
}

func (t askTrust) Trusted(path string) (trusted, known bool) { return t.app.trust(path) }

// LacksPatch reports whether the version of one of the environments may become
// fuller by asking.
func LacksPatch(list []*venvcore.Environment) bool {
	return slices.ContainsFunc(list, func(e *venvcore.Environment) bool { return e != nil && !venvcore.IsFull(e.Version) })
}
