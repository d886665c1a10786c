// Package watching lets the engine speak to the watcher in the engine's own terms,
// so that neither needs to know the other.
package watching

import (
	"errors"

	"github.com/venvd/venvd/venvcore"
	"github.com/venvd/venvd/venvcore/engine"
	"github.com/venvd/venvd/watcher"
)

// Adapter is a watcher as the engine wants it.
type Adapter struct {
	w       *watcher.Watcher
	batches chan engine.Batch
	done    chan struct{}
}

var _ engine.Watcher = (*Adapter)(nil)

// New gives the adapter of a watcher, which is closed with it.
func New(w *watcher.Watcher) *Adapter {
	a := &Adapter{w: w, batches: make(chan engine.Batch), done: make(chan struct{})}
	go a.pump()
	return a
}

// pump converts batches one by one, so that the watcher gathers what happens
// while the engine is busy.
func (a *Adapter) pump() {
	defer close(a.batches)
	for b := range a.w.Batches() {
		out := engine.Batch{Changed: b.Changed, Moved: b.Moved, Dirs: b.Dirs, Lost: b.Lost, Synced: b.Synced}
		for _, arm := range b.Armed {
			out.Armed = append(out.Armed, engine.Armed{
				Path: arm.Path, Dir: arm.Dir, ID: venvcore.Identity(arm.ID), Err: arm.Err,
			})
		}
		select {
		case a.batches <- out:
		case <-a.done:
			return
		}
	}
}

// Want has these paths watched and no others; see watcher.Watcher.Want.
func (a *Adapter) Want(paths []string) {
	wants := make([]watcher.Want, len(paths))
	for i, p := range paths {
		wants[i] = watcher.Want{Path: p}
	}
	a.w.Want(wants)
}

// Barrier asks for the token in a batch after all that has happened until now.
func (a *Adapter) Barrier(token uint64) { a.w.Barrier(token) }

// Verify has what is watched at and below the prefixes compared with the disk;
// without any, everything.
func (a *Adapter) Verify(prefixes ...string) { a.w.Verify(prefixes...) }

// Batches gives where to look again. The channel is closed when the watcher ends.
func (a *Adapter) Batches() <-chan engine.Batch { return a.batches }

// Status gives the watcher's figures.
func (a *Adapter) Status() watcher.Status { return a.w.Status() }

// Close ends the adapter and the watcher. It may be called once.
func (a *Adapter) Close() error {
	close(a.done)
	if err := a.w.Close(); err != nil {
		return errors.Join(errors.New("the watcher did not end in order"), err)
	}
	return nil
}
