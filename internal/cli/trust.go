package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

func trustCommand(s streams) *cobra.Command {
	var asJSON, remove bool
	cmd := &cobra.Command{
		Use:   "trust [DIR]",
		Short: "Let venvd run what lies below a directory",
		Long: "Let venvd run what lies below a directory: the environments in it, and tools on them.\n" +
			"Trust is bound to the directory itself and follows its rename. Once on ~/src is enough\n" +
			"for every project there.",
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: completeDirectory,
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, err := directory(argument(args, 0))
			if err != nil {
				return err
			}
			ses, err := begin(cmd.Context(), s.err)
			if err != nil {
				return err
			}
			defer ses.end()
			if err := ses.SetTrust(cmd.Context(), dir, !remove, true); err != nil {
				return err
			}
			if asJSON {
				return printJSON(s.out, nil)
			}
			word := "trusted"
			if remove {
				word = "not trusted"
			}
			fmt.Fprintf(s.out, "%s is %s\n", short(dir, ses.world.Home), word)
			return nil
		},
	}
	cmd.Flags().BoolVar(&remove, "remove", false, "take the trust back")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the result of venvd/trust")
	return cmd
}
