//go:build unix

package discover

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// keptAnswers keeps answers in memory, as another process would see them.
type keptAnswers struct {
	mu   sync.Mutex
	list []venvcore.Asked
	fail error
}

func (k *keptAnswers) Asked() []venvcore.Asked {
	k.mu.Lock()
	defer k.mu.Unlock()
	return append([]venvcore.Asked{}, k.list...)
}

func (k *keptAnswers) KeepAsked(_ context.Context, a venvcore.Asked) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.list = append(k.list, a)
	return k.fail
}

// asking is an Asker that runs, with a made interpreter in the place of a real
// one, and what it has done.
type asking struct {
	*Asker
	t     *testing.T
	trust *changingTrust
	runs  atomic.Int64
	now   atomic.Int64

	mu    sync.Mutex
	again []string // who was told to look again
	pulse chan struct{}
}

// changingTrust is trust that changes under way.
type changingTrust struct{ now atomic.Pointer[saidTrust] }

func (c *changingTrust) Folders(ctx context.Context) []string { return c.now.Load().Folders(ctx) }
func (c *changingTrust) Trusted(path string) (bool, bool)     { return c.now.Load().Trusted(path) }

const goodAnswer = `{"version": [3, 13, 5, "final", 0], "implementation": "cpython", "prefix": "'/'", "base_prefix": "'/'"}`

