package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/venvd/venvd/internal/app"
)

// Exit codes of every command.
const (
	exitOK      = 0
	exitNone    = 1 // there is no interpreter, or what was asked for failed
	exitBroken  = 2 // what is chosen cannot run
	exitUsage   = 64
	exitCrashed = 70
)

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// exitError carries an exit code; what there is to say has been said.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit %d", int(e)) }

// usageError is a mistake in the words of a command.
type usageError struct{ error }

// Main runs one command and returns its exit code. SIGINT and SIGTERM end it
// in order.
func Main(args []string, in io.Reader, out, errw io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A client that closes its end is how a session may end; it must not end the
	// process before it has cleaned up.
	ignoreBrokenPipe()
	errw = visibly{errw}
	root := newRoot(streams{in, out, errw})
	root.SetArgs(args)
	return report(errw, root.ExecuteContext(ctx))
}

// report says an error and gives its exit code.
func report(w io.Writer, err error) int {
	var code exitError
	var usage usageError
	var known *app.Error
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &code):
		return int(code)
	case errors.As(err, &usage):
		fmt.Fprintf(w, "venvd: %v\n", err)
		return exitUsage
	case errors.As(err, &known):
		fmt.Fprintf(w, "venvd: %s\n", known.Message)
		if known.Hint != "" {
			fmt.Fprintf(w, "hint: %s\n", known.Hint)
		}
		return exitNone
	default:
		fmt.Fprintf(w, "venvd: %v\n", err)
		return exitNone
	}
}

func newRoot(s streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "venvd",
		Short: "Knows every Python environment, and follows it",
		Long: "venvd knows every Python environment on the machine, chooses the right interpreter\n" +
			"for each project, and follows environments wherever they go.",
		SilenceUsage: true, SilenceErrors: true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: false},
	}
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(
		serveCommand(s), listCommand(s), whichCommand(s), explainCommand(s), watchCommand(s),
		selectCommand(s), packagesCommand(s), trustCommand(s), statusCommand(s), versionCommand(s),
	)
	root.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return usageError{fmt.Errorf("there is no command %q; `venvd --help` shows those there are", args[0])}
		}
		return cmd.Help()
	}
	root.Args = cobra.ArbitraryArgs
	for _, c := range root.Commands() {
		c.Args = asUsage(c.Args)
	}
	return root
}

// asUsage makes wrong arguments exit as what they are.
func asUsage(check cobra.PositionalArgs) cobra.PositionalArgs {
	if check == nil {
		check = cobra.NoArgs
	}
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usageError{fmt.Errorf("%w; `venvd %s --help` shows how", err, cmd.Name())}
		}
		return nil
	}
}
