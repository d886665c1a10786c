package discover

import (
	"errors"
	"sync"

	"github.com/venvd/venvd/internal/fileid"
	"github.com/venvd/venvd/venvcore"
)

// pass is what the Looks of one scan share: where directories lead to, the
// identity of those that will be watched, and facts that many findings have in
// common. Nothing outlives the scan but what is lasting, so nothing else in it
// can be out of date longer than the scan takes.
type pass struct {
	world   *World
	watched bool // whether identities of watched directories are wanted
	stalls  *stalls
	lasting map[string]*lasting // from the scan before; nobody changes it
	namer   fileid.Namer
	rows    func() []tool // the table, made once for all that is examined

	mu    sync.Mutex
	dirs  map[string]dirFact
	ids   map[string]idFact
	facts map[string]*fact
}

type idFact struct {
	id  venvcore.Identity
	err error
}

// fact is computed by the first who asks, while the others wait.
type fact struct {
	gate  *gate         // of who computes it
	done  chan struct{} // closed when the rest is set
	good  bool          // false when its computation has failed or was given up
	value any
	log   notes
}

func newPass(w *World, watched bool, s *stalls) *pass {
	return &pass{
		world: w, watched: watched, stalls: s, rows: sync.OnceValue(table),
		dirs: make(map[string]dirFact), ids: make(map[string]idFact), facts: make(map[string]*fact),
	}
}

func (p *pass) look() *Look {
	made := new(struct {
		look Look
		log  looked
		gate gate
		own  own
	})
	made.gate.gone = make(chan struct{})
	made.log.gate, made.log.own = &made.gate, &made.own
	made.look.pass, made.look.log = p, &made.log
	return &made.look
}

// learnChild remembers that name is a directory, as the listing of dir has
// told, so that nothing in it needs to ask again.
func (p *pass) learnChild(dir, name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if d, ok := p.dirs[dir]; ok && d.err == nil {
		p.dirs[p.world.Join(dir, name)] = dirFact{real: p.world.Join(d.real, name), via: d.via}
	}
}

// identity reads the identity of a resolved path once per scan.
func (p *pass) identity(l *Look, at string) (venvcore.Identity, error) {
	p.mu.Lock()
	f, ok := p.ids[at]
	p.mu.Unlock()
	if ok {
		return f.id, f.err
	}
	id, err := guarded(l, at, func(at string) (string, error) { return p.world.identity(at, &p.namer) })
	f = idFact{venvcore.Identity(id), err}
	if isTransient(err) {
		return f.id, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	// The first answer stands, for it is older than anything read since.
	if old, ok := p.ids[at]; ok {
		return old.id, old.err
	}
	p.ids[at] = f
	return f.id, f.err
}

// watchID reads the identity of a directory that will be watched, where that
// is wanted. An error needs no answer here: what follows meets it too, and a
// watch without an identity is one on something absent.
func (p *pass) watchID(l *Look, dir string) {
	if p.watched {
		_, _ = p.identity(l, dir)
	}
}

// watchedID gives what watchID has read; empty when it was absent.
func (p *pass) watchedID(dir string) venvcore.Identity {
	if !p.watched {
		return ""
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ids[dir].id
}

// once computes a fact that many findings of a scan have in common, such as
// the version of a base that 1,000 environments stand on. What it was decided
// by is recorded for everyone who asks. f must not ask for its own key.
func once[T any](l *Look, key string, f func(*Look) T) T {
	known, mine := l.pass.fact(key, l.log.gate)
	if mine {
		return compute(l, known, f)
	}
	select {
	case <-known.done:
	case <-known.gate.gone:
	}
	select {
	case <-known.done:
		if known.good {
			l.log.take(known.log)
			return known.value.(T)
		}
	default:
	}
	// Who computes it hangs or has failed. Our own try fails at once where it
	// hangs.
	return f(l)
}

// compute fills in a fact with a record of its own. Those who wait are let go
// whatever happens.
func compute[T any](l *Look, known *fact, f func(*Look) T) T {
	defer close(known.done)
	inner := &looked{gate: l.log.gate, own: l.log.own}
	v := f(&Look{pass: l.pass, log: inner})
	known.value, known.log, known.good = v, inner.notes, !l.log.gate.shutOut()
	l.log.take(known.log)
	return v
}

// fact gives the fact of a key and whether the caller is to compute it.
func (p *pass) fact(key string, g *gate) (f *fact, mine bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if f, ok := p.facts[key]; ok {
		return f, false
	}
	f = &fact{done: make(chan struct{}), gate: g}
	p.facts[key] = f
	return f, true
}

// isTransient reports whether an answer says nothing about the disk, so that
// it must not be remembered.
func isTransient(err error) bool {
	return errors.Is(err, ErrStalled) || errors.Is(err, errAbandoned)
}
