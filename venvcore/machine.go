package venvcore

import (
	"cmp"
	"slices"
	"strings"
)

// Machine is all that is known of the environments of a machine, indexed. It
// is built once and only read afterwards.
type Machine struct {
	// Environments in the order of lists: virtual ones by prefix, then bases.
	Environments []*Environment

	byID     map[string]*Environment
	byPath   map[string]*Environment
	children map[string][]*Environment // by the directory the prefix lies in
	owned    map[string][]*Environment // by project
	bases    []*Environment            // best first
	odd      map[*Environment]int      // of the bases: see oddBase
}

// NewMachine indexes environments. Two with one ID are one environment reached
// by two paths: the first is kept, and the other's paths become aliases.
func NewMachine(envs []*Environment) *Machine {
	m := &Machine{
		byID:     make(map[string]*Environment, len(envs)),
		byPath:   make(map[string]*Environment, 3*len(envs)),
		children: make(map[string][]*Environment, len(envs)),
		owned:    make(map[string][]*Environment),
	}
	for _, e := range merge(envs) {
		m.Environments = append(m.Environments, e)
		m.byID[e.ID] = e
		m.children[parent(e.Prefix)] = append(m.children[parent(e.Prefix)], e)
		for _, a := range e.Aliases {
			if d := parent(a); a != e.Interpreter && d != parent(e.Prefix) {
				m.children[d] = append(m.children[d], e)
			}
		}
		if e.Project != "" {
			m.owned[e.Project] = append(m.owned[e.Project], e)
		}
		if !e.IsVirtual {
			m.bases = append(m.bases, e)
		}
	}
	// A prefix outranks an alias of something else, so prefixes are entered last.
	for _, e := range m.Environments {
		for _, a := range e.Aliases {
			m.byPath[a] = e
		}
	}
	for _, e := range m.Environments {
		if e.Interpreter != "" {
			m.byPath[e.Interpreter] = e
		}
	}
	for _, e := range slices.Backward(m.Environments) {
		if e.IsVirtual || m.byPath[e.Prefix] == nil {
			m.byPath[e.Prefix] = e
		}
	}
	m.rankBases()
	return m
}

// rankBases puts the newest of the usual ones first. Each version is parsed
// once, for parsing is most of the work.
func (m *Machine) rankBases() {
	m.odd = make(map[*Environment]int, len(m.bases))
	versions := make(map[*Environment]parsed, len(m.bases))
	for _, b := range m.bases {
		versions[b] = parse(b.Version)
		m.odd[b] = oddBase(b, versions[b])
	}
	slices.SortStableFunc(m.bases, func(a, b *Environment) int {
		return cmp.Or(cmp.Compare(m.odd[a], m.odd[b]), -versions[a].compare(versions[b]), cmp.Compare(a.Prefix, b.Prefix))
	})
}

// merge sorts and makes one entry of each ID.
func merge(envs []*Environment) []*Environment {
	sorted := slices.Clone(envs)
	slices.SortStableFunc(sorted, listOrder)
	at := make(map[string]int, len(sorted))
	out := sorted[:0]
	for _, e := range sorted {
		i, seen := at[e.ID]
		if !seen {
			at[e.ID] = len(out)
			out = append(out, e)
			continue
		}
		out[i] = Join(out[i], e)
	}
	return out
}

// Join gives a with the paths of b, which is the same environment found by
// another path, among its aliases. Where there is nothing to add it gives a.
func Join(a, b *Environment) *Environment {
	if a.Prefix == b.Prefix && a.Interpreter == b.Interpreter && slices.Equal(a.Aliases, b.Aliases) {
		return a
	}
	paths := slices.Concat(a.Aliases, b.Aliases)
	if b.Prefix != a.Prefix {
		paths = append(paths, b.Prefix)
	}
	if b.Interpreter != "" && b.Interpreter != a.Interpreter {
		paths = append(paths, b.Interpreter)
	}
	slices.Sort(paths)
	paths = slices.DeleteFunc(slices.Compact(paths), func(p string) bool { return p == a.Interpreter || p == a.Prefix })
	if slices.Equal(paths, a.Aliases) {
		return a
	}
	c := a.Clone()
	c.Aliases = paths
	return c
}

// listOrder puts virtual environments before bases, then sorts by prefix: the
// order of every list that a client is given.
func listOrder(a, b *Environment) int {
	if a.IsVirtual != b.IsVirtual {
		if a.IsVirtual {
			return -1
		}
		return 1
	}
	// Of two spellings of one prefix the one without links is its own path.
	aLinked, bLinked := a.Real != "" && a.Real != a.Prefix, b.Real != "" && b.Real != b.Prefix
	if a.ID == b.ID && aLinked != bLinked {
		if bLinked {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(a.Prefix, b.Prefix), cmp.Compare(a.Interpreter, b.Interpreter))
}

// oddBase says how far a base is from the usual: pre-releases, then other
// implementations, free-threaded and debug builds, then what cannot start.
func oddBase(e *Environment, v parsed) int {
	switch name := lastElement(e.Interpreter); {
	case e.Version == "" || !e.CanStart():
		return 3
	case e.Implementation != "cpython" || e.Build != "":
		return 2
	case strings.HasSuffix(name, "t") || strings.HasSuffix(name, "d"):
		return 2
	case v.preRelease():
		return 1
	}
	return 0
}

// ByID gives the environment with this id, or nil.
func (m *Machine) ByID(id string) *Environment { return m.byID[id] }

// ByPath gives the environment that a path starts or is the root of: a prefix,
// an interpreter or an alias. Nil when it is none that is known.
func (m *Machine) ByPath(path string) *Environment {
	if path == "" {
		return nil
	}
	return m.byPath[path]
}

// ByName gives the environments whose name is name.
func (m *Machine) ByName(name string) []*Environment {
	var out []*Environment
	for _, e := range m.Environments {
		if e.Name == name {
			out = append(out, e)
		}
	}
	return out
}

// Within gives the environments that lie in dir or below it, or are owned by a
// project that does.
func (m *Machine) Within(dir string) []*Environment {
	var out []*Environment
	for _, e := range m.Environments {
		if Contains(dir, e.Prefix) || (e.Project != "" && Contains(dir, e.Project)) ||
			slices.ContainsFunc(e.Aliases, func(a string) bool { return e.IsVirtual && Contains(dir, a) }) {
			out = append(out, e)
		}
	}
	return out
}

// Bases gives the base installations, the best to build on first.
func (m *Machine) Bases() []*Environment { return m.bases }

// Contains reports whether path is dir or lies below it. Both are cleaned
// absolute paths of one system.
func Contains(dir, path string) bool {
	if dir == path {
		return true
	}
	rest, ok := strings.CutPrefix(path, dir)
	return ok && dir != "" && (isSlash(rest[0]) || isSlash(dir[len(dir)-1]))
}

func isSlash(c byte) bool { return c == '/' || c == '\\' }

func lastElement(path string) string {
	return path[strings.LastIndexAny(path, `/\`)+1:]
}

// parent gives the directory that path lies in, in either system's form. It
// needs no file system: prefixes are cleaned.
func parent(path string) string {
	i := strings.LastIndexAny(path, `/\`)
	switch {
	case i < 0:
		return ""
	case i == 0:
		return path[:1]
	}
	return path[:i]
}
