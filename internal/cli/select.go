package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/venvd/venvd/internal/app"
	"github.com/venvd/venvd/internal/wire"
)

func selectCommand(s streams) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "select ENV [DIR]",
		Short: "Choose the environment of a project by hand",
		Long: "Choose the environment of a project by hand: an id, a name, a path, `auto` for the\n" +
			"rules' own answer, or `none` for no interpreter. Every editor is told at once.",
		Args:              cobra.RangeArgs(1, 2),
		ValidArgsFunction: completeChoice,
		RunE: func(cmd *cobra.Command, args []string) error {
			ses, err := begin(cmd.Context(), s.err)
			if err != nil {
				return err
			}
			defer ses.end()
			abs, _, err := ses.open(cmd.Context(), argument(args, 1))
			if err != nil {
				return err
			}
			ans, err := ses.Select(cmd.Context(), abs, meant(args[0]), args[0] == "auto")
			if err == nil {
				ans, err = ses.fuller(cmd.Context(), abs, ans)
			}
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(s.out, wire.FromSelection(ans.Selection))
			}
			shown := ans.Selection.Interpreter
			if shown == "" {
				shown = "no interpreter"
			}
			fmt.Fprintf(s.out, "%s: %s\n", short(ans.Scope, ses.world.Home), visible(shown))
			if ans.Selection.Environment != nil {
				ses.noteOn(s, ans.Selection)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the result of venvd/select")
	return cmd
}

// meant makes a path of what looks like one; ids and names stay as they are, such
// as "3.12.1" of a base.
func meant(what string) string {
	if what == app.ChooseNone || !strings.ContainsAny(what, `/\.`) {
		return what
	}
	if _, err := os.Lstat(what); err != nil && !isPathBegun(what) {
		return what
	}
	if abs, err := filepath.Abs(what); err == nil {
		return abs
	}
	return what
}
