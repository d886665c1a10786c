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

func packagesCommand(s streams) *cobra.Command {
	var asJSON, freeze bool
	cmd := &cobra.Command{
		Use:   "packages [ENV]",
		Short: "List what is installed in an environment",
		Long: "List what is installed in an environment, read from its files: the interpreter may be one\n" +
			"that cannot start. ENV is an id, a name or a path; without it, the environment that is\n" +
			"right for the current folder.",
		Example:           "  venvd packages --freeze > requirements.txt",
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: completeEnvironment,
		RunE: func(cmd *cobra.Command, args []string) error {
			return listPackages(cmd.Context(), s, argument(args, 0), freeze, asJSON)
		},
	}
	cmd.Flags().BoolVar(&freeze, "freeze", false, "print what \"pip freeze --all\" would")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the result of venvd/packages")
	return cmd
}

func listPackages(ctx context.Context, s streams, what string, freeze, asJSON bool) error {
	ses, env, err := environmentOf(ctx, s, what)
	if err != nil {
		return err
	}
	defer ses.end()
	found, err := ses.Packages(ctx, env, freeze)
	if err != nil {
		return err
	}
	st := styleFor(s.out)
	switch {
	case asJSON:
		return printJSON(s.out, wire.FromPackages(found.List, textOf(found, freeze), found.Faults))
	case freeze && st.terminal:
		_, err = io.WriteString(visibly{s.out}, found.Freeze)
	case freeze:
		_, err = io.WriteString(s.out, found.Freeze) // for pip, byte by byte
	case len(found.List) > 0:
		_, err = fmt.Fprintln(s.out, packageTable(st, found.List, ses.world.Home))
	default:
		fmt.Fprintf(s.err, "no package is installed in %s\n", short(env.Prefix, ses.world.Home))
	}
	printFaults(s.err, found.Faults, ses.world.Home)
	return err
}

func textOf(p *app.Packages, freeze bool) *string {
	if !freeze {
		return nil
	}
	return &p.Freeze
}

// environmentOf gives the environment that a command is about: the one that is
// named, else that of the current folder, as `venvd which` gives it.
func environmentOf(ctx context.Context, s streams, what string) (*session, *venvcore.Environment, error) {
	if what == "" {
		return environmentHere(ctx, s)
	}
	ses, err := begin(ctx, s.err)
	if err != nil {
		return nil, nil, err
	}
	if what = meant(what); !ses.world.IsAbs(what) {
		// Those of the current folder have names too.
		_, _, err = ses.open(ctx, ".")
	}
	if err == nil {
		var env *venvcore.Environment
		if env, err = ses.Find(ctx, what); err == nil {
			return ses, env, nil
		}
	}
	ses.end()
	return nil, nil, err
}

func environmentHere(ctx context.Context, s streams) (*session, *venvcore.Environment, error) {
	ses, ans, err := ask(ctx, s.err, ".")
	if err != nil {
		return nil, nil, err
	}
	sel := ans.Selection
	if sel.Environment == nil {
		ses.end()
		fmt.Fprintf(s.err, "venvd: %s\n", sel.Reason)
		return nil, nil, exitError(exitNone)
	}
	noteStandIn(s, sel)
	return ses, sel.Environment, nil
}

func packageTable(st style, list []venvcore.Package, home string) string {
	var rows [][]string
	for _, p := range list {
		from := ""
		switch {
		case p.Editable != "":
			from = short(p.Editable, home)
		case p.Inherited:
			from = st.faint("the base")
		}
		rows = append(rows, []string{visible(p.Name), visible(p.Version), visible(p.Installer), from})
	}
	return st.table([]string{"NAME", "VERSION", "INSTALLER", "FROM"}, rows)
}
