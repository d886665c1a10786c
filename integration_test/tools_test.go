package integration_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
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
// the last making of a tool that has fewer than three takes the turns left.
func rounds(all []making.Making, pythons []machine.Python) []round {
	var list []round
	turn := 0
	for i, m := range all {
		suited := slices.DeleteFunc(slices.Clone(pythons), func(p machine.Python) bool { return !m.Suits(p) })
		if len(suited) == 0 {
			continue
		}
		if i > 0 && all[i-1].Tool != m.Tool {
			turn = 0
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

// A check holds what venvd says of one environment against the truth.
type check struct {
	*world
	row     expectation
	made    making.Made
	sandbox *making.Sandbox
}

// tool: what the tool answers is where the environment lies, but for the known
// exceptions, which must still be ones.
func (c check) tool() {
	c.t.Helper()
	same := c.made.Answer == "" || c.made.Answer == c.made.Prefix
	switch {
	case c.row.differs == "" && !same:
		c.t.Errorf("%s answers %s, it made %s", c.made.Tool, c.made.Answer, c.made.Prefix)
	case c.row.differs != "" && same:
		c.t.Errorf("%s answers %q: this is no exception any more (%s)", c.made.Tool, c.made.Answer, c.row.differs)
	}
}

// lists: what lies in the project is in the project's list, what a project
// owns in both, and what lies in a store of its tool in the machine's.
func (c check) lists() {
	c.t.Helper()
	inProject := strings.HasPrefix(c.made.Prefix, c.made.Project+string(filepath.Separator))
	folder := c.made.Project != "" && filepath.Ext(c.made.Project) != ".py"
	var env any
	if c.made.Project == "" || !inProject {
		env = c.listed("list", "--json")
	}
	if folder && (inProject || c.row.project) {
		env = c.listed("list", c.made.Project, "--json")
	}
	if env == nil {
		return
	}
	c.same(env, inProject || folder && c.row.project || !folder)
	c.oracle(env)
	c.resolved(env)
}

// listed is the environment in a list, which is the same when it is asked for
// a second time. The generation tells in how many steps it was found.
func (c check) listed(args ...string) any {
	c.t.Helper()
	var texts [2]string
	var list any
	for i := range texts {
		var answer map[string]json.RawMessage
		if err := json.Unmarshal([]byte(c.must(binary, args...)), &answer); err != nil {
			c.t.Fatal(err)
		}
		delete(answer, "generation")
		data, err := json.Marshal(answer)
		if err != nil {
			c.t.Fatal(err)
		}
		texts[i] = string(data)
		if err := json.Unmarshal(data, &list); err != nil {
			c.t.Fatal(err)
		}
	}
	if texts[0] != texts[1] {
		c.t.Errorf("venvd %q says\n%s\nand then\n%s", args, texts[0], texts[1])
	}
	if err := checkContract(strings.Join(args, " "), list); err != nil {
		c.t.Error(err)
	}
	env := environmentAt(list, c.made.Prefix)
	for _, prefix := range c.also(list) {
		c.t.Errorf("venvd %q lists it a second time, as %s", args, prefix)
	}
	if env == nil {
		c.t.Errorf("%s is not in venvd %q, which lists\n\t%s", c.made.Prefix, args, strings.Join(prefixes(list), "\n\t"))
	}
	return env
}

// also are the other prefixes in a list that are links to the same directory:
// one environment is listed once.
func (c check) also(list any) []string {
	real, err := filepath.EvalSymlinks(c.made.Prefix)
	return slices.DeleteFunc(prefixes(list), func(prefix string) bool {
		other, otherErr := filepath.EvalSymlinks(prefix)
		return err != nil || otherErr != nil || other != real || prefix == c.made.Prefix
	})
}

func prefixes(list any) []string {
	var all []string
	environments, _ := mustPath(list, ".environments").([]any) // none is a list without any
	for _, e := range environments {
		all = append(all, text(mustPath(e, ".prefix")))
	}
	return all
}

// same holds the members of the table.
func (c check) same(env any, withProject bool) {
	c.t.Helper()
	for path, want := range c.row.members(c.made, c.sandbox) {
		if path == ".project" && !withProject {
			continue
		}
		if got := text(mustPath(env, path)); got != want {
			c.t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
}

// oracle holds it against what its interpreter says when it is run.
func (c check) oracle(env any) {
	c.t.Helper()
	if c.made.Dead {
		return
	}
	for _, d := range askOracle(c.t, text(mustPath(env, ".interpreter")), c.env).differences(env) {
		c.t.Error(d)
	}
}
