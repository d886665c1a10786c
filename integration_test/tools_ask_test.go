package integration_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// which: the rules give the environment in the project that it was made for,
// by the rule of the table; or never, where that has none.
func (c check) which() {
	c.t.Helper()
	if c.made.Asked == "" {
		return
	}
	// Without an interpreter it ends with 1, which is an answer, too.
	out, all, _ := c.run(binary, "which", "--json", c.made.Asked)
	var selection any
	if err := json.Unmarshal([]byte(out), &selection); err != nil {
		c.t.Fatalf("venvd which said %q: %v", all, err)
	}
	if err := checkContract("venvd which", selection); err != nil {
		c.t.Error(err)
	}
	rule, prefix := text(mustPath(selection, ".rule")), text(mustPath(selection, ".environment.prefix"))
	if len(c.row.rules) == 0 {
		if prefix == c.made.Prefix {
			c.t.Errorf("the rule %s gives it; it is nobody's default", rule)
		}
		return
	}
	if prefix != c.made.Prefix || !slices.Contains(c.row.rules, rule) {
		c.t.Errorf("the rule %s gives %s, want %s by %s", rule, prefix, c.made.Prefix, strings.Join(c.row.rules, " or "))
		return
	}
	c.same(mustPath(selection, ".environment"), true)
}

// resolved: every path that is said to start the environment is known as it,
// and does start it.
func (c check) resolved(env any) {
	c.t.Helper()
	folders := []string{filepath.Join(c.sandbox.Home, "src")}
	client, err := startClient("resolver", c.command(binary, "serve"), false)
	if err != nil {
		c.t.Fatal(err)
	}
	defer client.end()
	answer, err := client.ask("initialize", openOptions{name: "resolver", folders: folders}.initialize())
	if err != nil || answer.Error != nil {
		c.t.Fatalf("initialize: %v %v\n%s", err, answer.Error, client.transcript())
	}
	id := text(mustPath(env, ".id"))
	paths := []string{c.made.Prefix}
	aliases, _ := mustPath(env, ".aliases").([]any) // a list, by the contract's check
	for _, alias := range append(aliases, mustPath(env, ".interpreter")) {
		if alias == nil {
			continue // an environment without an interpreter
		}
		paths = append(paths, text(alias))
	}
	for _, path := range paths {
		params, err := json.Marshal(map[string]string{"path": path})
		if err != nil {
			c.t.Fatal(err)
		}
		answer, err := client.ask("venvd/resolve", params)
		if err != nil {
			c.t.Fatalf("%v\n%s", err, client.transcript())
		}
		var got any
		if answer.Error != nil || json.Unmarshal(answer.Result, &got) != nil || text(mustPath(got, ".id")) != id {
			c.t.Errorf("venvd/resolve of %s is not %s: %s %v", path, id, answer.Result, answer.Error)
		}
		if path != c.made.Prefix && !c.made.Dead {
			c.starts(path)
		}
	}
	if bad := client.disaster(); bad != "" {
		c.t.Errorf("the daemon's stderr tells of a %q\n%s", bad, client.transcript())
	}
}

// starts: an alias may lead there through a link to the whole environment, or be
// such a link.
func (c check) starts(alias string) {
	c.t.Helper()
	if info, err := os.Stat(alias); err == nil && info.IsDir() {
		alias = filepath.Join(alias, "bin", "python")
	}
	got, err := filepath.EvalSymlinks(askOracle(c.t, alias, c.env).Prefix)
	if want, _ := filepath.EvalSymlinks(c.made.Prefix); err != nil || got != want {
		c.t.Errorf("the alias %s starts %s, not %s (%v)", alias, got, want, err)
	}
}
