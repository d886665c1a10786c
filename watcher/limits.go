package watcher

import "time"

// All durations and limits of this package, with the reason of each.
const (
	// armTries bounds look, add, look again for one path. Each further try needs one
	// more change within some 20 µs; then the path is left to armRetry.
	armTries = 8
	// armRetry is when a path that would not hold still is tried again: long against
	// one look (5 µs), short against what a person notices.
	armRetry = 20 * time.Millisecond
	// maxHops is how many links in a row are followed; the kernel's own limit (ELOOP).
	maxHops = 40
	// maxSteps bounds the walk of one look: links, and the climb to an ancestor. Linux
	// paths have at most 4096 bytes, so at most 2048 components.
	maxSteps = 2048 + maxHops

	// barrierWait is the longest that a barrier may stay unanswered: a dead mount
	// blocks arming for ever, and a request for quiescence must not hang with it.
	barrierWait = 2 * time.Second
	// blindWait is the pause before a barrier without a cookie is answered: far above
	// the latency of an event (p99.9 159 µs), far below barrierWait.
	blindWait = 100 * time.Millisecond
	// closeWait bounds Close when a file-system call hangs.
	closeWait = 2 * time.Second

	// fewRoots is up to how many directories are compared one by one with each wanted
	// path, which is cheaper than to go up the path: a rename names two.
	fewRoots = 8
	// atOnce is how many events of one reading of the kernel's queue are taken before
	// anybody is told: more than one action of a tool causes.
	atOnce = 64
	// maxPerDir is how many changed entries of one directory a batch names; beyond it
	// the directory alone is named. A pip installation makes hundreds, and whoever
	// reads the directory again does not need the names.
	maxPerDir = 256
	// maxChanged is how many changed entries a batch names in all (about 0.5 MB).
	maxChanged = 4096
	// maxDirs is how many directories a batch names; beyond it everything is to be
	// looked at again, which then costs little more.
	maxDirs = 8192
	// armChunk is how many armed paths are handed on at once: the first of a large set
	// are of use while the others are being armed.
	armChunk = 64

	// maxFaults is how many backend errors in a row, with no event between, are taken
	// before the backend is given up: a broken descriptor would fail for ever.
	maxFaults = 100

	// cookiePrefix begins the names of cookie files; no tool makes such names.
	cookiePrefix = ".venvd-sync-"
)
