package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/venvd/venvd/internal/app"
	"github.com/venvd/venvd/internal/wire"
	"github.com/venvd/venvd/venvcore"
)

func listCommand(s streams) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:               "list [DIR]",
		Short:             "List the environments of the machine, or of a folder",
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: completeDirectory,
		RunE: func(cmd *cobra.Command, args []string) error {
			return list(cmd.Context(), s, argument(args, 0), asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the result of venvd/discover")
	return cmd
}

func list(ctx context.Context, s streams, dir string, asJSON bool) error {
	ses, err := begin(ctx, s.err)
	if err != nil {
		return err
	}
	defer ses.end()
	l, err := ses.listing(ctx, dir)
	if err != nil {
		return err
	}
	if asJSON {
		return printJSON(s.out, wire.FromListing(l.Environments, l.Tools, l.Faults, l.Snapshot.Generation))
	}
	st := styleFor(s.out)
	if len(l.Environments) == 0 {
		fmt.Fprintln(s.err, "no environment was found")
	} else {
		fmt.Fprintln(s.out, environmentTable(st, l.Environments, ses.world.Home))
	}
	printFaults(s.err, l.Faults, ses.world.Home)
	return nil
}

func (ses *session) listing(ctx context.Context, dir string) (app.Listing, error) {
	if dir != "" {
		abs, err := directory(dir)
		if err != nil {
			return app.Listing{}, err
		}
		if err := ses.Open(ctx, abs, ses.folderSettings(abs), false); err != nil {
			return app.Listing{}, err
		}
		dir = abs
	}
	l, err := ses.Discover(ctx, dir, false, nil)
	if err != nil || !app.LacksPatch(l.Environments) || !ses.AwaitAnswers(ctx) {
		return l, err
	}
	return ses.Discover(ctx, dir, false, nil)
}

func environmentTable(st style, envs []*venvcore.Environment, home string) string {
	var rows [][]string
	for _, e := range envs {
		version := e.Version
		if version == "" {
			version = "?"
		}
		path := e.Prefix
		if !e.IsVirtual {
			path = e.Interpreter
		}
		rows = append(rows, []string{visible(e.Name), version, string(e.Kind), st.health(e.Health), short(path, home)})
	}
	return st.table([]string{"NAME", "PYTHON", "KIND", "STATE", "PATH"}, rows)
}
