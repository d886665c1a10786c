package app

import (
	"context"
	"slices"

	"github.com/venvd/venvd/discover"
	"github.com/venvd/venvd/venvcore/engine"
)

// looker lets the engine look through discover.
type looker struct {
	world   *discover.World
	scanner *discover.Scanner
	holder  *holder // nil: nothing is followed
	asker   asker   // nil: nobody is asked
}

// newLooker: identities of watched directories are read only when somebody
// watches them.
func newLooker(w *discover.World, watched bool) *looker {
	l := &looker{world: w, scanner: discover.NewScanner(w, discover.Options{Identities: watched})}
	if watched {
		l.holder = newHolder(w)
	}
	return l
}

func (l *looker) MachineRoots() []engine.Root {
	var out []engine.Root
	for _, r := range discover.Roots(l.world) {
		out = append(out, engine.Root{Key: r.Key(), Tool: r.Tool})
	}
	return out
}

func (l *looker) Look(ctx context.Context, q engine.Query) (*engine.Report, error) {
	if l.holder != nil && q.Root.Folder != "" {
		if now := l.holder.where(q.Root.Folder); now != "" {
			return &engine.Report{Moved: now}, nil
		}
	}
	rep, err := l.scanner.Scan(ctx, discover.Query{Root: toRoot(q.Root), Changed: q.Changed, Full: q.Full, Held: q.Held})
	if err != nil {
		return nil, err
	}
	if l.asker != nil {
		l.asker.Consider(q.Root.Key, rep.Unknown)
	}
	out := &engine.Report{
		Projects: rep.Projects, Plain: rep.Plain, Tools: rep.Tools, Faults: rep.Faults, Elapsed: rep.Elapsed,
		Environments: rep.Environments,
		Watch:        make([]engine.Watch, len(rep.Watch)),
	}
	for i, w := range rep.Watch {
		out.Watch[i] = engine.Watch{Path: w.Path, ID: w.ID}
	}
	if l.holder != nil && q.Root.Folder != "" {
		l.holder.hold(q.Root.Folder)
	}
	return out, nil
}

func (l *looker) Count(ctx context.Context, dir string) (int, error) {
	return l.scanner.Count(ctx, dir)
}

// Forget drops what is remembered and held of a root.
func (l *looker) Forget(r engine.Root) {
	l.scanner.Forget(toRoot(r))
	if l.asker != nil {
		l.asker.Consider(r.Key, nil)
	}
	if l.holder != nil && r.Folder != "" {
		l.holder.drop(r.Folder)
	}
}

func toRoot(r engine.Root) discover.Root {
	b := discover.Bounds{Depth: r.Bounds.Depth, Entries: r.Bounds.Entries, Ignore: r.Bounds.Ignore}
	switch {
	case r.Folder != "":
		return discover.Root{Kind: discover.RootFolder, Path: r.Folder, Bounds: b}
	case r.Tool != "":
		return discover.Root{Kind: discover.RootTool, Tool: r.Tool}
	}
	kind := discover.RootPaths
	if r.Scripts {
		kind = discover.RootScripts
	}
	return discover.Root{Kind: kind, Paths: slices.Clone(r.Paths)}
}
