package engine

import (
	"context"
	"slices"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// Open has a folder looked at and followed. With announce its first answer is
// told as `opened`.
func (e *Engine) Open(ctx context.Context, path string, settings FolderSettings, announce bool) error {
	return e.do(ctx, func(l *loop) {
		f := l.open(path)
		f.opened = true
		l.configure(f, settings)
		first := venvcore.Reason("")
		if announce {
			first = venvcore.ReasonOpened
		}
		l.follow(path, first)
	})
}

// open adds the folder and its root when they are not there.
func (l *loop) open(path string) *folder {
	f := l.folders[path]
	if f == nil {
		f = &folder{path: path, at: path}
		l.folders[path] = f
		l.nameFolders()
		l.roots[folderKey(path)] = &root{what: Root{Key: folderKey(path), Folder: path}, full: true}
		l.dirty = true
		l.reported()
	}
	return f
}

// nameFolders lets everybody see which folders there are.
func (l *loop) nameFolders() {
	names := sortedKeys(l.folders)
	l.engine.folders.Store(&names)
}

func (l *loop) configure(f *folder, s FolderSettings) {
	r := l.roots[folderKey(f.path)]
	if r.what.Bounds.Depth != s.Bounds.Depth || r.what.Bounds.Entries != s.Bounds.Entries ||
		!slices.Equal(r.what.Bounds.Ignore, s.Bounds.Ignore) {
		r.what.Bounds, r.full = s.Bounds, true
	}
	if s.Interpreter != f.settings.Interpreter {
		f.setting = nil
		if s.Interpreter != "" {
			f.setting = &venvcore.Setting{Path: s.Interpreter}
		}
	}
	f.settings = s
	l.dirty, l.renamed = true, true
}

// Configure changes the settings of a folder that is open.
func (e *Engine) Configure(ctx context.Context, path string, s FolderSettings) error {
	return e.do(ctx, func(l *loop) {
		if f := l.folders[path]; f != nil {
			l.configure(f, s)
		}
	})
}

// Close forgets a folder; its scopes are followed no longer.
func (e *Engine) Close(ctx context.Context, path string) error {
	return e.do(ctx, func(l *loop) { l.close(path) })
}

func (l *loop) close(path string) {
	if l.folders[path] == nil {
		return
	}
	l.forget(l.roots[folderKey(path)].what)
	delete(l.folders, path)
	l.nameFolders()
	delete(l.roots, folderKey(path))
	for p := range l.scopes {
		if l.folderOf(p) == nil {
			delete(l.scopes, p)
		}
	}
	for d, doc := range l.documents {
		if l.folderOf(doc.at) == nil {
			delete(l.documents, d)
		}
	}
	l.wants.stale, l.dirty = true, true
	l.reported()
	l.lastCause = "folder closed"
}

// Answer is a selection with all that led to it.
type Answer struct {
	Scope      string
	Selection  venvcore.Selection
	Candidates []venvcore.Candidate
	Snapshot   *venvcore.Snapshot
}

// Ask gives the answer for a file or a directory, and follows its scope from
// now on. It waits for the first scan of what the answer depends on. outside
// is as for OpenDocument.
func (e *Engine) Ask(ctx context.Context, path, outside string) (Answer, error) {
	var a Answer
	var refused error
	err := e.await(ctx, func(l *loop, ready chan struct{}) {
		if refused = l.within(path, outside); refused != nil {
			close(ready)
			return
		}
		l.wait(ctx, ready, func(l *loop) bool { return l.ask(path, &a) })
	})
	if err != nil {
		return Answer{}, err // the loop may still be writing to a
	}
	return a, refused
}

// within has a folder hold path: one that is open, else the one outside names.
func (l *loop) within(path, outside string) error {
	switch {
	case l.folderOf(path) != nil:
		return nil
	case outside == "":
		return ErrOutside
	}
	l.open(outside)
	return nil
}

// ask fills in the answer when it can be given.
func (l *loop) ask(path string, a *Answer) bool {
	path = l.real(path)
	f := l.folderOf(path)
	if f == nil {
		a.Scope, a.Snapshot = path, l.told // the folder was closed meanwhile
		return true
	}
	if read := l.fileRead(path); !read || !l.scanned(f) {
		return false
	}
	scope := l.scopeFor(path)
	if s := l.scopes[scope]; s == nil || s.ended {
		l.follow(scope, "")
	}
	if l.dirty {
		// What this client has asked for before counts, whatever is still looked at.
		l.settle(time.Now())
	}
	s := l.scopes[scope]
	c := l.chooser(l.told.Machine, l.projects())
	in := c.input(scope)
	if !s.known || l.awaits(scope, &in) {
		return false
	}
	_, a.Candidates = venvcore.Choose(in)
	a.Scope, a.Selection, a.Snapshot = scope, s.selection, l.told
	return true
}

// Known waits until everything has been looked at once: the machine and every
// folder that is open at the time of the call.
func (e *Engine) Known(ctx context.Context) error {
	return e.await(ctx, func(l *loop, ready chan struct{}) {
		l.wait(ctx, ready, func(l *loop) bool {
			for _, r := range l.roots {
				if !r.known() {
					return false
				}
			}
			return true
		})
	})
}

// Refresh looks at everything again, whatever was remembered, and waits for
// it.
func (e *Engine) Refresh(ctx context.Context) error {
	return e.await(ctx, func(l *loop, ready chan struct{}) {
		wanted := map[*root]int{}
		for _, r := range l.roots {
			r.full = true
			wanted[r] = r.scans + 1
			if r.running {
				wanted[r]++
			}
		}
		l.lastCause = "refresh"
		l.wait(ctx, ready, func(l *loop) bool {
			for r, n := range wanted {
				if l.roots[r.what.Key] == r && r.shown.scan < n {
					return false
				}
			}
			return true
		})
	})
}

// Again has roots look again at what they decided by a path, though nothing is
// known to have happened there: what was found out is known by other means than
// by looking. Without roots it only has whoever waits for Asking looked after.
func (e *Engine) Again(ctx context.Context, roots []string, path string) error {
	return e.do(ctx, func(l *loop) {
		for _, key := range roots {
			l.roots[key].touch(path)
		}
		if len(roots) > 0 {
			l.lastCause = "an interpreter was asked"
		}
	})
}

// Settled waits until nothing is being looked at, found out or held back.
func (e *Engine) Settled(ctx context.Context) error {
	return e.await(ctx, func(l *loop, ready chan struct{}) { l.wait(ctx, ready, (*loop).idle) })
}

// Resolve gives the environment that a path starts, or is the root of, wherever
// it lies; nil when it is none.
func (e *Engine) Resolve(ctx context.Context, path string) (*venvcore.Environment, error) {
	var env *venvcore.Environment
	err := e.await(ctx, func(l *loop, ready chan struct{}) {
		l.name(path)
		r := l.roots[pathsRoot]
		r.touch(path)
		wanted := r.scans + 1
		if r.running {
			wanted++
		}
		l.wait(ctx, ready, func(l *loop) bool {
			if r.shown.scan < wanted {
				return false
			}
			env = l.resolve(path)
			if env == nil {
				l.unname(path) // nothing is there: it need not be looked at again
			}
			return true
		})
	})
	if err != nil {
		return nil, err // the loop may still be writing to env
	}
	return env, nil
}

// resolve prefers what is told; what is only just seen is given as it is.
func (l *loop) resolve(path string) *venvcore.Environment {
	fresh := venvcore.NewMachine(l.observe().list).ByPath(path)
	if fresh == nil {
		return nil
	}
	if told := l.told.Machine.ByID(fresh.ID); told != nil && told.Prefix == fresh.Prefix {
		return told
	}
	return fresh
}

// Keep hands in what is stored: choices and what the rules had chosen.
func (e *Engine) Keep(ctx context.Context, choices []venvcore.Choice, remembered []venvcore.Remembered) error {
	return e.do(ctx, func(l *loop) {
		l.choices, l.rereading = l.merged(choices), false
		if l.again {
			l.reread()
		}
		for _, m := range remembered {
			if _, ours := l.remembered[m.Scope]; !ours {
				l.remembered[m.Scope] = m
			}
		}
		l.dirty, l.renamed = true, true
		l.lastCause = "stored choices"
		l.settle(time.Now())
	})
}

// Remembered gives what the rules have chosen by themselves in the folders that
// are followed; what Keep handed in about others is not this engine's to tell.
func (e *Engine) Remembered(ctx context.Context) ([]venvcore.Remembered, error) {
	var out []venvcore.Remembered
	err := e.do(ctx, func(l *loop) {
		for _, k := range sortedKeys(l.remembered) {
			if m := l.remembered[k]; l.concerns(m.Scope, m.ScopeID) {
				out = append(out, m)
			}
		}
	})
	return out, err
}

// Choices gives the stored choices as they hold now: with the place that each
// environment has now.
func (e *Engine) Choices(ctx context.Context) ([]venvcore.Choice, error) {
	var out []venvcore.Choice
	err := e.do(ctx, func(l *loop) { out = slices.Clone(l.choices) })
	return out, err
}

// Activate says which environment was active where the daemon was started.
func (e *Engine) Activate(ctx context.Context, prefix string) error {
	return e.do(ctx, func(l *loop) {
		l.activated = &venvcore.Activated{Prefix: prefix}
		l.dirty, l.renamed = true, true
	})
}

// Machine looks at the machine's places anew after the settings that name them
// have changed.
func (e *Engine) Machine(ctx context.Context) error {
	roots := e.looker.MachineRoots()
	return e.do(ctx, func(l *loop) {
		l.machine(roots)
		l.dirty = true
		l.lastCause = "places changed"
	})
}
