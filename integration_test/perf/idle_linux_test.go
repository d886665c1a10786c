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
	// restLimit is when it must have come to rest at the latest.
	restLimit = 30 * time.Second
)

// TestIdle counts the watches of a daemon that follows many environments, and
// how often any of its threads wakes while nothing happens.
func TestIdle(t *testing.T) {
	n, span, budget := 100, 5*time.Second, 6
	if long() {
		// One wake-up in 10 s; the safety pass of every 30 s may fall into the span.
		n, span, budget = 1000, 20*time.Second, 2
	}
	dir := tree(t, n)
	d := serve(t, dir)
	defer d.end()
	pid := d.cmd.Process.Pid
	var status struct{ Watch struct{ Watches, Lost int } }
	d.ask("venvd/status", map[string]any{}, &status)
	if got := kernelWatches(t, pid); got != status.Watch.Watches {
		t.Errorf("the daemon says %d watches, the kernel %d", status.Watch.Watches, got)
	}
	each := float64(status.Watch.Watches) / float64(n)
	t.Logf("%d watches, %.2f for each environment", status.Watch.Watches, each)
	if long() && each > watchesEach { // in a small tree the machine's own places weigh more
		t.Errorf("%.2f watches for each environment, the budget is %.1f", each, watchesEach)
	}
	rest(t, pid)
	before := wakes(t, pid)
	pass(span)
	after := wakes(t, pid)
	woke := 0
	for thread, count := range after {
		if more := count - before[thread]; more > 0 {
			t.Logf("%s woke %d times", thread, more)
			woke += more
		}
	}
	t.Logf("%d wake-ups of %d threads in %v", woke, len(after), span)
	if woke > budget {
		t.Errorf("%d wake-ups in %v, the budget is %d", woke, span, budget)
	}
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
