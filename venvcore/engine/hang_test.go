package engine

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// dead is a disk with the places of many tools, some of which hang.
type dead struct {
	*disk
	tools   int
	hung    map[string]bool // keys of the roots whose look ends only after release
	release chan struct{}

	mu     sync.Mutex
	looked map[string]int
	faults map[string][]venvcore.Fault // what a look at a root reports, by key
	tool   venvcore.Tool               // what a look at the first root finds; zero: none
}

func newDead(tools int) *dead {
	return &dead{disk: newDisk(), tools: tools, hung: map[string]bool{}, looked: map[string]int{}, faults: map[string][]venvcore.Fault{}}
}

func (d *dead) MachineRoots() (out []Root) {
	for i := range d.tools {
		name := fmt.Sprintf("t%02d", i)
		out = append(out, Root{Key: "tool:" + name, Tool: name})
	}
	return out
}

// Look finds one environment in the places of each tool.
func (d *dead) Look(ctx context.Context, q Query) (*Report, error) {
	if d.hung[q.Root.Key] {
		select {
		case <-d.release:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.looked[q.Root.Key]++
	if d.tool.Name != "" && q.Root.Tool == "t00" {
		return &Report{Tools: []venvcore.Tool{d.tool}}, nil
	}
	if q.Root.Tool != "" {
		return &Report{Environments: []*venvcore.Environment{env("/tools/"+q.Root.Tool, q.Root.Tool)}, Faults: d.faults[q.Root.Key]}, nil
	}
	return d.disk.Look(ctx, q)
}

func (d *dead) looks() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.looked)
}

// TestHungToolsHoldUpNoOther: while the places of half of the tools hang, those
// of all others are looked at without any time passing, and what is there is
// told; the first answer waits a moment, the list of the machine until all is
// known.
func TestHungToolsHoldUpNoOther(t *testing.T) {
	const tools, hang = 40, 20
	d := newDead(tools)
	for i := range hang {
		d.hung[fmt.Sprintf("tool:t%02d", i)] = true
	}
	d.put(env("/w/.venv", "a"))
	synctest.Test(t, func(t *testing.T) {
		d.release = make(chan struct{})
		ctx, cancel := context.WithCancel(t.Context())
		e, ended := run(ctx, Options{Looker: d})
		defer func() { cancel(); <-ended }()
		start := time.Now()
		if err := e.Open(ctx, "/w", FolderSettings{}, true); err != nil {
			t.Fatal(err)
		}
		synctest.Wait() // no time passes
		told := e.Snapshot().Machine
		if n := len(told.Environments); n != tools-hang+1 || told.ByPath("/w/.venv") == nil || time.Since(start) != 0 {
			t.Errorf("%d environments are told after %v", n, time.Since(start))
		}

		known := make(chan error, 1)
		go func() { known <- e.Known(ctx) }()
		a, err := e.Ask(ctx, "/w/x.py", "")
		if err != nil || a.Selection.Environment == nil || a.Selection.Environment.Prefix != "/w/.venv" || time.Since(start) != answerLimit {
			t.Errorf("the first answer after %v: %+v, %v", time.Since(start), a.Selection, err)
		}
		synctest.Wait()
		if len(known) > 0 {
			t.Error("all is known while the places hang")
		}
		close(d.release)
		if err := <-known; err != nil || len(e.Snapshot().Machine.Environments) != tools+1 {
			t.Errorf("%d environments in the end, %v", len(e.Snapshot().Machine.Environments), err)
		}
	})
}

// TestAnswersWaitForWhatIsQuick: a tool that is looked at within the limit is part
// of the first answer.
func TestAnswersWaitForWhatIsQuick(t *testing.T) {
	d := newDead(1)
	d.hung["tool:t00"] = true
	synctest.Test(t, func(t *testing.T) {
		d.release = make(chan struct{})
		ctx, cancel := context.WithCancel(t.Context())
		e, ended := run(ctx, Options{Looker: d})
		defer func() { cancel(); <-ended }()
		if err := e.Open(ctx, "/w", FolderSettings{}, true); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(answerLimit/2, func() { close(d.release) })
		a, err := e.Ask(ctx, "/w", "")
		if err != nil || a.Snapshot.Machine.ByPath("/tools/t00") == nil {
			t.Errorf("it is not in the snapshot of the answer, %v", err)
		}
	})
}

