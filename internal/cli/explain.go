package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/venvd/venvd/internal/wire"
	"github.com/venvd/venvd/venvcore"
)

func explainCommand(s streams) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "explain [FILE|DIR]",
		Short: "Say why this interpreter, and why no other",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ses, ans, err := ask(cmd.Context(), s.err, argument(args, 0))
			if err != nil {
				return err
			}
			defer ses.end()
			if asJSON {
				return printJSON(s.out, wire.FromExplanation(ans.Selection, ans.Candidates))
			}
			ses.explain(s, ans.Selection, ans.Candidates)
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the result of venvd/explain")
	return cmd
}

func (ses *session) explain(s streams, sel venvcore.Selection, candidates []venvcore.Candidate) {
	st, home := styleFor(s.out), ses.world.Home
	chosen := "no interpreter"
	if sel.Interpreter != "" {
		chosen = short(sel.Interpreter, home)
	}
	fmt.Fprintf(s.out, "%s  %s  %s\n", short(sel.Scope, home), st.selection(sel), chosen)
	fmt.Fprintf(s.out, "rule %s: %s\n", sel.Rule, visible(sel.Reason))
	if sel.Environment != nil {
		for _, p := range sel.Environment.Health.Problems {
			fmt.Fprintf(s.out, "%s: %s%s\n", p.Severity, visible(p.Message), fixes(p.Fixes))
		}
	}
	var rows [][]string
	for _, c := range candidates {
		rows = append(rows, []string{
			fmt.Sprint(c.Rank), verdict(st, c.Verdict), string(c.Rule), c.Environment.Version,
			short(c.Environment.Prefix, home), visible(c.Reason),
		})
	}
	if len(rows) > 0 {
		fmt.Fprintf(s.out, "\n%s\n", st.table([]string{"", "VERDICT", "RULE", "PYTHON", "PATH", "WHY"}, rows))
	}
}

func verdict(st style, v venvcore.Verdict) string {
	switch v {
	case venvcore.Chosen:
		return st.paint(string(v), 0)
	case venvcore.Rejected:
		return st.paint(string(v), 2)
	}
	return string(v)
}

func fixes(list []venvcore.Fix) string {
	if len(list) == 0 {
		return ""
	}
	words := make([]string, len(list))
	for i, f := range list {
		words[i] = string(f)
	}
	return " (" + strings.Join(words, " or ") + ")"
}
