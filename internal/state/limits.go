package state

import "time"

// Durations and limits, each with its reason.
const (
	// LockLimit is how long a change waits for other processes: the protocol
	// answers `busy` after 2 s. One change takes about a millisecond, so only a
	// process that hangs can use it up.
	LockLimit = 2 * time.Second
	// lockRetry is how often the lock is tried; files have no wait queue that
	// works on every system. A person does not notice it.
	lockRetry = 5 * time.Millisecond
	// maxFile keeps a file that is not ours from filling the memory; ten thousand
	// choices take 3 MiB.
	maxFile = 16 << 20
	// maxFollowed bounds what is remembered of what the rules chose: a person who
	// works on so many projects has the oldest chosen by the rules anew.
	maxFollowed = 2000
	// maxAsked bounds what is remembered of interpreters that were asked: no machine
	// has nearly as many whose version no file tells.
	maxAsked = 256
	// dayStep is after how many days the day of such an entry is written anew.
	dayStep = 7
	// maxWarned bounds the memory of what was logged already.
	maxWarned = 1000
	// foreignAge is after how long the entry of a daemon on another host, whose
	// process cannot be asked for, is taken for stale.
	foreignAge = 7 * 24 * time.Hour
)

// formatVersion is the version of the files that this code writes.
const formatVersion = 1

// Permissions: nobody else may read what a person works on, nor write trust.
const (
	dirMode  = 0o700
	fileMode = 0o600
)

// Names in the state directory.
const (
	choicesName  = "choices.json"
	trustName    = "trust.json"
	followedName = "followed.json"
	daemonsName  = "daemons"
	cacheName    = "cache"
	askedName    = "asked.json"
	lockName     = "state.lock"
)
