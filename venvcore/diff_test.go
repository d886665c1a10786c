package venvcore

import (
	"slices"
	"testing"
)

// side is one of the two snapshots of a case: what is on the machine, what is
// given, and what was told and is gone.
type side struct {
	envs  []*Environment
	given *Environment
	edit  func(*Selection)
	past  map[string]string
}

func (s side) snapshot(generation uint64) (*Snapshot, Selection) {
	sel := Selection{Scope: "/w", Environment: s.given, Rule: RuleInProject, State: SelectionOK, Reason: "x"}
	if s.given != nil {
		sel.Interpreter = s.given.Interpreter
	} else {
		sel.Rule, sel.State = RuleNone, SelectionNone
	}
	if s.edit != nil {
		s.edit(&sel)
	}
	snap := EmptySnapshot()
	snap.Generation, snap.Machine = generation, NewMachine(s.envs)
	if s.past != nil {
		snap.Past = s.past
	}
	snap.Scopes["/w"] = &Scope{Path: "/w", ID: "w", Selection: sel, Known: true}
	return snap, sel
}

func only(e *Environment) side { return side{envs: []*Environment{e}, given: e} }

func health(c ProblemCode) func(*Environment) {
	return func(e *Environment) { e.Health = Sum(NewProblem(c, "x")) }
}

