package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/venvd/venvd/venvcore"
)

// completeDirectory completes a command's one directory.
func completeDirectory(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// completeChoice completes the environment that `select` takes: what it can be
// called, then its directory. A path is left to the shell.
func completeChoice(cmd *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
	switch {
	case len(args) == 1:
		return nil, cobra.ShellCompDirectiveFilterDirs
	case len(args) > 1:
		return nil, cobra.ShellCompDirectiveNoFileComp
	case isPathBegun(begun):
		return nil, cobra.ShellCompDirectiveDefault
	}
	known, how := environments(cmd)
	return append([]cobra.Completion{
		cobra.CompletionWithDesc("auto", "what the rules give"),
		cobra.CompletionWithDesc("none", "no interpreter"),
	}, known...), how
}

// completeEnvironment completes a command's one environment.
func completeEnvironment(cmd *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
	switch {
	case len(args) > 0:
		return nil, cobra.ShellCompDirectiveNoFileComp
	case isPathBegun(begun):
		return nil, cobra.ShellCompDirectiveDefault
	}
	return environments(cmd)
}

// isPathBegun reports whether a path is being typed, which is left to the shell.
func isPathBegun(begun string) bool {
	return strings.ContainsAny(begun, `/\`) || strings.HasPrefix(begun, ".")
}

// environments gives those that are known, those of the current folder among
// them.
func environments(cmd *cobra.Command) ([]cobra.Completion, cobra.ShellCompDirective) {
	ses, err := begin(cmd.Context(), io.Discard)
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	defer ses.end()
	if _, _, err := ses.open(cmd.Context(), "."); err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	if err := ses.Engine.Known(cmd.Context()); err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return callable(ses.Engine.Snapshot().Machine, ses.world.Home), cobra.ShellCompDirectiveNoFileComp
}

// callable gives what each environment can be called: its name where no other
// has it, else its path.
func callable(m *venvcore.Machine, home string) []cobra.Completion {
	var out []cobra.Completion
	for _, e := range m.Environments {
		name := e.Name
		if len(m.ByName(name)) != 1 || strings.ContainsAny(name, " \t\n") {
			name = e.Prefix
		}
		out = append(out, cobra.CompletionWithDesc(name, fmt.Sprintf("%s %s %s", e.Kind, e.Version, short(e.Prefix, home))))
	}
	return out
}
