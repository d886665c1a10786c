package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/venvd/venvd/internal/app"
	"github.com/venvd/venvd/internal/wire"
	"github.com/venvd/venvd/venvcore"
)

func whichCommand(s streams) *cobra.Command {
	var asJSON, prefix bool
	cmd := &cobra.Command{
		Use:   "which [FILE|DIR]",
		Short: "Print the interpreter of a project, and nothing else",
		Long: "Print the path of the interpreter that is right for a file or folder, and nothing else.\n" +
			"Exits with 1 when there is none, with 2 when what is chosen cannot run.",
		Example: "  $(venvd which) -m pytest\n  cd \"$(venvd which --prefix)\"",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return which(cmd.Context(), s, argument(args, 0), asJSON, prefix)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the result of venvd/interpreter")
	cmd.Flags().BoolVar(&prefix, "prefix", false, "print the environment's root instead of its interpreter")
	return cmd
}

func which(ctx context.Context, s streams, path string, asJSON, prefix bool) error {
	ses, ans, err := ask(ctx, s.err, path)
	if err != nil {
		return err
	}
	defer ses.end()
	sel := ans.Selection
	if asJSON {
		if err := printJSON(s.out, wire.FromSelection(sel)); err != nil {
			return err
		}
		return exitFor(sel)
	}
	if sel.Environment == nil {
		fmt.Fprintf(s.err, "venvd: %s\n", sel.Reason)
		return exitError(exitNone)
	}
	out := sel.Interpreter
	if prefix || out == "" {
		out = sel.Environment.Prefix
	}
	fmt.Fprintln(s.out, out)
	ses.noteOn(s, sel)
	return exitFor(sel)
}

// ask gives the answer for a path of the command line in one look.
func ask(ctx context.Context, errw io.Writer, path string) (*session, app.Answer, error) {
	ses, err := begin(ctx, errw)
	if err != nil {
		return nil, app.Answer{}, err
	}
	abs, _, err := ses.open(ctx, path)
	if err == nil {
		var ans app.Answer
		if ans, err = ses.Ask(ctx, abs); err == nil {
			ans, err = ses.fuller(ctx, abs, ans)
		}
		if err == nil {
			return ses, ans, nil
		}
	}
	ses.end()
	return nil, app.Answer{}, err
}

// fuller gives the answer for a path anew, when interpreters had to be asked for
// a version that may matter for it.
func (ses *session) fuller(ctx context.Context, abs string, ans app.Answer) (app.Answer, error) {
	var weighed []*venvcore.Environment
	for _, c := range ans.Candidates {
		weighed = append(weighed, c.Environment)
	}
	if !app.LacksPatch(weighed) || !ses.AwaitAnswers(ctx) {
		return ans, nil
	}
	return ses.Ask(ctx, abs)
}

// noteOn says on stderr what the path alone does not.
func (ses *session) noteOn(s streams, sel venvcore.Selection) {
	noteStandIn(s, sel)
	for _, p := range sel.Environment.Health.Problems {
		fmt.Fprintf(s.err, "note: %s\n", p.Message)
	}
	if sel.Environment.IsVirtual && venvcore.Contains(sel.Scope, sel.Environment.Prefix) && !ses.Trusted(sel.Scope) {
		fmt.Fprintf(s.err, "note: %s is not trusted, so venvd runs nothing in it; `venvd trust %s` changes that\n",
			short(sel.Scope, ses.world.Home), quote(sel.Scope))
	}
}

// noteStandIn says on stderr that another environment was meant, or none is there.
func noteStandIn(s streams, sel venvcore.Selection) {
	switch {
	case sel.State == venvcore.SelectionMissing:
		fmt.Fprintf(s.err, "note: %s\n", sel.Reason)
	case sel.Rule == venvcore.RuleBase || sel.Rule == venvcore.RulePinnedVersion:
		fmt.Fprintf(s.err, "note: this is a base installation: %s\n", sel.Reason)
	}
}

func exitFor(sel venvcore.Selection) error {
	switch {
	case sel.Environment == nil:
		return exitError(exitNone)
	case sel.Interpreter == "" || !sel.Environment.CanStart():
		return exitError(exitBroken)
	}
	return nil
}