// TestHungFoldersGiveWay: folders share few slots, and those that hang keep
// them for a moment only.
func TestHungFoldersGiveWay(t *testing.T) {
	const hang = 3 * scanWorkers
	d := newDead(0)
	d.put(env("/w/.venv", "a"))
	synctest.Test(t, func(t *testing.T) {
		d.release = make(chan struct{})
		ctx, cancel := context.WithCancel(t.Context())
		e, ended := run(ctx, Options{Looker: d})
		defer func() { cancel(); <-ended }()
		start := time.Now()
		for i := range hang {
			d.hung[fmt.Sprintf("folder:/dead%d", i)] = true
		}
		for i := range hang {
			if err := e.Open(ctx, fmt.Sprintf("/dead%d", i), FolderSettings{}, false); err != nil {
				t.Fatal(err)
			}
		}
		if err := e.Open(ctx, "/w", FolderSettings{}, false); err != nil {
			t.Fatal(err)
		}
		a, err := e.Ask(ctx, "/w", "")
		if err != nil || a.Selection.Environment == nil || time.Since(start) > (hang/scanWorkers)*slotLimit {
			t.Errorf("after %v: %+v, %v", time.Since(start), a.Selection, err)
		}
		close(d.release)
		if err := e.Known(ctx); err != nil || d.looks() < hang+1 {
			t.Errorf("%d roots were looked at, %v", d.looks(), err)
		}
	})
}

// TestTimedOutIsTriedAgain: nothing tells that a share is back.
func TestTimedOutIsTriedAgain(t *testing.T) {
	d := newDead(2)
	d.faults["tool:t01"] = []venvcore.Fault{{Path: "/net", Code: venvcore.FaultTimeout, Message: "m"}}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		e, ended := run(ctx, Options{Looker: d})
		defer func() { cancel(); <-ended }()
		if err := e.Known(ctx); err != nil {
			t.Fatal(err)
		}
		for _, s := range e.Status().Scans {
			if want := s.Root == "tool:t01"; slices.Contains(s.Skipped, "/net") != want {
				t.Errorf("%s has not looked at %v", s.Root, s.Skipped)
			}
		}
		time.Sleep(safetyInterval + time.Second)
		synctest.Wait()
		d.mu.Lock()
		one, two := d.looked["tool:t00"], d.looked["tool:t01"]
		d.faults = nil
		d.mu.Unlock()
		if one != 1 || two != 2 {
			t.Errorf("looked %d and %d times", one, two)
		}
		time.Sleep(3 * safetyInterval)
		synctest.Wait()
		if d.looked["tool:t01"] != 3 || len(e.Snapshot().Faults) > 0 {
			t.Errorf("it answered, and was looked at %d times, faults %v", d.looked["tool:t01"], e.Snapshot().Faults)
		}
	})
}

// TestToolIsToldAtOnce: the program of a manager that is found after its
// environments is no change of them that anything is to be waited for.
func TestToolIsToldAtOnce(t *testing.T) {
	d := newDead(2)
	d.tool = venvcore.Tool{Name: "virtualenv", Path: "/bin/virtualenv"}
	d.hung["tool:t00"] = true
	e1 := env("/w/.venv", "a")
	e1.Kind = venvcore.KindVirtualenv
	d.put(e1)
	synctest.Test(t, func(t *testing.T) {
		d.release = make(chan struct{})
		ctx, cancel := context.WithCancel(t.Context())
		e, ended := run(ctx, Options{Looker: d})
		defer func() { cancel(); <-ended }()
		if err := e.Open(ctx, "/w", FolderSettings{}, true); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if got := e.Snapshot().Machine.ByPath("/w/.venv"); got == nil || got.Tool != "" {
			t.Fatalf("before: %+v", got)
		}
		close(d.release)
		if err := e.Known(ctx); err != nil {
			t.Fatal(err)
		}
		if got := e.Snapshot().Machine.ByPath("/w/.venv"); got == nil || got.Tool != d.tool.Path {
			t.Errorf("all is known, and the environment is %+v", got)
		}
	})
}
