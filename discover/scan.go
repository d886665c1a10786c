package discover

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// Scanner scans roots and remembers what it has seen of each, so that a scan
// after a change costs what has changed. It may be used from any goroutine.
type Scanner struct {
	world   *World
	options Options
	stalls  *stalls

	mu    sync.Mutex
	roots map[string]*memory
}

// NewScanner gives a scanner of this world that has seen nothing yet.
func NewScanner(w *World, o Options) *Scanner {
	if o.Workers <= 0 {
		o.Workers = max(2, runtime.NumCPU())
	}
	return &Scanner{world: w, options: o, stalls: newStalls(), roots: make(map[string]*memory)}
}

// Roots gives the roots of the tools that keep environments or bases on this
// machine, in the order of the table, and that of the tools themselves.
func Roots(w *World) []Root {
	roots := []Root{{Kind: RootTool, Tool: managersRoot}}
	for _, t := range table() {
		if t.located() && t.runsOn(w.OS) {
			roots = append(roots, Root{Kind: RootTool, Tool: t.name})
		}
	}
	return roots
}

// scan is one run of a Scanner over one root.
type scan struct {
	ctx    context.Context
	world  *World
	query  Query
	memory *memory
	pass   *pass
	pool   int

	stale  map[string]*unit // those of the memory when the scan began
	met    map[string]*unit // all units of this scan, by key
	order  []*unit          // the same in the order of the work
	fresh  []*unit          // those of them that were looked at now
	faults []venvcore.Fault
	looked int
	begun  time.Time

	stalls  int      // how many calls of this scan have hung
	skipped []string // paths of the jobs that it did not begin because its budget was spent

	ignore     []string // globs of the folder
	storesOnce sync.Once
	storeSet   stores
}

// Scan looks at a root and reports what it knows of it then. Scans of one root
// wait for each other; those of different roots do not. The error is that of
// ctx, or a *RootError; what was looked at until then is remembered.
func (s *Scanner) Scan(ctx context.Context, q Query) (*Report, error) {
	begun := time.Now()
	q.Root = q.Root.clean(s.world)
	m, done, err := s.memory(ctx, q.Root.Key())
	if err != nil {
		return nil, err
	}
	defer done()
	m.prepare(s.world, q)
	if m.last != nil {
		return m.unchanged(q, begun), nil
	}
	p := newPass(s.world, s.options.Identities, s.stalls)
	p.lasting = m.lasting
	c := &scan{
		ctx: ctx, world: s.world, query: q, memory: m, pool: s.options.Workers, begun: begun,
		pass: p, stale: m.stale, met: make(map[string]*unit, len(m.units)),
	}
	if err := c.run(); err != nil {
		m.save(c.met)
		return nil, err
	}
	r := c.report()
	m.keep(c.met)
	m.remember(c.pass)
	m.last = r
	out := *r
	out.Looked, out.Reused, out.Elapsed = c.looked, len(c.met)-c.looked, time.Since(begun)
	return &out, nil
}

func (c *scan) run() error {
	switch c.query.Root.Kind {
	case RootFolder:
		return c.folder()
	case RootTool:
		if c.query.Root.Tool == managersRoot {
			return c.managers()
		}
		return c.tool()
	case RootPaths:
		return c.paths()
	case RootScripts:
		return c.scripts()
	}
	return &RootError{Root: c.query.Root, Err: fmt.Errorf("no such kind of root: %d", c.query.Root.Kind)}
}

// clean gives the root with its paths cleaned and its bounds filled in.
func (r Root) clean(w *World) Root {
	if r.Path != "" {
		r.Path = w.Abs(w.Cwd, r.Path)
	}
	r.Paths = slices.Clone(r.Paths)
	for i, p := range r.Paths {
		r.Paths[i] = w.Abs(w.Cwd, p)
	}
	if r.Bounds.Depth <= 0 {
		r.Bounds.Depth = DefaultDepth
	}
	if r.Bounds.Entries <= 0 {
		r.Bounds.Entries = DefaultEntries
	}
	return r
}

// same reports whether what was remembered of o holds for r: bounds that
// differ decide what is looked at.
func (r Root) same(o Root) bool {
	return r.Key() == o.Key() && r.Bounds.Depth == o.Bounds.Depth && r.Bounds.Entries == o.Bounds.Entries &&
		slices.Equal(r.Bounds.Ignore, o.Bounds.Ignore)
}
