package integration_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/venvd/venvd/integration_test/machine"
	"github.com/venvd/venvd/integration_test/making"
)

// TestTools has every tool make environments wherever it can be told to, on
// the machine's Pythons, and holds what venvd says of each, having run nothing,
// against the environment's own interpreter, against what the tool answers, and
// against the table of what its manager makes of it (tools_table_test.go).
func TestTools(t *testing.T) {
	pythons := machine.Pythons()
	if len(pythons) == 0 {
		t.Skip("this machine has no Python that the tests know how to find")
	}
	for _, r := range rounds(making.All(), pythons) {
		t.Run(r.making.Tool+"/"+r.making.Name+"/"+r.python.Name(), func(t *testing.T) {
			t.Parallel()
			r.test(t)
		})
	}
}

// A round is one making on one Python.
type round struct {
	making making.Making
	python machine.Python
}

// rounds gives each making on each Python that it suits, when the long counts
// are asked for. Else each making comes once, and each tool, by its makings
// taking turns, on the oldest, the newest and a middle one of those it suits;
// the last making of a tool that has fewer than three takes the turns left. A
// making that no Python suits comes without one.
func rounds(all []making.Making, pythons []machine.Python) []round {
	var list []round
	turn := 0
	for i, m := range all {
		if i > 0 && all[i-1].Tool != m.Tool {
			turn = 0
		}
		suited := slices.DeleteFunc(slices.Clone(pythons), func(p machine.Python) bool { return !m.Suits(p) })
		if len(suited) == 0 {
			list = append(list, round{m, machine.Python{Minor: "none"}})
			continue
		}
		last := len(suited) - 1
		three := []machine.Python{suited[0], suited[last], suited[last/2]}
		switch ends := i == len(all)-1 || all[i+1].Tool != m.Tool; {
		case long():
		case ends && turn < len(three):
			suited = slices.Compact(three[turn:])
		default:
			suited = three[turn%3 : turn%3+1]
		}
		turn++
		for _, p := range suited {
			list = append(list, round{m, p})
		}
	}
	return list
}

func (r round) test(t *testing.T) {
	row, ok := expectations()[r.making.Tool+"/"+r.making.Name]
	if !ok {
		t.Fatal("the table does not say what is expected of it")
	}
	if r.python.Exe == "" {
		t.Skip("no Python of this machine suits it")
	}
	w := newWorld(t)
	s := making.New(w.work, toolsDir(), w.runner)
	for _, need := range r.making.Needs {
		if !s.Has(need) {
			t.Skipf("%s is not installed; scripts/test installs it", need)
		}
	}
	made, err := r.making.Make(s, r.python)
	if err != nil {
		t.Fatal(err)
	}
	// From here on the processes are those of the sandbox's person.
	w.env = append(s.Env(), "GORACE=atexit_sleep_ms=1")
	c := check{world: w, row: row, made: made, sandbox: s}
	c.tool()
	c.lists()
	c.which()
}

// runner runs a command of a making as every other process of the tests.
func (w *world) runner(dir string, env []string, command ...string) (string, error) {
	var out, errs bytes.Buffer
	cmd := w.command(command[0], command[1:]...)
	cmd.Dir, cmd.Env = dir, env
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := running.start(cmd)
	if err == nil {
		err = waitBounded(cmd)
	}
	if err != nil {
		err = fmt.Errorf("%q in %s: %w\n%s%s", command, dir, err, out.String(), errs.String())
	}
	return out.String(), err
}
