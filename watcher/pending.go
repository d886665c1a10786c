package watcher

import (
	"path/filepath"
	"slices"
)

// pending is the batch that waits for the receiver. It grows without duplicates and
// within limits: past maxPerDir a directory stands for its entries, past maxChanged all
// do, and past maxDirs everything is to be looked at again.
type pending struct {
	batch   Batch
	changed map[string]struct{}
	dirs    map[string]struct{}
	moved   map[string]struct{}
	armed   map[string]int // path -> index in batch.Armed
	perDir  map[string]int // directory -> number of its entries named
	full    bool           // no more entries are named
}

func (p *pending) empty() bool {
	b := &p.batch
	return len(b.Changed) == 0 && len(b.Moved) == 0 && len(b.Dirs) == 0 && len(b.Armed) == 0 && len(b.Synced) == 0 && !b.Lost
}

// entry names a changed entry.
func (p *pending) entry(path string) {
	if _, ok := p.changed[path]; ok || p.full || p.batch.Lost {
		return
	}
	dir := filepath.Dir(path)
	if p.perDir[dir] > maxPerDir {
		return
	}
	if p.changed == nil {
		p.changed, p.perDir = map[string]struct{}{}, map[string]int{}
	}
	p.perDir[dir]++
	switch {
	case p.perDir[dir] > maxPerDir:
		p.strike(func(other string) bool { return filepath.Dir(other) == dir })
	case len(p.batch.Changed) >= maxChanged:
		p.full = true
		p.strike(func(string) bool { return true })
	default:
		p.changed[path] = struct{}{}
		p.batch.Changed = append(p.batch.Changed, path)
	}
}

// move names a wanted path that leads to something else now: no more of them than
// are wanted.
func (p *pending) move(path string) {
	if _, ok := p.moved[path]; ok || p.batch.Lost {
		return
	}
	if p.moved == nil {
		p.moved = map[string]struct{}{}
	}
	p.moved[path] = struct{}{}
	p.batch.Moved = append(p.batch.Moved, path)
}

// strike takes entries back, so that a part of them is never mistaken for all.
func (p *pending) strike(which func(string) bool) {
	p.batch.Changed = slices.DeleteFunc(p.batch.Changed, func(path string) bool {
		if which(path) {
			delete(p.changed, path)
			return true
		}
		return false
	})
}

// dir names a wanted path in which something happened. It reports whether that made the
// batch too large, so that it has become lost.
func (p *pending) dir(path string) (overflow bool) {
	if _, ok := p.dirs[path]; ok || p.batch.Lost {
		return false
	}
	if len(p.batch.Dirs) >= maxDirs {
		p.lose()
		return true
	}
	if p.dirs == nil {
		p.dirs = map[string]struct{}{}
	}
	p.dirs[path] = struct{}{}
	p.batch.Dirs = append(p.batch.Dirs, path)
	return false
}

// lose makes the batch say "everything", which names nothing.
func (p *pending) lose() {
	p.batch.Lost = true
	p.batch.Changed, p.batch.Moved, p.batch.Dirs = nil, nil, nil
	p.changed, p.moved, p.dirs, p.perDir = nil, nil, nil, nil
}

// arm notes what stands watch for a path; only the latest counts.
func (p *pending) arm(x Armed) {
	if i, ok := p.armed[x.Path]; ok {
		p.batch.Armed[i] = x
		return
	}
	if p.armed == nil {
		p.armed = map[string]int{}
	}
	p.armed[x.Path] = len(p.batch.Armed)
	p.batch.Armed = append(p.batch.Armed, x)
}
