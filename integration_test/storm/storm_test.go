// Package storm holds the engine, the watcher and discover together to the one
// promise that matters: after any storm of changes and one sync, what is told is
// what a fresh look at the disk would tell, and what is chosen is what a fresh
// start would choose.
//
// The environments are static files, so that whole projects are made, moved and
// removed thousands of times a second; no Python runs. A run is made from a
// seed, which is logged; VENVD_STORM_SEED repeats its operations, though not how
// the two writers interleave. VENVD_LONG=1 asks for many rounds.
package storm

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/zap"

	"github.com/venvd/venvd/discover"
	"github.com/venvd/venvd/integration_test/machine"
	"github.com/venvd/venvd/internal/app"
	"github.com/venvd/venvd/internal/state"
	"github.com/venvd/venvd/internal/watching"
	"github.com/venvd/venvd/venvcore"
	"github.com/venvd/venvd/venvcore/engine"
	"github.com/venvd/venvd/watcher"
)

const (
	shortRounds = 4   // each waits for half a second of grace and a second of quiet
	longRounds  = 200 // some five minutes
	opsPerRound = 60  // of each of the two writers

	// syncLimit: after 11 s a sync gives up waiting. What is to be waited for here,
	// half a second for what went and one for what stays half made, is over long
	// before that.
	syncLimit = 6 * time.Second
)

func TestStorm(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the made environments have the layout of POSIX; what is opened cannot be renamed there")
	}
	pythons := machine.Pythons()
	if len(pythons) == 0 {
		t.Skip("there is no Python that an environment could be made of")
	}
	seed, rounds := uint64(time.Now().UnixNano()), shortRounds
	if s := os.Getenv("VENVD_STORM_SEED"); s != "" {
		var err error
		if seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			t.Fatalf("VENVD_STORM_SEED: %v", err)
		}
	}
	if os.Getenv("VENVD_LONG") != "" {
		rounds = longRounds
	}
	t.Logf("seed %d", seed)

	r := newRig(t, pythons[0])
	live, _ := r.start(t, true)
	for round := range rounds {
		var writers sync.WaitGroup
		for side := range uint64(2) {
			w := &writer{ground: r.ground, rand: rand.New(rand.NewPCG(seed, uint64(round)<<1|side)), side: side}
			writers.Go(func() {
				for range opsPerRound {
					if err := w.step(); err != nil {
						t.Errorf("the storm itself failed: %v", err)
					}
				}
			})
		}
		writers.Wait()
		if err := r.finish(); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if _, err := live.Engine.Sync(t.Context()); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took > syncLimit {
			t.Errorf("round %d: the sync took %v: something is waited for that never comes", round, took)
		}
		r.compare(t, live, round)
		if t.Failed() {
			t.Fatalf("round %d of seed %d", round, seed)
		}
	}
}

// rig is a machine whose home is empty, with one workspace.
type rig struct {
	ground
	world *discover.World
}

