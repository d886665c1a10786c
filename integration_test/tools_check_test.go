package integration_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/venvd/venvd/integration_test/making"
)

// A check holds what venvd says of one environment against the truth.
type check struct {
	*world
	row     expectation
	made    making.Made
	sandbox *making.Sandbox
}

// tool: what was made starts, and what the tool answers is where it lies, but
// for the known exceptions, which must still be ones.
func (c check) tool() {
	c.t.Helper()
	if !c.made.Dead {
		started := askOracle(c.t, filepath.Join(c.made.Prefix, "bin", "python"), c.env).Prefix
		if started != c.made.Prefix {
			c.t.Errorf("the making is wrong: what starts in %s says %s", c.made.Prefix, started)
		}
	}
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
	if c.made.Project == "" || !inProject && !c.row.unseen {
		env = c.listed("list", "--json")
	}
	if folder && (inProject || c.row.project) {
		env = c.listed("list", c.made.Project, "--json")
	}
	if env == nil {
		return
	}
	// Whose a script's is, "which" tells: the machine's list knows no script.
	c.same(env, folder || !c.row.project)
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
	var env any
	if i := slices.Index(prefixes(list), c.made.Prefix); i >= 0 {
		env = mustPath(list, fmt.Sprintf(".environments[%d]", i))
	}
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
	members := c.row.members(c.made, c.sandbox)
	if !withProject {
		delete(members, ".project")
	}
	for _, path := range slices.Sorted(maps.Keys(members)) {
		if got := text(mustPath(env, path)); got != members[path] {
			c.t.Errorf("%s is %s, want %s", path, got, members[path])
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
