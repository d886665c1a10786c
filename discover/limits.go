package discover

import "time"

// Every limit of the package, with its reason.
const (
	// maxHops is how many links one path may lead through: Linux's own limit
	// (path_resolution(7)).
	maxHops = 40
	// maxListing bounds one directory: a listing beyond it is cut there, for
	// a directory of millions would take the memory of everything else.
	maxListing = 200_000
	// DefaultDepth is how deep below a folder it is walked: projects of
	// monorepos lie two to four levels down, six leaves room.
	DefaultDepth = 6
	// DefaultEntries bounds a whole walk: a tree of this size takes about a
	// second from a warm cache.
	DefaultEntries = 100_000
	// walkedDepth is how deep merely walked directories are watched: most
	// projects and new environments appear at most two levels below the
	// folder, and every watch costs kernel memory. What appears deeper is
	// found by the safety pass.
	walkedDepth = 2
	// chunk is how many directories of one level are looked at before the
	// entries are counted again: large enough to keep workers busy, small
	// enough that the bound is not overrun by much.
	chunk = 256
	// maxConfig bounds a project's own files: the largest pyproject.toml in
	// public repositories are below 200 KiB.
	maxConfig = 1 << 20
	// maxScript bounds a file that is read for its block: a program of this size
	// was made by another, and is no script.
	maxScript = 4 << 20
	// maxLine bounds files that hold a path or a version a line.
	maxLine = 64 << 10
	// headMetadata is what is read of METADATA at first: name and version stand
	// within its first lines. maxMetadata is what is read when they do not.
	headMetadata, maxMetadata = 8 << 10, 1 << 20
	// maxPth bounds a .pth file and a direct_url.json: they hold a line for each
	// package at most.
	maxPth = 1 << 20
	// maxShelves is how many entries of sys.path are looked at: easy-install adds
	// one for each package.
	maxShelves = 10_000
	// maxEgg bounds an archive on sys.path, which is read as a whole: zipped eggs
	// are of pure Python, and few reach 1 MiB.
	maxEgg = 16 << 20
	// maxRefs bounds git's packed-refs: at some 60 bytes a name that is 250,000
	// of them.
	maxRefs = 16 << 20
	// stallLimit is how long one call may take: a disk that spins up takes
	// about a second, what takes longer is taken for a hung mount.
	stallLimit = 2 * time.Second
	// stallTick is how often the running calls are looked at.
	stallTick = stallLimit / 4
	// maxStalls is how many calls of one scan may hang before the rest of
	// it is given up: each holds a thread of the operating system.
	maxStalls = 4
	// toolBudget is how long the places of one tool may take in all before what is
	// left of them waits for the next scan, which goes on there: 10,000
	// environments on a local disk take a few seconds, so only a place that
	// answers slowly, such as a distant share, takes longer.
	toolBudget = 30 * time.Second
	// maxSkipped bounds the places that a report names as not looked at one by one.
	maxSkipped = 16
	// askLimit is how long an interpreter may take to say its version: it takes
	// some 20 ms, and some seconds from a cold disk on a machine under load.
	askLimit = 5 * time.Second
	// askOutput and askErrors bound what is kept of what it says: the answer has
	// some 200 bytes, of its complaints the log has room for a line.
	askOutput = 64 << 10
	askErrors = 4 << 10
	// askDrain bounds the wait for pipes that something holds open which made a
	// session of its own and so was not ended with the rest.
	askDrain = 100 * time.Millisecond
	// askWorkers is how many are asked at once, in all of the process: they may
	// need the disk and the processor that the person works with.
	askWorkers = 2
	// askPatience is how long the end of the process, or a folder that is opened,
	// waits for what is just being started or ended: longer than either takes, if
	// it does not hang on a dead mount.
	askPatience = time.Second
	// askAgain is after how long an interpreter is asked again that has failed: it
	// may have been the machine's fault. So one that hangs costs askLimit a week.
	askAgain = 7 * 24 * time.Hour
)
