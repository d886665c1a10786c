package server

import (
	"context"
	"io"
	"sync"
	"time"

	"go.uber.org/zap"

	"github.com/venvd/venvd/internal/app"
	"github.com/venvd/venvd/internal/rpc"
	"github.com/venvd/venvd/internal/wire"
	"github.com/venvd/venvd/venvcore"
)

// Options are what a Server is made of.
type Options struct {
	In      io.Reader
	Out     io.Writer
	App     *app.App
	Log     *zap.Logger
	Version string
	// Watch gives the figures of the watcher for venvd/status.
	Watch func() wire.WatchStatus
	// Parent has stop called when the process dies that the client named as its
	// own. It returns at once, and does nothing for one that is not alive.
	Parent func(ctx context.Context, pid int, stop func())
	// Level sets the level of the log.
	Level func(level string) error
	// LogFile has the log go to another file; empty is the default one. It does
	// nothing when the log goes there already.
	LogFile func(path string) error
	// Settings are those of the daemon's own configuration file, which hold under
	// what the client says, and Warnings what is wrong with them.
	Settings wire.Values
	Warnings []wire.Warning
}

// Server serves one client.
type Server struct {
	o     Options
	app   *app.App
	log   *zap.Logger
	rpc   *rpc.Server
	out   *outbox
	born  time.Time
	life  context.Context
	end   context.CancelFunc
	stop  context.CancelFunc // ends Run as a signal does; set by Run
	turns turns

	opening sync.Mutex // held while a folder is opened or closed; before mu

	mu        sync.Mutex
	client    clientFacts
	folders   map[string]*folder // by path
	order     []string           // their paths, as the client opened them
	init      wire.Initialization
	answered  map[string]wire.Values // what the client answered for a folder
	pushed    wire.Values            // what a client that is not asked has sent
	said      map[string]bool        // warnings that were shown
	trustSaid map[string]bool
	rounds    rounds
	outside   lanes
	begun     chan struct{} // closed behind the answer to initialize
}

// folder is one that the client has opened.
type folder struct {
	path string
	uri  wire.DocumentURI // as the client spells it
}

// clientFacts is what initialize said of the client.
type clientFacts struct {
	venvd         bool // speaks the custom notifications
	configuration bool // answers workspace/configuration
}

// New makes a server over the App, which its owner runs.
func New(o Options) *Server {
	if o.Log == nil {
		o.Log = zap.NewNop()
	}
	s := &Server{
		o: o, app: o.App, log: o.Log, born: time.Now(), folders: map[string]*folder{}, rounds: newRounds(), outside: newLanes(), begun: make(chan struct{}),
		answered: map[string]wire.Values{}, said: map[string]bool{}, trustSaid: map[string]bool{},
	}
	s.life, s.end = context.WithCancel(context.Background())
	s.rpc = rpc.New(rpc.Options{In: o.In, Out: o.Out, Log: o.Log, Methods: append(s.methods(), s.faults()...)})
	s.out = newOutbox(s)
	return s
}

// Run serves until the client, its death or ctx ends the connection, and
// returns the exit code.
func (s *Server) Run(ctx context.Context) int {
	defer s.end()
	ctx, s.stop = context.WithCancel(ctx)
	defer s.stop()
	var wg sync.WaitGroup
	wg.Go(func() { s.out.run(s.life) })
	code := s.rpc.Serve(ctx)
	s.end()
	wg.Wait()
	return code
}

// uriOf gives the URI of a path as the client spells it.
func (s *Server) uriOf(path string) wire.DocumentURI {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.folders[path]; f != nil {
		return f.uri
	}
	return wire.URI(path)
}

// selection converts a selection, with the client's own spelling of the scope.
func (s *Server) selection(sel venvcore.Selection) wire.Selection {
	w := wire.FromSelection(sel)
	w.Scope = s.uriOf(sel.Scope)
	return w
}

func (s *Server) facts() clientFacts {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.client
}