// startAsking starts one that has begun; run stands for the interpreter.
func startAsking(t *testing.T, w *World, keeper Keeper, run func(context.Context, *inquiry) ([]byte, error)) *asking {
	t.Helper()
	a := &asking{t: t, trust: &changingTrust{}, pulse: make(chan struct{}, 1000)}
	a.trust.now.Store(&saidTrust{})
	a.now.Store(time.Now().UnixMilli())
	a.Asker = NewAsker(AskerOptions{World: w, Trust: a.trust, Keeper: keeper, Again: func(_ context.Context, roots []string, path string) {
		a.mu.Lock()
		defer a.mu.Unlock()
		if len(roots) > 0 {
			a.again = append(a.again, strings.Join(roots, " ")+" "+filepath.Base(path))
		}
		a.pulse <- struct{}{}
	}})
	a.Asker.now = func() time.Time { return time.UnixMilli(a.now.Load()) }
	if run != nil {
		a.run = func(ctx context.Context, q *inquiry) ([]byte, error) {
			a.runs.Add(1)
			return run(ctx, q)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { a.Run(ctx); close(ended) }()
	t.Cleanup(func() { cancel(); <-ended })
	return a
}

func answers(context.Context, *inquiry) ([]byte, error) { return []byte(goodAnswer), nil }

// settled waits until nothing is pending.
func (a *asking) settled() {
	a.t.Helper()
	guard := time.After(hung)
	for a.Pending() {
		select {
		case <-a.pulse:
		case <-guard:
			a.t.Fatal("it is pending for ever")
		}
	}
}

// told gives who was told to look again since the last call.
func (a *asking) told() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	s := strings.Join(a.again, ", ")
	a.again = nil
	return s
}

func (a *asking) want(runs int64, told string) {
	a.t.Helper()
	a.settled()
	if got := a.runs.Load(); got != runs {
		a.t.Errorf("%d were run, want %d", got, runs)
	}
	if got := a.told(); got != told {
		a.t.Errorf("looks again: %q, want %q", got, told)
	}
}

func owned(t *testing.T) (string, *World, Unknown) {
	t.Helper()
	dir, w, u := realBase(t)
	u.Place = PlaceOwn
	return dir, w, u
}

// TestAskedOnce: once for each content of the file, for all who want to know.
func TestAskedOnce(t *testing.T) {
	dir, w, u := owned(t)
	a := startAsking(t, w, &keptAnswers{}, answers)
	a.Consider("one", []Unknown{u})
	a.Consider("two", []Unknown{u, u})
	if a.Pending() {
		t.Error("it is pending before it has begun")
	}
	if a.runs.Load() != 0 {
		t.Error("it was run before it has begun")
	}
	a.Begin()
	a.want(1, "one two python3.13")
	if k, ok := a.Asked(u.File); !ok || k.Version != "3.13.5" || k.File != u.File || k.At != a.now.Load() {
		t.Errorf("got %+v", k)
	}
	// A scan that began before there was an answer, and so comes too late.
	a.Consider("late", []Unknown{u})
	a.want(1, "late one two python3.13")
	// Another content.
	must(t, os.Chtimes(u.File.Path, time.Time{}, time.Unix(7, 0)))
	if _, ok := a.Asked(wondered(t, w, dir).File); ok {
		t.Error("the answer of before holds for another content")
	}
	v := wondered(t, w, dir)
	v.Place = PlaceOwn
	a.Consider("one", []Unknown{v})
	a.want(2, "one python3.13")
}

// TestFailureIsRemembered: also a silence, for a while, and by other processes.
func TestFailureIsRemembered(t *testing.T) {
	_, w, u := owned(t)
	disk := &keptAnswers{fail: errors.New("full")}
	a := startAsking(t, w, disk, func(context.Context, *inquiry) ([]byte, error) { return nil, errSlow })
	a.Begin()
	a.Consider("one", []Unknown{u})
	a.want(1, "")
	k, ok := a.Asked(u.File)
	if !ok || k.Failure != errSlow.Error() || k.Version != "" {
		t.Errorf("got %+v, %v", k, ok)
	}
	a.Consider("one", []Unknown{u})
	a.Consider("two", []Unknown{u})
	a.Reconsider()
	a.want(1, "")
	other := startAsking(t, w, disk, answers)
	other.Begin()
	other.Consider("one", []Unknown{u})
	other.want(0, "")
	other.now.Add(askAgain.Milliseconds() + 1)
	other.Consider("one", []Unknown{u})
	other.want(1, "one python3.13")
}

func TestOddAnswersAreFailures(t *testing.T) {
	_, w, u := owned(t)
	for name, tt := range map[string]struct {
		line string
		err  error
		kept int
	}{
		"not JSON":        {"Python 3.13.5", nil, 1},
		"no full version": {strings.Replace(goodAnswer, "13, 5", "13", 1), nil, 1},
		"nothing":         {"", nil, 1},
		"an error":        {"", errors.New("it ended without an answer"), 1},
		"not started":     {"", &startError{errors.New("no more processes")}, 0}, // which may pass
	} {
		disk := &keptAnswers{}
		a := startAsking(t, w, disk, func(context.Context, *inquiry) ([]byte, error) { return []byte(tt.line), tt.err })
		a.Begin()
		a.Consider("one", []Unknown{u})
		a.want(1, "")
		if k, ok := a.Asked(u.File); !ok || k.Failure == "" || len(disk.Asked()) != tt.kept {
			t.Errorf("%s: %+v, kept %v", name, k, disk.Asked())
		}
	}
}

// TestAnotherProcessHasAsked: what is on disk by the time that it is one's turn
// is not asked again.
func TestAnotherProcessHasAsked(t *testing.T) {
	_, w, u := owned(t)
	disk := &keptAnswers{}
	a := startAsking(t, w, disk, answers)
	if _, ok := a.Asked(u.File); ok {
		t.Fatal("nobody has asked")
	}
	must(t, disk.KeepAsked(t.Context(), venvcore.Asked{File: u.File, Version: "3.13.7"}))
	a.Begin()
	a.Consider("one", []Unknown{u})
	a.want(0, "one python3.13")
	if k, _ := a.Asked(u.File); k.Version != "3.13.7" {
		t.Errorf("got %+v", k)
	}
}

// TestReplacedWhileItRuns: nobody knows which of the two has answered.
func TestReplacedWhileItRuns(t *testing.T) {
	_, w, u := owned(t)
	disk := &keptAnswers{}
	a := startAsking(t, w, disk, func(context.Context, *inquiry) ([]byte, error) {
		return []byte(goodAnswer), os.Chtimes(u.File.Path, time.Time{}, time.Unix(7, 0))
	})
	a.Begin()
	a.Consider("one", []Unknown{u})
	a.want(1, "")
	if _, ok := a.Asked(u.File); ok || len(disk.Asked()) != 0 {
		t.Error("the answer is remembered")
	}
}

// TestAtMostTwoAtOnce, of as many as there may be.
func TestAtMostTwoAtOnce(t *testing.T) {
	dir, w, u := owned(t)
	list := make([]Unknown, 12)
	for i := range list {
		v := u
		v.Path = fmt.Sprintf("%s/base/bin/python3.%d", dir, 20+i)
		must(t, os.WriteFile(v.Path, programFor(t, "!elf", "x86_64"), 0o755))
		info, err := w.Lstat(v.Path)
		must(t, err)
		v.File = fileOf(v.Path, info)
		list[i] = v
	}
	var mu sync.Mutex
	var running, most, started int
	count := func(by int) (n int) {
		mu.Lock()
		defer mu.Unlock()
		running += by
		most, started = max(most, running), started+max(by, 0)
		return started
	}
	second := make(chan struct{})
	a := startAsking(t, w, nil, func(ctx context.Context, _ *inquiry) ([]byte, error) {
		defer count(-1)
		switch count(1) {
		case 2:
			close(second)
		case 1:
			select { // the first waits for the second
			case <-second:
			case <-ctx.Done():
			}
		}
		return []byte(goodAnswer), nil
	})
	a.Consider("one", list[:6])
	a.Consider("two", list[6:])
	a.Begin()
	a.settled()
	if started != len(list) || most != askWorkers {
		t.Errorf("%d of %d were run, %d at once", started, len(list), most)
	}
}

// TestRefusedUntilSomethingChanges: what may not be run is not pending, and is
// decided anew when trust or the folders change, or something else leads to it.
func TestRefusedUntilSomethingChanges(t *testing.T) {
	dir, w, u := owned(t)
	a := startAsking(t, w, nil, answers)
	a.trust.now.Store(&saidTrust{folders: []string{dir + "/w/open"}})
	a.Begin()
	a.Consider("one", []Unknown{u})
	a.want(0, "")
	a.Consider("one", []Unknown{u})
	a.Reconsider()
	a.want(0, "")
	a.trust.now.Store(&saidTrust{folders: []string{dir + "/w/open"}, about: map[string]bool{dir + "/w": true}})
	a.want(0, "") // nobody has said that it has changed
	a.Reconsider()
	a.want(1, "one python3.13")

	elsewhere := startAsking(t, w, nil, answers)
	elsewhere.Begin()
	v := u
	v.Place = PlaceElse
	elsewhere.Consider("one", []Unknown{v})
	elsewhere.want(0, "")
	elsewhere.Consider("two", []Unknown{u})
	elsewhere.want(1, "one two python3.13")
}

// meanwhile is trust that has something happen while it is asked for the first
// time.
type meanwhile struct {
	saidTrust
	once *sync.Once
	do   func()
}

func (m meanwhile) Folders(ctx context.Context) []string {
	m.once.Do(m.do)
	return m.saidTrust.Folders(ctx)
}

// TestWayThatComesLate: what leads to a base and is found while it is decided by
// something else is not forgotten.
func TestWayThatComesLate(t *testing.T) {
	_, w, u := owned(t)
	a := startAsking(t, w, nil, answers)
	elsewhere := u
	elsewhere.Place = PlaceElse
	a.rules.trust = meanwhile{once: new(sync.Once), do: func() { a.Consider("two", []Unknown{u}) }}
	a.Consider("one", []Unknown{elsewhere})
	a.Begin()
	a.want(1, "one two python3.13")
}

// TestNobodyWantsToKnow: what no scan wants any more is not asked.
func TestNobodyWantsToKnow(t *testing.T) {
	_, w, u := owned(t)
	a := startAsking(t, w, nil, answers)
	a.Consider("one", []Unknown{u})
	a.Consider("one", nil)
	a.Begin()
	a.want(0, "")
	if len(a.inquired) != 0 || len(a.wanted) != 0 {
		t.Errorf("it remembers %v, %v", a.inquired, a.wanted)
	}
}
