package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"go.uber.org/zap"

	"github.com/venvd/venvd/discover"
	"github.com/venvd/venvd/internal/app"
	"github.com/venvd/venvd/internal/state"
	"github.com/venvd/venvd/internal/wire"
	"github.com/venvd/venvd/server"
	"github.com/venvd/venvd/venvcore/engine"
)

// session is the parts of venvd put together for one command.
type session struct {
	*app.App
	world *discover.World
	store *state.Store
	log   *zap.Logger
	end   func()

	settings wire.Values // of the configuration file
	warnings []wire.Warning
}

// begin puts the parts together without following anything: one look. What is
// wrong with the configuration file is said on errw.
func begin(ctx context.Context, errw io.Writer) (*session, error) {
	putOff()
	ses, err := assemble(ctx, app.Options{Log: zap.NewNop(), Ask: true})
	if err != nil {
		return nil, err
	}
	ses.warn(errw)
	return ses, nil
}

// assemble puts the parts together, with those of o, and starts them; end stops them
// and waits.
func assemble(ctx context.Context, o app.Options) (*session, error) {
	settings, warnings := readConfig(configPath())
	world := discover.NewWorld()
	places, err := server.Places(settings.Settings(), world.Home)
	if err != nil {
		warnings = append(warnings, wire.Warning{Setting: "places", Text: err.Error()})
	}
	world.SetPlaces(places)
	tools, err := server.Tools(settings.Settings(), world.Home)
	if err != nil {
		warnings = append(warnings, wire.Warning{Setting: "tools", Text: err.Error()})
	}
	world.SetTools(tools)
	store, err := state.Open(state.DefaultDir(), o.Log)
	if err != nil {
		return nil, err
	}
	o.World, o.Store = world, store
	a := app.New(o)
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		a.Run(ctx)
	}()
	s := &session{
		App: a, world: world, store: store, log: o.Log, end: func() { cancel(); <-done },
		settings: settings, warnings: warnings,
	}
	if err := a.Begin(ctx); err != nil {
		s.end()
		return nil, err
	}
	return s, nil
}

// open has the folder that path lies in looked at, and gives both absolute.
func (s *session) open(ctx context.Context, path string) (abs, folder string, err error) {
	abs, err = existing(path)
	if err != nil {
		return "", "", err
	}
	folder = s.FolderFor(abs)
	return abs, folder, s.Open(ctx, folder, s.folderSettings(folder), false)
}

// folderSettings gives what the configuration file says for a folder.
func (s *session) folderSettings(folder string) engine.FolderSettings {
	set, err := server.FolderSettings(s.settings.Settings(), folder, s.world.Home)
	if err != nil {
		s.log.Warn("a setting is not used", zap.Error(err))
	}
	return set
}

// existing makes a path of the command line absolute; it must be there.
func existing(path string) (string, error) {
	if path == "" {
		path = "."
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	if _, err := os.Stat(abs); err != nil {
		return "", &app.Error{
			Code: app.CodeIO, Path: abs, Cause: err,
			Message: fmt.Sprintf("%s cannot be looked at: %v", path, reasonOf(err)),
		}
	}
	return abs, nil
}

// directory is existing for a command that takes a folder.
func directory(path string) (string, error) {
	abs, err := existing(path)
	if err != nil {
		return "", err
	}
	if info, err := os.Stat(abs); err != nil || !info.IsDir() {
		return "", &app.Error{Code: app.CodeIO, Path: abs, Message: fmt.Sprintf("%s is no directory", path)}
	}
	if _, err := os.ReadDir(abs); err != nil {
		return "", &app.Error{Code: app.CodeIO, Path: abs, Cause: err, Message: fmt.Sprintf("%s cannot be read: %v", path, reasonOf(err))}
	}
	return abs, nil
}

func argument(args []string, i int) string {
	if i < len(args) {
		return args[i]
	}
	return ""
}

// register lets `venvd status` and other daemons see this one.
func (s *session) register(ctx context.Context) (func(), error) {
	remove, err := s.store.Register(ctx, version)
	if err != nil {
		return nil, err
	}
	return func() {
		if err := remove(); err != nil {
			s.log.Warn("the daemon's entry was not removed", zap.Error(err))
		}
	}, nil
}
