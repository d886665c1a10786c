package engine

import "time"

// The durations by which a change counts as complete. They are measured facts
// about the tools that make environments, not tastes.
const (
	// goneGrace: tools leave gaps of up to 150 ms while they remake an
	// environment; only what is gone for longer was deleted.
	goneGrace = 500 * time.Millisecond
	// newQuiet: a new environment is told when nothing has happened in it for
	// this long. Makers without pip write everything within 15 ms.
	newQuiet = 30 * time.Millisecond
	// newLimit: usable is usable, however busy its directory is.
	newLimit = 250 * time.Millisecond
	// partialQuiet: what appears without marker or interpreter is being made;
	// it is told as it is only when nobody works on it any more.
	partialQuiet = time.Second
	// readyQuiet: the static sign of the creator's last step can be one write
	// early (virtualenv and --system-site-packages write pyvenv.cfg twice).
	readyQuiet = 100 * time.Millisecond
	// settleScans and settleLimit are after how many scans and how much time without
	// a quiet moment what a scan found is taken as it is: the second scan after a
	// change has seen it whole, a third is for what it finds to watch.
	settleScans = 3
	settleLimit = 50 * time.Millisecond
	// outdatedLimit bounds the wait for a newer look at an environment, which a
	// directory that is never quiet would have for ever.
	outdatedLimit = 500 * time.Millisecond
	// updateQuiet: a change in place, such as another interpreter link, is told
	// when nothing more happens: `rm bin/python*` takes one name after the other.
	updateQuiet = 30 * time.Millisecond
	// updateLimit bounds that wait in a directory that is never quiet.
	updateLimit = 250 * time.Millisecond
	// vanishQuiet: entries that vanished this recently mean that removing goes on. It
	// is shorter than every time that is waited for such a sign.
	vanishQuiet = 300 * time.Millisecond
	// packagesQuiet: pip and uv write a package in bursts, with pauses between
	// packages of up to some 300 ms.
	packagesQuiet = 400 * time.Millisecond
	// fillLimit: what is filled for longer is told as it is, and again at its end.
	fillLimit = 10 * time.Second
	// seekDelay: an environment that vanished is looked for everywhere below its
	// folder; a moment later, for a rename's two halves may come apart.
	seekDelay = 20 * time.Millisecond
	// safetyInterval: how often opened folders and chosen environments are looked
	// at without an event.
	safetyInterval = 30 * time.Second
	// syncLimit: the longest a sync is kept waiting: fillLimit and a round more.
	syncLimit = 11 * time.Second
	// scanWorkers bounds the scans of different folders that run at once: more
	// would only wait for the same disk.
	scanWorkers = 4
	// slotLimit is how long a look at a folder keeps others waiting: most take a
	// few milliseconds, and what takes longer waits for a disk of its own.
	slotLimit = 100 * time.Millisecond
	// answerLimit is how long a first answer waits for the places of one tool after
	// anything else was looked at: on a machine that is merely slow all come in one
	// after the other, and only one that hangs stays behind. answerLatest is how
	// long it waits at most, while something is looked at all the time.
	answerLatest = 10 * time.Second
	answerLimit  = time.Second
	// endedLimit bounds the scopes that are kept only so that the slowest client is
	// told their end.
	endedLimit = 256
	// namedLimit bounds the paths that are looked at because somebody asked about
	// them once.
	namedLimit = 512
	// pastLimit bounds what is remembered of environments that are gone.
	pastLimit = 4096
)