// TestWhy has a case for each reason of the protocol that a change has, and
// for what is no change.
func TestWhy(t *testing.T) {
	at := func(prefix, id string, edit ...func(*Environment)) *Environment {
		return venv(prefix, append([]func(*Environment){func(e *Environment) {
			e.ID, e.Made, e.Packages = id, "m-"+id+"|p-"+id, "none"
		}}, edit...)...)
	}
	a, b, py := at("/w/.venv", "a"), at("/w/b", "b"), baseOf("/py", "3.13.0")
	both := []*Environment{a, b}
	missing := func(s *Selection) { s.State, s.Wanted = SelectionMissing, "/w/.venv" }
	cases := []struct {
		name       string
		prev, next side
		want       Reason // empty: nothing is told
	}{
		{"nothing", only(a), only(a.Clone()), ""},
		{"hidden details", only(a), only(at("/w/.venv", "a", func(e *Environment) { e.Born = 7 })), ""},
		{"packages first looked at", only(at("/w/.venv", "a", func(e *Environment) { e.Packages = "" })), only(a), ""},
		{"none and none", side{}, side{edit: func(s *Selection) { s.Reason = "y" }}, ReasonConfiguration},
		{"chosen by hand", side{envs: both, given: a}, side{envs: both, given: b, edit: func(s *Selection) { s.Choice = "environment b 1" }}, ReasonSelected},
		{"first one", side{}, only(a), ReasonCreated},
		{"instead of a base", only(py), side{envs: []*Environment{a, py}, given: a}, ReasonCreated},
		{"moved to where a rule looks", side{envs: []*Environment{at("/e", "a"), py}, given: py}, side{envs: []*Environment{a, py}, given: a}, ReasonCreated},
		{"moved", only(a), only(at("/w/c", "a")), ReasonMoved},
		{"the same by another path", only(a), only(at("/w/c", "a", func(e *Environment) { e.Real = a.Real })), ReasonConfiguration},
		{"made anew", only(a), only(at("/w/.venv", "n")), ReasonRecreated},
		{"cleared in place", only(a), only(at("/w/.venv", "a", func(e *Environment) { e.Made = "x|y" })), ReasonRecreated},
		{"another root, one id", only(at("/w/.venv", "a", func(e *Environment) { e.Root = "1" })), only(at("/w/.venv", "a", func(e *Environment) { e.Root = "2" })), ReasonRecreated},
		{"made anew later", side{past: map[string]string{"/w/.venv": "a"}}, only(at("/w/.venv", "n")), ReasonRecreated},
		{"back at its place", side{past: map[string]string{"/w/.venv": "a"}}, only(a), ReasonRestored},
		{"back elsewhere", side{past: map[string]string{"/gone": "a"}}, only(a), ReasonRestored},
		{"the choice is back", side{envs: both, given: a, edit: missing}, only(a), ReasonRestored},
		{"it starts again", only(at("/w/.venv", "a", broken)), only(a), ReasonRestored},
		{"mended before its stand-in", side{envs: []*Environment{at("/w/.venv", "a", broken), b}, given: b}, side{envs: both, given: a}, ReasonRestored},
		{"filled, and not given before", side{envs: []*Environment{at("/w/.venv", "a", health(Incomplete)), py}, given: py}, side{envs: []*Environment{a, py}, given: a}, ReasonCreated},
		{"a link that decides", only(a), only(at("/w/.venv", "b", func(e *Environment) { e.Real = "/elsewhere" })), ReasonConfiguration},
		{"repaired", only(at("/w/.venv", "a", health(Moved))), only(a), ReasonRepaired},
		{"upgraded", only(a), only(at("/w/.venv", "a", func(e *Environment) { e.Version = "3.12.9" })), ReasonUpgraded},
		{"the patch is found out", only(at("/w/.venv", "a", func(e *Environment) { e.Version = "3.12" })), only(at("/w/.venv", "a", func(e *Environment) { e.Version = "3.12.9" })), ReasonDetails},
		{"the version is found out", only(at("/w/.venv", "a", func(e *Environment) { e.Version = "" })), only(a), ReasonDetails},
		{"another minor", only(at("/w/.venv", "a", func(e *Environment) { e.Version = "3.1" })), only(at("/w/.venv", "a", func(e *Environment) { e.Version = "3.12.9" })), ReasonUpgraded},
		{"another base", only(a), only(at("/w/.venv", "a", func(e *Environment) { e.Base = &Base{Prefix: "/py"} })), ReasonUpgraded},
		{"broken", only(a), only(at("/w/.venv", "a", broken)), ReasonBroken},
		{"broken, and another stands in", side{envs: both, given: a}, side{envs: []*Environment{at("/w/.venv", "a", broken), b}, given: b}, ReasonBroken},
		{"packages", only(a), only(at("/w/.venv", "a", func(e *Environment) { e.Packages = "pip" })), ReasonPackages},
		{"filled", only(at("/w/.venv", "a", health(Incomplete))), only(a), ReasonPackages},
		{"deleted", only(a), side{}, ReasonDeleted},
		{"deleted, and another stands in", side{envs: both, given: a}, only(b), ReasonDeleted},
		{"moved to where no rule looks", side{envs: both, given: a}, side{envs: []*Environment{at("/x/e", "a"), b}, given: b}, ReasonDeleted},
		{"one base for another", only(py), only(baseOf("/py2", "3.14.0")), ReasonDeleted},
		{"a file decides otherwise", side{envs: both, given: a}, side{envs: both, given: b}, ReasonConfiguration},
		{"no interpreter by hand any more", side{envs: both}, side{envs: both, given: b}, ReasonConfiguration},
		{"no rule gives it any more", side{envs: both, given: a}, side{envs: both}, ReasonConfiguration},
		{"another rule", only(a), side{envs: []*Environment{a}, given: a, edit: func(s *Selection) { s.Rule = RuleTool }}, ReasonConfiguration},
		{"a warning", only(a), only(at("/w/.venv", "a", health(BaseUpgraded))), ReasonHealth},
		{"a name", only(a), only(at("/w/.venv", "a", func(e *Environment) { e.Name = "y" })), ReasonDetails},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			prev, from := c.prev.snapshot(1)
			next, to := c.next.snapshot(2)
			got, told := Why(prev, next, from, to)
			if got != c.want || told != (c.want != "") {
				t.Errorf("reason %q (told: %v), want %q", got, told, c.want)
			}
			if n := len(DiffInterpreters(prev, next)); (n == 1) != told || n > 1 {
				t.Errorf("%d changes for one scope, told: %v", n, told)
			}
		})
	}
}

// scopesOf makes a snapshot of scopes alone.
func scopesOf(scopes ...*Scope) *Snapshot {
	s := EmptySnapshot()
	for _, x := range scopes {
		s.Scopes[x.Path] = x
	}
	return s
}

