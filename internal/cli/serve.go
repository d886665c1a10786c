package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"go.uber.org/zap"

	"github.com/venvd/venvd/internal/app"
	"github.com/venvd/venvd/internal/state"
	"github.com/venvd/venvd/server"
)

func serveCommand(s streams) *cobra.Command {
	var stdio bool
	var parent int
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve an editor over stdin and stdout (LSP)",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return serve(cmd.Context(), s)
		},
	}
	// Language clients append these; stdin and stdout are all there is.
	cmd.Flags().BoolVar(&stdio, "stdio", false, "accepted and ignored")
	cmd.Flags().IntVar(&parent, "clientProcessId", 0, "accepted and ignored: initialize says it")
	return cmd
}

// serve runs the daemon of one editor until the editor ends it.
func serve(ctx context.Context, s streams) error {
	logs := newLogging(state.DefaultDir(), s.err)
	log := logs.log.With(zap.String("version", version))
	watch, err := newDaemonWatcher(state.DefaultDir(), log)
	if err != nil {
		return err
	}
	defer watch.close(log)
	// The daemon outlives a signal until it has said goodbye in order.
	memory := newTrimmer()
	ses, err := assemble(context.WithoutCancel(ctx), app.Options{Log: log, Watcher: watch, Looked: memory.looked, Ask: true})
	if err != nil {
		return err
	}
	defer ses.end()
	life, stop := context.WithCancel(ctx)
	defer stop()
	go memory.run(life)
	beginSmall(life, ses.Engine)
	unregister, err := ses.register(ctx)
	if err != nil {
		log.Warn("other daemons cannot see this one", zap.Error(err))
	} else {
		defer unregister()
	}
	srv := server.New(server.Options{
		In: s.in, Out: s.out, App: ses.App, Log: log, Version: version,
		Watch: watch.status, Parent: watchParent, Level: logs.setLevel, LogFile: logs.setFile,
		Settings: ses.settings, Warnings: ses.warnings,
	})
	code := srv.Run(ctx)
	log.Info("ended", zap.Int("code", code))
	if err := logs.close(); err != nil {
		fmt.Fprintf(s.err, "venvd: the log was not closed: %v\n", err)
	}
	if code != exitOK {
		return exitError(code)
	}
	return nil
}
