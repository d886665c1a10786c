package perf_test

import (
	"testing"
	"time"
)

const (
	// watchesEach bounds the watches of one environment in a project of its own:
	// the project, the environment, its programs; and a share of what holds them.
	watchesEach = 3.5
	// quiet is how long a daemon must have slept to count as having ended what
	// it was asked.
	quiet = 2 * time.Second
	// sample is how often the counters are read: what wakes a daemon twice within
	// it counts once.
	sample = 250 * time.Millisecond
	// restCost bounds the processor time of a daemon without events: one or two
	// safety passes of some 50 ms, which ask for the identity of everything that
	// is watched. Reading 1,000 environments again would take some 200 ms each.
	restCost       = 150 * time.Millisecond
	ticksPerSecond = 100 // USER_HZ, which is 100 on all of Linux
	// restLimit is when it must have come to rest at the latest.
	restLimit = 30 * time.Second
)

// TestIdle counts the watches of a daemon that follows many environments, how
// often it wakes while nothing happens, and what it then does.
func TestIdle(t *testing.T) {
	// The short run asks for rest only: the safety pass comes every 30 s, and one
	// wake-up may be a timer of the runtime that was set before the rest.
	n, span, budget := 100, 5*time.Second, 1
	if long() {
		// One wake-up in 10 s; a safety pass falls into the span for certain.
		n, span, budget = 1000, 40*time.Second, 4
	}
	d := serve(t, tree(t, n))
	defer d.end()
	pid := d.cmd.Process.Pid
	watchesOf(t, d, n)
	rest(t, pid)
	before := cpuTicks(t, pid)
	woke := bursts(t, pid, span)
	spent := time.Duration(cpuTicks(t, pid)-before) * (time.Second / ticksPerSecond)
	t.Logf("%d wake-ups and %v of processor time in %v with %d environments", woke, spent, span, n)
	if woke > budget {
		t.Errorf("%d wake-ups in %v, the budget is %d", woke, span, budget)
	}
	if spent > restCost {
		t.Errorf("%v of processor time in %v without events, the budget is %v: it looks again at more than it must",
			spent, span, restCost)
	}
}

// watchesOf compares what the daemon says of its watches with the kernel.
func watchesOf(t *testing.T, d *daemon, n int) {
	t.Helper()
	var status struct{ Watch struct{ Watches int } }
	d.ask("venvd/status", map[string]any{}, &status)
	if got := kernelWatches(t, d.cmd.Process.Pid); got != status.Watch.Watches {
		t.Errorf("the daemon says %d watches, the kernel %d", status.Watch.Watches, got)
	}
	each := float64(status.Watch.Watches) / float64(n)
	t.Logf("%d watches, %.2f for each environment", status.Watch.Watches, each)
	if each > watchesEach {
		t.Errorf("%.2f watches for each environment, the budget is %.1f", each, watchesEach)
	}
}

// bursts counts how often a process wakes within a span: that several threads
// wake for one reason, and again while they work, is one wake-up.
func bursts(t *testing.T, pid int, span time.Duration) (count int) {
	t.Helper()
	busy, last := false, total(wakes(t, pid))
	for end := time.Now().Add(span); time.Now().Before(end); {
		pass(sample)
		now := total(wakes(t, pid))
		if now != last && !busy {
			count++
		}
		busy, last = now != last, now
	}
	return count
}

// rest waits until the daemon has not woken for a while.
func rest(t *testing.T, pid int) {
	t.Helper()
	deadline := time.Now().Add(restLimit)
	for last := total(wakes(t, pid)); ; {
		pass(quiet)
		now := total(wakes(t, pid))
		if now == last {
			return
		}
		if time.Now().After(deadline) {
			t.Errorf("the daemon has not come to rest within %v", restLimit)
			return
		}
		last = now
	}
}

// pass lets time go by: what is counted is that nothing happens in it.
func pass(d time.Duration) { <-time.After(d) }