// TestDiffScopes: which scope of the snapshot before a scope is compared with.
// Nothing is on these machines, so what is given anew counts as created.
func TestDiffScopes(t *testing.T) {
	known := func(path string, id Identity, env *Environment) *Scope {
		return &Scope{Path: path, ID: id, Known: true, Selection: Selection{Scope: path, Environment: env, Interpreter: env.Interpreter}}
	}
	first := func(s *Scope, r Reason) *Scope { s.First = r; return s }
	ended := func(s *Scope) *Scope { s.Ended, s.EndedBy = true, ReasonDeleted; return s }
	p, q, r := venv("/p/.venv"), venv("/q/.venv"), venv("/r/.venv")
	cases := []struct {
		name       string
		prev, next *Snapshot
		want       []string // "scope reason previous scope"
	}{
		{"first answer", scopesOf(), scopesOf(first(known("/p", "1", p), ReasonOpened)), []string{"/p opened"}},
		{"first answer of one that asked", scopesOf(), scopesOf(known("/p", "1", p)), nil},
		{"not known yet", scopesOf(), scopesOf(&Scope{Path: "/p", First: ReasonOpened}), nil},
		{"renamed", scopesOf(known("/p", "1", p)), scopesOf(known("/q", "1", q)), []string{"/q created /p"}},
		{
			"renamed, and another in its place",
			scopesOf(known("/p", "1", p)), scopesOf(known("/p", "2", r), known("/q", "1", q)),
			[]string{"/p created /p", "/q created /p"},
		},
		{
			"renamed in a row",
			scopesOf(known("/p", "1", p), known("/q", "2", q)), scopesOf(known("/q", "1", p), known("/r", "2", r)),
			[]string{"/q created /q", "/r created /q"},
		},
		{"ended", scopesOf(known("/p", "1", p)), scopesOf(ended(known("/p", "1", p))), []string{"/p deleted /p"}},
		{"ended before", scopesOf(ended(known("/p", "1", p))), scopesOf(ended(known("/p", "1", p))), nil},
		{
			"ended before, and its directory came and went",
			scopesOf(ended(known("/p", "1", p)), known("/q", "1", q)), scopesOf(ended(known("/p", "1", p))), nil,
		},
		{
			"followed anew after its end",
			scopesOf(ended(known("/p", "1", p))), scopesOf(first(known("/p", "2", p), ReasonConfiguration)),
			[]string{"/p configuration"},
		},
		{"unfollowed", scopesOf(known("/p", "1", p)), scopesOf(), nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.next.Generation = 9
			var got []string
			for _, x := range DiffInterpreters(c.prev, c.next) {
				s := x.Scope + " " + string(x.Reason)
				if x.Previous != nil {
					s += " " + x.Previous.Scope
				}
				got = append(got, s)
				if x.Generation != 9 {
					t.Errorf("generation %d", x.Generation)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestDiffEnvironments(t *testing.T) {
	moved := venv("/w/q/.venv", func(e *Environment) { e.ID = "id:/w/p/.venv" })
	renamed := venv("/w/c", func(e *Environment) { e.Name = "y" })
	hidden := venv("/w/h", func(e *Environment) { e.Packages = "pip" })
	prev := scopesOf()
	prev.Machine = NewMachine([]*Environment{venv("/w/p/.venv"), venv("/w/c"), venv("/w/h"), venv("/w/gone")})
	next := scopesOf()
	next.Generation = 3
	next.Machine = NewMachine([]*Environment{moved, renamed, hidden, venv("/w/new")})
	cases := []struct {
		name                    string
		scopes                  []string
		added, changed, removed []string
	}{
		{"machine", nil, []string{"/w/new"}, []string{"/w/c", "/w/q/.venv"}, []string{"id:/w/gone"}},
		{"where it was", []string{"/w/p"}, nil, nil, []string{"id:/w/p/.venv"}},
		{"where it is", []string{"/w/q"}, []string{"/w/q/.venv"}, nil, nil},
		{"both", []string{"/w/q", "/w/p"}, nil, []string{"/w/q/.venv"}, nil},
		{"scopes in scopes", []string{"/w", "/w/p"}, []string{"/w/new"}, []string{"/w/c", "/w/q/.venv"}, []string{"id:/w/gone"}},
		{"elsewhere", []string{"/v"}, nil, nil, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := DiffEnvironments(prev, next, c.scopes)
			if !slices.Equal(prefixes(d.Added), c.added) || !slices.Equal(prefixes(d.Changed), c.changed) || !slices.Equal(d.Removed, c.removed) {
				t.Errorf("added %q changed %q removed %q", prefixes(d.Added), prefixes(d.Changed), d.Removed)
			}
			if d.Empty() != (len(c.added)+len(c.changed)+len(c.removed) == 0) || d.Generation != 3 {
				t.Errorf("empty %v, generation %d", d.Empty(), d.Generation)
			}
		})
	}
}

func prefixes(envs []*Environment) []string {
	var out []string
	for _, e := range envs {
		out = append(out, e.Prefix)
	}
	return out
}
