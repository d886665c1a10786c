//go:build unix

package discover

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMain lets the test program stand for an interpreter: under such a name it
// does what the file "role" of its installation says.
func TestMain(m *testing.M) {
	if exe, err := os.Executable(); err == nil && strings.HasPrefix(filepath.Base(exe), "python3.") {
		play(filepath.Dir(filepath.Dir(exe)))
		return
	}
	os.Exit(m.Run())
}

// play notes that it runs, with its number, and then answers or hangs.
func play(prefix string) {
	role, err := os.ReadFile(filepath.Join(prefix, "role"))
	if err != nil {
		os.Exit(4)
	}
	note, err := os.OpenFile(filepath.Join(prefix, "runs"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		os.Exit(5)
	}
	fmt.Fprintf(note, "%d\n", os.Getpid())
	note.Close()
	if string(role) == "hang" {
		<-time.After(time.Hour)
	}
	fmt.Println(goodAnswer)
}

// played makes a base whose interpreter is a program that runs.
func played(t *testing.T, role string) (string, *World, Unknown) {
	t.Helper()
	dir, w, _ := realBase(t)
	exe, err := os.Executable()
	must(t, err)
	python := dir + "/base/bin/python3.13"
	must(t, os.Remove(python))
	if os.Link(exe, python) != nil { // another file system
		data, err := os.ReadFile(exe)
		must(t, err)
		must(t, os.WriteFile(python, data, 0o755))
	}
	must(t, os.WriteFile(dir+"/base/role", []byte(role), 0o644))
	u := wondered(t, w, dir)
	u.Place = PlaceOwn
	return dir, w, u
}

// ran gives the numbers of the processes that have run.
func ran(t *testing.T, dir string) []int {
	t.Helper()
	data, err := os.ReadFile(dir + "/base/runs")
	if err != nil {
		return nil
	}
	var out []int
	for _, line := range strings.Fields(string(data)) {
		n, err := strconv.Atoi(line)
		must(t, err)
		out = append(out, n)
	}
	return out
}

// awaitRuns waits until as many have begun to run.
func awaitRuns(t *testing.T, dir string, n int) int {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	guard := time.After(hung)
	for {
		if pids := ran(t, dir); len(pids) >= n {
			return pids[n-1]
		}
		select {
		case <-tick.C:
		case <-guard:
			t.Fatal("it is not run")
		}
	}
}

// TestAskedForReal: from the question to the version that is shown.
func TestAskedForReal(t *testing.T) {
	dir, w, u := played(t, "answer")
	a := startAsking(t, w, &keptAnswers{}, nil)
	w.Answers = a.Asker
	a.Begin()
	a.Consider("one", []Unknown{u})
	a.settled()
	if got := a.told(); got != "one python3.13" || len(ran(t, dir)) != 1 {
		t.Errorf("looks again: %q, ran %v", got, ran(t, dir))
	}
	r := mustScan(t, NewScanner(w, Options{}), Query{Root: Root{Kind: RootPaths, Paths: []string{dir + "/base"}}})
	if len(r.Unknown) != 0 || len(r.Environments) != 1 || r.Environments[0].Version != "3.13.5" {
		t.Errorf("%s, asks %v", versions(r), r.Unknown)
	}
}

// TestReconsiderEndsWhoRuns: when the call returns that says that a folder was
// opened, nobody runs any more that may not now; what was ended is no failure.
func TestReconsiderEndsWhoRuns(t *testing.T) {
	dir, w, u := played(t, "hang")
	a := startAsking(t, w, &keptAnswers{}, nil)
	a.Begin()
	a.Consider("one", []Unknown{u})
	first := awaitRuns(t, dir, 1)
	a.trust.now.Store(&saidTrust{folders: []string{dir + "/w/open"}})
	a.Reconsider()
	isDead(t, first)
	a.settled()
	if k, ok := a.Asked(u.File); ok || len(ran(t, dir)) != 1 {
		t.Errorf("remembered %+v; ran %v", k, ran(t, dir))
	}
	a.trust.now.Store(&saidTrust{})
	a.Reconsider() // it is run again, and again ended although it may be run
	awaitRuns(t, dir, 2)
	must(t, os.WriteFile(dir+"/base/role", []byte("answer"), 0o644))
	a.Reconsider()
	a.settled()
	if k, _ := a.Asked(u.File); k.Version != "3.13.5" || len(ran(t, dir)) != 3 {
		t.Errorf("remembered %+v; ran %v", k, ran(t, dir))
	}
}

// TestEndOfAsker: who runs is ended with it, and nobody is started afterwards.
func TestEndOfAsker(t *testing.T) {
	dir, w, u := played(t, "hang")
	a := NewAsker(AskerOptions{World: w, Trust: saidTrust{}, Again: func(context.Context, []string, string) {}})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { a.Run(ctx); close(ended) }()
	a.Begin()
	a.Consider("one", []Unknown{u})
	pid := awaitRuns(t, dir, 1)
	cancel()
	select {
	case <-ended:
	case <-time.After(hung):
		t.Fatal("it does not end")
	}
	groupIsGone(t, pid)
	a.Reconsider()
	if _, ok := a.Asked(u.File); ok || len(ran(t, dir)) != 1 {
		t.Errorf("remembered %v; ran %v", ok, ran(t, dir))
	}
}

// TestRoundOver: what held when it was decided does not hold when it is started.
func TestRoundOver(t *testing.T) {
	dir, w, u := played(t, "answer")
	a := NewAsker(AskerOptions{World: w, Trust: saidTrust{}})
	q := &inquiry{file: u.File, ways: []Unknown{u}}
	a.inquired[u.File] = q
	a.Reconsider()
	if _, err := a.runOne(t.Context(), q); err != errRoundOver || len(ran(t, dir)) != 0 {
		t.Errorf("got %v; ran %v", err, ran(t, dir))
	}
	q.round = a.round
	if line, err := a.runOne(t.Context(), q); string(line) != goodAnswer || err != nil || q.child != nil {
		t.Errorf("got %q, %v", line, err)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.runOne(over, q); err == nil || len(ran(t, dir)) != 1 {
		t.Errorf("got %v; ran %v", err, ran(t, dir))
	}
	// While somebody starts a process, or changes what may be run, nobody else does.
	<-a.starting
	slow, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := a.runOne(slow, q); err == nil || len(ran(t, dir)) != 1 {
		t.Errorf("got %v; ran %v", err, ran(t, dir))
	}
	a.Reconsider() // does not wait for ever for who hangs there
	a.starting <- struct{}{}
	if a.round != 2 {
		t.Errorf("round %d", a.round)
	}
}

func isDead(t *testing.T, pid int) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for range 100 { // it was sent a signal that ends it, which takes the kernel a moment
		if err := syscall.Kill(pid, 0); err != nil || onlyDead(pid) {
			return
		}
		<-tick.C
	}
	t.Errorf("process %d still runs", pid)
}
