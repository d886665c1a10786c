package cli

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"go.uber.org/zap"

	"github.com/venvd/venvd/internal/app"
	"github.com/venvd/venvd/internal/state"
	"github.com/venvd/venvd/internal/wire"
	"github.com/venvd/venvd/venvcore"
)

func watchCommand(s streams) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "watch [DIR]",
		Short: "Show the projects of a folder and their interpreters, live",
		Long: "Show the projects of a folder, the interpreter of each, its state and why, and a line for\n" +
			"each change as it happens. Piped, only the lines; with --json, one push of the protocol a line.",
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: completeDirectory,
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, err := directory(argument(args, 0))
			if err != nil {
				return err
			}
			return watchFolder(cmd.Context(), s, dir, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print each venvd/interpreterChanged as one line")
	return cmd
}

// watchFolder follows every project of a folder until ctx ends.
func watchFolder(ctx context.Context, s streams, dir string, asJSON bool) error {
	log := zap.NewNop()
	watch, err := newDaemonWatcher(state.DefaultDir(), log)
	if err != nil {
		return err
	}
	defer watch.close(log)
	ses, err := assemble(context.WithoutCancel(ctx), app.Options{Log: log, Watcher: watch, Ask: true})
	if err != nil {
		return err
	}
	defer ses.end()
	ses.warn(s.err)
	if err := ses.Open(ctx, dir, ses.folderSettings(dir), false); err != nil {
		return err
	}
	ses.BeginAsking()
	v := &view{ses: ses, dir: dir, style: styleFor(s.out), told: venvcore.EmptySnapshot()}
	switch {
	case asJSON:
		return v.follow(ctx, func(f frame) error { return v.printJSON(s, f) })
	case v.style.terminal:
		return v.live(ctx, s)
	}
	fmt.Fprintf(s.err, "watching %s\n", short(dir, ses.world.Home))
	return v.follow(ctx, func(f frame) error {
		for _, line := range f.lines {
			// Nobody reads any more: the end of `venvd watch | head -1`.
			if _, err := fmt.Fprintln(s.out, line); err != nil {
				return err
			}
		}
		return nil
	})
}

// view turns snapshots into what a person reads.
type view struct {
	ses   *session
	dir   string
	style style
	told  *venvcore.Snapshot
}

// frame is the state to show, and what changed since the last.
type frame struct {
	table   string
	first   bool
	lines   []string
	changes []venvcore.InterpreterChanged
}

// follow hands every new state to show until ctx ends. Every project root that
// comes to be is followed too.
func (v *view) follow(ctx context.Context, show func(frame) error) error {
	for {
		changed := v.ses.Engine.Changed()
		if err := v.askAll(ctx); err != nil {
			return nilIfDone(ctx, err)
		}
		if err := show(v.frame(v.ses.Engine.Snapshot())); err != nil {
			return err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil
		}
	}
}

// nilIfDone: being interrupted is how watching ends.
func nilIfDone(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

func (v *view) askAll(ctx context.Context) error {
	if err := v.ses.Engine.Known(ctx); err != nil {
		return err
	}
	snap := v.ses.Engine.Snapshot()
	for _, p := range snap.Projects {
		if s := snap.Scopes[p.Root]; (s == nil || s.Ended) && venvcore.Contains(snap.Real(v.dir), p.Root) {
			if _, err := v.ses.Ask(ctx, p.Root); err != nil {
				return err
			}
		}
	}
	return nil
}

// frame computes what to show of a snapshot.
func (v *view) frame(snap *venvcore.Snapshot) frame {
	f := frame{table: v.table(snap), first: v.told.Generation == 0}
	f.changes = append(v.appeared(snap), venvcore.DiffInterpreters(v.told, snap)...)
	v.told = snap
	for _, c := range f.changes {
		f.lines = append(f.lines, v.line(c))
	}
	return f
}

// appeared gives the projects that are shown for the first time. The engine
// does not announce them, for it was asked about each.
func (v *view) appeared(snap *venvcore.Snapshot) []venvcore.InterpreterChanged {
	before := map[venvcore.Identity]bool{}
	for _, s := range v.told.Scopes {
		before[s.ID] = s.ID != ""
	}
	var out []venvcore.InterpreterChanged
	for _, path := range slices.Sorted(maps.Keys(snap.Scopes)) {
		s, old := snap.Scopes[path], v.told.Scopes[path]
		if s.Known && !s.Ended && !before[s.ID] && (old == nil || !old.Known || old.Ended) {
			out = append(out, venvcore.InterpreterChanged{
				Scope: path, Selection: s.Selection, Reason: venvcore.ReasonOpened, Generation: snap.Generation,
			})
		}
	}
	return out
}

func (v *view) table(snap *venvcore.Snapshot) string {
	var rows [][]string
	for _, p := range snap.Projects {
		s := snap.Scopes[p.Root]
		if s == nil || !s.Known || s.Ended {
			continue
		}
		rows = append(rows, v.row(s.Selection))
	}
	return v.style.table([]string{"PROJECT", "PYTHON", "STATE", "INTERPRETER", "WHY"}, rows)
}

func (v *view) row(sel venvcore.Selection) []string {
	version, path := "-", "-"
	if sel.Environment != nil {
		version = sel.Environment.Version
	}
	if sel.Interpreter != "" {
		path = v.short(sel.Interpreter)
	}
	return []string{v.short(sel.Scope), version, v.style.selection(sel), path, visible(sel.Reason)}
}

// short writes paths relative to the watched folder, for it is said above.
func (v *view) short(path string) string {
	for _, dir := range []string{v.dir, v.told.Real(v.dir)} { // it may have been renamed
		if path == dir {
			return "."
		}
		if venvcore.Contains(dir, path) {
			return visible(path[len(dir)+1:])
		}
	}
	return short(path, v.ses.world.Home)
}

// line says one change.
func (v *view) line(c venvcore.InterpreterChanged) string {
	now := v.style.faint(time.Now().Format(time.TimeOnly))
	what := fmt.Sprintf("%-13s", c.Reason)
	return fmt.Sprintf("%s  %s  %s  %s", now, v.style.paint(what, goodness(c)), v.short(c.Scope), v.what(c))
}

func (v *view) what(c venvcore.InterpreterChanged) string {
	to := "no interpreter"
	if c.Selection.Interpreter != "" {
		to = v.short(c.Selection.Interpreter)
	}
	if c.Previous == nil || c.Previous.Interpreter == "" || c.Previous.Interpreter == c.Selection.Interpreter {
		return to
	}
	return v.short(c.Previous.Interpreter) + " -> " + to
}

func goodness(c venvcore.InterpreterChanged) int {
	switch c.Reason {
	case venvcore.ReasonDeleted, venvcore.ReasonBroken:
		return 2
	case venvcore.ReasonHealth, venvcore.ReasonConfiguration, venvcore.ReasonDetails:
		return 1
	}
	return 0
}

func (v *view) printJSON(s streams, f frame) error {
	for _, c := range f.changes {
		text, err := wire.Compact(wire.FromInterpreterChanged(c))
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(s.out, "%s\n", text); err != nil {
			return err
		}
	}
	return nil
}