func newRig(t *testing.T, python machine.Python) *rig {
	t.Helper()
	tmp, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{ground: ground{work: filepath.Join(tmp, "work"), python: python}}
	home := filepath.Join(tmp, "home")
	for _, dir := range []string{r.work, home} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	r.world = &discover.World{OS: runtime.GOOS, Home: home, Env: func(name string) (string, bool) {
		return filepath.Dir(python.Exe), name == "PATH"
	}}
	for i := range 3 {
		if err := r.makeProject(r.project(i)); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// start gives an app that has looked at the workspace and, if it follows,
// watches it until end is called or the test ends.
func (r *rig) start(t *testing.T, follows bool) (a *app.App, end func()) {
	t.Helper()
	store, err := state.Open(filepath.Join(t.TempDir(), "state"), nil)
	if err != nil {
		t.Fatal(err)
	}
	o := app.Options{World: r.world, Store: store, Log: zap.NewNop()}
	var w *watching.Adapter
	if follows {
		w = newWatching(t)
		o.Watcher = w
	}
	a = app.New(o)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { a.Run(ctx); close(ended) }()
	end = sync.OnceFunc(func() {
		cancel()
		<-ended
		if w != nil {
			if err := w.Close(); err != nil {
				t.Error(err)
			}
		}
	})
	t.Cleanup(end)
	if err := a.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := a.Engine.Open(t.Context(), r.work, engine.FolderSettings{}, true); err != nil {
		t.Fatal(err)
	}
	if err := a.Engine.Known(t.Context()); err != nil {
		t.Fatal(err)
	}
	return a, end
}

// compare holds the live engine against a fresh look.
func (r *rig) compare(t *testing.T, live *app.App, round int) {
	t.Helper()
	snap := live.Engine.Snapshot()
	rep, err := discover.NewScanner(r.world, discover.Options{}).Scan(t.Context(),
		discover.Query{Root: discover.Root{Kind: discover.RootFolder, Path: r.work}, Full: true})
	if err != nil {
		t.Fatal(err)
	}
	told, there := lines(snap.Machine.Environments, r.work), lines(rep.Environments, r.work)
	if !slices.Equal(told, there) {
		t.Errorf("round %d: told\n  %s\nthere is\n  %s", round, strings.Join(told, "\n  "), strings.Join(there, "\n  "))
		for _, f := range snap.Faults {
			t.Logf("fault: %+v", f)
		}
	}
	t.Logf("round %d: %d environments, %d projects, %d scopes, generation %d", round, len(there), len(rep.Projects), len(snap.Scopes), snap.Generation)
	r.compareScopes(t, live, snap, rep.Projects)
}

// compareScopes asks a fresh engine for every followed scope, and then follows
// whatever projects there are now.
func (r *rig) compareScopes(t *testing.T, live *app.App, snap *venvcore.Snapshot, projects []*venvcore.Project) {
	t.Helper()
	fresh, end := r.start(t, false)
	defer end()
	for path, scope := range snap.Scopes {
		is := slices.ContainsFunc(projects, func(p *venvcore.Project) bool { return p.Root == path })
		if scope.Ended {
			continue // until somebody asks again
		}
		if !is {
			t.Errorf("%s is followed, and no project", path)
			continue
		}
		a, err := fresh.Engine.Ask(t.Context(), path, r.work)
		if err != nil {
			t.Fatal(err)
		}
		if historical(t, live, r.work, path) {
			continue
		}
		if got, want := answer(scope.Selection), answer(a.Selection); got != want {
			t.Errorf("scope %s: told %s, a fresh start chooses %s", path, got, want)
		}
	}
	for _, p := range projects {
		if _, err := live.Engine.Ask(t.Context(), filepath.Join(p.Root, "main.py"), r.work); err != nil {
			t.Fatal(err)
		}
	}
}

// historical reports whether the answer for a scope depends on what was before:
// it is by the rule followed, or that of a project above it is.
func historical(t *testing.T, live *app.App, work, path string) bool {
	t.Helper()
	for {
		a, err := live.Engine.Ask(t.Context(), path, work)
		if err != nil {
			t.Fatal(err)
		}
		if a.Selection.Rule != venvcore.RuleAncestor {
			return a.Selection.Rule == venvcore.RuleFollowed
		}
		path = filepath.Dir(a.Scope)
	}
}

func answer(s venvcore.Selection) string {
	env := "nothing"
	if s.Environment != nil {
		env = line(s.Environment)
	}
	return fmt.Sprintf("%s by %s (%s)", env, s.Rule, s.State)
}

func line(e *venvcore.Environment) string {
	return fmt.Sprintf("%s %s %q", e.Prefix, e.ID, e.Version)
}

func lines(envs []*venvcore.Environment, dir string) []string {
	var out []string
	for _, e := range envs {
		if venvcore.Contains(dir, e.Prefix) {
			out = append(out, line(e))
		}
	}
	slices.Sort(out)
	return out
}

func newWatching(t *testing.T) *watching.Adapter {
	t.Helper()
	w, err := watcher.New(watcher.Options{CookieDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return watching.New(w)
}

// expected reports whether an operation failed because the other writer was
// there first.
func expected(err error) bool {
	return errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrExist) || notEmpty(err)
}
