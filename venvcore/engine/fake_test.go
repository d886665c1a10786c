package engine

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// disk is a made machine: environments by prefix, and projects by root. It is
// a Looker and a Watcher at once.
type disk struct {
	mu        sync.Mutex
	envs      map[string]*venvcore.Environment
	projects  map[string]venvcore.Identity
	pins      map[string]string // what .python-version of a project says
	scripts   map[string]bool   // files, and whether they have a block of their own
	batches   chan Batch
	wanted    []string
	looks     int
	delay     time.Duration // how long a look takes
	slow      string        // key of a root where it takes twice as long
	looking   map[string]bool
	moved     map[string]string              // folders that have another path now
	entries   map[string]func() (int, error) // how many lie below a directory; one where nothing is said
	forgotten []string
	overlap   bool // one root was looked at twice at once
}

func newDisk() *disk {
	return &disk{
		envs: map[string]*venvcore.Environment{}, projects: map[string]venvcore.Identity{}, pins: map[string]string{}, scripts: map[string]bool{},
		looking: map[string]bool{}, entries: map[string]func() (int, error){}, batches: make(chan Batch, 64),
	}
}

func (d *disk) MachineRoots() []Root { return []Root{{Key: "tool:system", Tool: "system"}} }

func (d *disk) Look(_ context.Context, q Query) (*Report, error) {
	d.change(func(d *disk) { d.overlap = d.overlap || d.looking[q.Root.Key]; d.looking[q.Root.Key] = true })
	time.Sleep(d.delay)
	if q.Root.Key == d.slow {
		time.Sleep(d.delay)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.looking, q.Root.Key)
	d.looks++
	if to := d.moved[q.Root.Folder]; to != "" {
		return &Report{Moved: to}, nil
	}
	r := &Report{}
	for _, p := range slices.Sorted(maps.Keys(d.envs)) {
		e := d.envs[p]
		if d.belongs(q.Root, e) {
			c := e.Clone()
			if !q.Held[p] {
				c.Packages = ""
			}
			r.Environments = append(r.Environments, c)
		}
	}
	for _, p := range q.Root.Paths {
		if block, there := d.scripts[p]; block {
			r.Projects = append(r.Projects, &venvcore.Project{Root: p, Script: true})
		} else if there {
			r.Plain = append(r.Plain, p)
		}
		r.Watch = append(r.Watch, Watch{Path: p})
	}
	if q.Root.Folder != "" {
		r.Watch = append(r.Watch, Watch{Path: q.Root.Folder, ID: "dir"})
		for _, root := range slices.Sorted(maps.Keys(d.projects)) {
			p := &venvcore.Project{Root: root, ID: d.projects[root], Folder: q.Root.Folder}
			if pin := d.pins[root]; pin != "" {
				p.Pins = []venvcore.Pin{{Value: pin, File: root + "/.python-version"}}
			}
			r.Projects = append(r.Projects, p)
		}
	}
	return r, nil
}

// Count gives what entries says of the directory.
func (d *disk) Count(_ context.Context, dir string) (int, error) {
	time.Sleep(d.delay)
	d.mu.Lock()
	defer d.mu.Unlock()
	if f := d.entries[dir]; f != nil {
		return f()
	}
	return 1, nil
}

func (d *disk) Forget(r Root) {
	d.change(func(d *disk) { d.forgotten = append(d.forgotten, r.Folder) })
}

func (d *disk) belongs(r Root, e *venvcore.Environment) bool {
	switch {
	case r.Folder != "":
		return venvcore.Contains(r.Folder, e.Prefix) && e.IsVirtual
	case r.Tool != "":
		return !e.IsVirtual && e.Kind != venvcore.KindPath
	}
	return slices.ContainsFunc(r.Paths, func(p string) bool {
		return p == e.Prefix || e.Kind == venvcore.KindPath && slices.Contains(e.Aliases, p)
	})
}

func (d *disk) Want(paths []string)    { d.mu.Lock(); d.wanted = paths; d.mu.Unlock() }
func (d *disk) Barrier(token uint64)   { d.batches <- Batch{Synced: []uint64{token}} }
func (d *disk) Verify(...string)       {}
func (d *disk) Batches() <-chan Batch  { return d.batches }
func (d *disk) event(paths ...string)  { d.batches <- Batch{Changed: paths} }
func (d *disk) change(f func(d *disk)) { d.mu.Lock(); f(d); d.mu.Unlock() }

// happens changes the disk and tells of it, as a watcher does.
func (d *disk) happens(f func(d *disk), paths ...string) {
	d.change(f)
	d.event(paths...)
}

// env makes a ready environment.
func env(prefix, id string) *venvcore.Environment {
	return &venvcore.Environment{
		ID: id, Kind: venvcore.KindVenv, Creator: "venv", Name: "x", Prefix: prefix, Real: prefix,
		Interpreter: prefix + "/bin/python", Version: "3.12.1", Implementation: "cpython", IsVirtual: true,
		SitePackages: []string{prefix + "/lib/python3.12/site-packages"},
		Root:         venvcore.Identity("root-" + id), Made: "m" + id + "|p" + id, Packages: "none",
		Stage: venvcore.StageReady, Health: venvcore.Sum(),
	}
}

func base(prefix, version string) *venvcore.Environment {
	e := env(prefix, "base-"+version)
	e.IsVirtual, e.Kind, e.Version = false, venvcore.KindPyenv, version
	return e
}

func (d *disk) put(e *venvcore.Environment) { d.envs[e.Prefix] = e }

// run starts an engine that runs until ctx ends; ended is closed when it has.
func run(ctx context.Context, o Options) (e *Engine, ended chan struct{}) {
	e, ended = New(o), make(chan struct{})
	go func() { e.Run(ctx, o); close(ended) }()
	return e, ended
}

// following runs f with an engine that follows /w on the disk, in a bubble of
// made time. told gives, after everything has settled, "reason prefix" for each
// push since the last call.
func following(t *testing.T, d *disk, f func(e *Engine, told func() string)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		d.batches = make(chan Batch, 64)
		ctx, cancel := context.WithCancel(t.Context())
		e, ended := run(ctx, Options{Looker: d, Watcher: d})
		if err := e.Open(ctx, "/w", FolderSettings{}, true); err != nil {
			t.Fatal(err)
		}
		out := &pushes{e: e, last: venvcore.EmptySnapshot()}
		stop := make(chan struct{})
		go out.collect(stop)
		f(e, func() string {
			if _, err := e.Sync(ctx); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			return out.take()
		})
		cancel()
		close(stop)
		<-ended
	})
}

type pushes struct {
	e    *Engine
	mu   sync.Mutex
	last *venvcore.Snapshot
	got  []string
}

func (p *pushes) collect(stop chan struct{}) {
	for {
		changed := p.e.Changed()
		p.mu.Lock()
		next := p.e.Snapshot()
		for _, c := range venvcore.DiffInterpreters(p.last, next) {
			p.got = append(p.got, strings.TrimSpace(string(c.Reason)+" "+c.Selection.Interpreter))
		}
		p.last = next
		p.mu.Unlock()
		select {
		case <-changed:
		case <-stop:
			return
		}
	}
}

func (p *pushes) take() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	got := strings.Join(p.got, ", ")
	p.got = nil
	return got
}
