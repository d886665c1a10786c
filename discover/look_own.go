package discover

// own is where the directories of one environment lead to. Nothing else that is
// looked at asks for them, so they are no part of what a scan shares.
type own struct {
	dir   string // of the environment; empty while none is looked at
	known []ownDir
}

type ownDir struct {
	path string
	fact dirFact
}

// has reports whether dir lies in the environment.
func (o *own) has(w *World, dir string) bool {
	return o.dir != "" && len(dir) > len(o.dir) && w.Within(o.dir, dir)
}

func (o *own) get(dir string) (dirFact, bool) {
	for i := range o.known {
		if o.known[i].path == dir {
			return o.known[i].fact, true
		}
	}
	return dirFact{}, false
}

// known gives what is remembered of where a directory leads to.
func (l *Look) known(dir string) (dirFact, bool) {
	if o := l.log.own; o.has(l.World(), dir) {
		return o.get(dir)
	}
	l.pass.mu.Lock()
	defer l.pass.mu.Unlock()
	d, ok := l.pass.dirs[dir]
	return d, ok
}

func (l *Look) learn(dir string, d dirFact) {
	if o := l.log.own; o.has(l.World(), dir) {
		if _, ok := o.get(dir); !ok {
			o.known = append(o.known, ownDir{dir, d})
		}
		return
	}
	l.pass.mu.Lock()
	defer l.pass.mu.Unlock()
	l.pass.dirs[dir] = d
}

// enter begins with an environment, whose listing says which of its directories
// are some, so that nothing in it needs to ask again.
func (l *Look) enter(dir string, entries []Entry) {
	l.log.own.dir, l.log.own.known = "", nil
	d, ok := l.known(dir)
	if !ok || d.err != nil {
		return
	}
	l.log.own.dir = dir
	for _, e := range entries {
		if e.IsDir() && isInner(e.Name) {
			w := l.World()
			at := w.Join(dir, e.Name)
			fact := dirFact{real: at, via: d.via}
			if d.real != dir {
				fact.real = w.Join(d.real, e.Name)
			}
			l.learn(at, fact)
		}
	}
}

// isInner reports whether a directory of an environment is gone into.
func isInner(name string) bool {
	switch name {
	case "bin", "lib", "lib64", "Scripts", "Lib", condaMetaDir:
		return true
	}
	return false
}

// learnEntry remembers that an entry of a directory of the environment is itself
// one, as the listing has told.
func (l *Look) learnEntry(dir, name string) {
	if d, ok := l.known(dir); ok && d.err == nil {
		w := l.World()
		l.learn(w.Join(dir, name), dirFact{real: w.Join(d.real, name), via: d.via})
	}
}
