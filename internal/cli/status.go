package cli

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/venvd/venvd/internal/wire"
	"github.com/venvd/venvd/server"
)

func statusCommand(s streams) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Say what was looked at, what was not, and which daemons run",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			began := time.Now()
			ses, ans, err := ask(cmd.Context(), s.err, ".")
			if err != nil {
				return err
			}
			defer ses.end()
			r := ses.statusResult(began, ans.Scope)
			if asJSON {
				return printJSON(s.out, r)
			}
			return ses.printStatus(s, r)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the result of venvd/status of this one look")
	return cmd
}

func (ses *session) statusResult(began time.Time, scope string) wire.StatusResult {
	snap := ses.Engine.Snapshot()
	r := wire.StatusResult{
		Version: version, PID: os.Getpid(), UptimeMs: time.Since(began).Milliseconds(),
		Generation: snap.Generation, Scans: server.Scans(ses.Engine.Status()), Faults: wire.FromFaults(snap.Faults),
		Watch: wire.WatchStatus{Backend: "none"}, MemoryBytes: server.Memory(),
	}
	if sc := snap.Scopes[scope]; sc != nil {
		r.Folders = []wire.FolderStatus{{URI: wire.URI(scope), Trusted: ses.Trusted(scope), Selection: wire.FromSelection(sc.Selection)}}
	}
	return r
}

func (ses *session) printStatus(s streams, r wire.StatusResult) error {
	st := styleFor(s.out)
	fmt.Fprintf(s.out, "venvd %s, state in %s\n\n", r.Version, short(ses.store.Dir(), ses.world.Home))
	var rows [][]string
	for _, sc := range r.Scans {
		rows = append(rows, []string{sc.Tool, fmt.Sprint(sc.Environments), fmt.Sprintf("%.1f ms", sc.Ms), strings.Join(sc.Skipped, " ")})
	}
	fmt.Fprintln(s.out, st.table([]string{"LOOKED AT", "FOUND", "TIME", "SKIPPED"}, rows))
	daemons, err := ses.store.Daemons()
	if err != nil {
		return fmt.Errorf("the running daemons cannot be listed: %w", err)
	}
	rows = nil
	for _, d := range daemons {
		rows = append(rows, []string{fmt.Sprint(d.PID), d.Version, time.UnixMilli(d.Started).Format(time.DateTime)})
	}
	if len(rows) > 0 {
		fmt.Fprintf(s.out, "\n%s\n", st.table([]string{"DAEMON", "VERSION", "SINCE"}, rows))
	} else {
		fmt.Fprintln(s.out, "\nno daemon is running")
	}
	printFaults(s.err, ses.Engine.Snapshot().Faults, ses.world.Home)
	return nil
}
