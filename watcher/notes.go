package watcher

// hint is what the armer must look at because of events. Sets, so that it is bounded by
// what is wanted, however long the armer hangs.
type hint struct {
	claims  map[string]struct{} // wanted paths that an event named
	under   map[string]struct{} // paths at or above wanted ones that an event named
	gone    map[string]struct{} // watched directories that were removed or renamed
	touched map[string]struct{} // watched directories that changed in themselves
	all     bool
	settled []*barrier // to be let go when the above is done
}

// note is what the armer tells the hub.
type note struct {
	armed       []Armed
	dirs, moved []string
	cookie      string     // expect this file,
	barriers    []*barrier // for these
	synced      []*barrier // answer these
}

func (n *note) empty() bool { return len(n.armed) == 0 && len(n.dirs) == 0 && len(n.moved) == 0 }

func (h *hint) empty() bool {
	return len(h.claims)+len(h.under)+len(h.gone)+len(h.touched)+len(h.settled) == 0 && !h.all
}

func put(set *map[string]struct{}, key string) {
	if *set == nil {
		*set = map[string]struct{}{}
	}
	(*set)[key] = struct{}{}
}
