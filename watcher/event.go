package watcher

import (
	"path/filepath"

	"github.com/fsnotify/fsnotify"
)

// structural are the operations after which a path may lead elsewhere, or nowhere; a
// change of mode counts, for it may open or close a directory.
const structural = fsnotify.Create | fsnotify.Remove | fsnotify.Rename | fsnotify.Chmod

// onEvent files one event under every wanted path that it concerns.
func (h *hub) onEvent(ev fsnotify.Event, ok bool) {
	if !ok {
		h.giveUp()
		return
	}
	h.faults = 0
	// The backend joins "/" and a name to "//name".
	path := filepath.Clean(ev.Name)
	dir, name := filepath.Dir(path), filepath.Base(path)
	if isCookie(name) {
		h.onCookie(name)
		return
	}
	if r := h.routes.at(dir); r != nil && dir != path {
		h.inside(r, path, name, ev.Op)
	}
	if r := h.routes.at(path); r != nil {
		h.itself(r, path, ev.Op)
	}
}

// inside reports an entry of a watched directory, under each name the directory is
// wanted by, and wakes those who wait for just this entry.
func (h *hub) inside(r *route, path, name string, op fsnotify.Op) {
	for _, want := range r.wholes() {
		entry := join(want, name)
		h.pending.entry(entry)
		h.report(want)
		if entry != path {
			h.above(entry, op)
		}
	}
	for _, t := range r.targets(name) {
		h.pending.entry(t.entry)
		put(&h.hint.claims, t.want)
	}
	h.above(path, op)
}

// above has the wanted paths at and beneath an entry checked: the kernel is silent about
// what an ancestor's fate means for them.
func (h *hub) above(path string, op fsnotify.Op) {
	if op&structural != 0 && h.routes.leadsTo(path) {
		put(&h.hint.under, path)
	}
}

// itself reports what happened to a watched directory, told by its own watch or by its
// parent's; the two look alike. After a removal or renaming the kernel watch is gone or
// follows the directory away, even if the name is back by now: it must be set anew.
func (h *hub) itself(r *route, path string, op fsnotify.Op) {
	for _, want := range r.wholes() {
		h.pending.entry(want)
		h.report(want)
	}
	if op&(fsnotify.Remove|fsnotify.Rename) != 0 {
		put(&h.hint.gone, path)
		put(&h.hint.under, path)
	} else if op&structural != 0 {
		put(&h.hint.touched, path)
	}
}

// onCookie lets those go on who wait for it: the hints of everything before it are
// handed to the armer together with them. Later events of the same cookie find nobody.
func (h *hub) onCookie(name string) {
	if bs, ok := h.cookies[name]; ok {
		delete(h.cookies, name)
		h.hint.settled = append(h.hint.settled, bs...)
	}
}
