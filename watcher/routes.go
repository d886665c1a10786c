package watcher

import (
	"slices"
	"sync"
	"sync/atomic"
)

// routes says whom an event concerns. The armer writes it, the hub reads it for every
// event, and reading takes no lock: so a hung Add cannot hold events up.
type routes struct {
	byKey sync.Map // name under watch in the backend -> *route
	trunk sync.Map // every wanted path and every ancestor of one -> struct{}
}

// route is one watched directory's part.
type route struct {
	whole atomic.Pointer[[]string] // wanted paths that lead to this directory
	named sync.Map                 // entry name -> []target that wait for it
}

// target is a wanted path that waits for one entry, with that entry's full path.
type target struct{ want, entry string }

func (r *routes) at(key string) *route {
	v, ok := r.byKey.Load(key)
	if !ok {
		return nil
	}
	return v.(*route)
}

// leadsTo says that path is wanted or lies above a wanted path.
func (r *routes) leadsTo(path string) bool {
	_, ok := r.trunk.Load(path)
	return ok
}

// wholes are the wanted paths for which every entry counts.
func (r *route) wholes() []string {
	if p := r.whole.Load(); p != nil {
		return *p
	}
	return nil
}

func (r *route) targets(name string) []target {
	v, ok := r.named.Load(name)
	if !ok {
		return nil
	}
	return v.([]target)
}

// add and remove are called by the armer alone; lists are replaced, never changed.
func (r *route) add(want string, p spot) {
	if p.name == "" {
		list := append(slices.Clone(r.wholes()), want)
		r.whole.Store(&list)
		return
	}
	r.named.Store(p.name, append(slices.Clone(r.targets(p.name)), target{want, join(p.dir, p.name)}))
}

func (r *route) remove(want string, p spot) {
	if p.name == "" {
		list := slices.DeleteFunc(slices.Clone(r.wholes()), func(s string) bool { return s == want })
		r.whole.Store(&list)
		return
	}
	list := slices.DeleteFunc(slices.Clone(r.targets(p.name)), func(t target) bool { return t.want == want })
	if len(list) == 0 {
		r.named.Delete(p.name)
		return
	}
	r.named.Store(p.name, list)
}
