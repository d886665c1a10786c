package watcher

// Mode is how a wanted path is observed.
type Mode uint8

// Entries watches the directory's own entries, not the tree beneath. It is the zero
// Mode and so far the only one; a path of another mode is answered with ErrMode.
const Entries Mode = 0

// Want is one wanted path.
type Want struct {
	// Path is absolute and clean. It names a directory, or something that may be
	// absent, a file, or a link: see Armed for what is then watched.
	Path string
	// Mode is how; the zero value watches entries.
	Mode Mode
}

// Armed says what stands watch for a wanted path since this batch.
type Armed struct {
	// Path is the wanted path, as it was handed in.
	Path string
	// Dir is the directory really watched: Path itself, what it links to, or the
	// nearest existing ancestor while Path is absent or no directory.
	Dir string
	// ID is the identity of Dir, the same before and after the watch was set.
	ID Identity
	// Err is why Path is not, or not fully, watched: an *ArmError. The path stays
	// wanted and is tried again by Want, Verify and events near it.
	Err error
}

// Batch is what happened since the batch before. Every list is free of duplicates and
// in the order of first occurrence. The receiver owns it.
type Batch struct {
	// Changed are the entries that events named: wanted directory + name. They are
	// hints: a directory in Dirs may have changed in more entries than are named.
	Changed []string
	// Moved are the wanted paths that lead to something else than before, as was seen
	// when they were armed or verified; an event may never have named them.
	Moved []string
	// Dirs are the wanted paths in which, or to which, something happened.
	Dirs []string
	// Armed are the wanted paths whose watch was established, moved or refused.
	Armed []Armed
	// Lost says that events were lost: everything is to be looked at again.
	Lost bool
	// Synced are the barriers reached: all that the kernel had queued before the
	// barrier was asked is in this batch or an earlier one, and what it meant for the
	// watches has been done and is in Armed.
	Synced []uint64
}

// Status is a moment's view for people and for venvd/status.
type Status struct {
	// Backend names the mechanism, such as "fsnotify/linux".
	Backend string
	// Watches is the number of kernel watches held.
	Watches int
	// Limit is the number of watches the user may hold in all processes; 0 if unknown.
	Limit int
	// Polled are the wanted paths that no watch stands for: their user must poll.
	Polled []string
	// Lost counts how often events were lost since the start.
	Lost int
}
