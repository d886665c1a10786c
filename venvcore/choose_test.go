package venvcore

import (
	"slices"
	"strings"
	"testing"
)

func venv(prefix string, edit ...func(*Environment)) *Environment {
	e := &Environment{
		ID: "id:" + prefix, Kind: KindVenv, Name: "x", Prefix: prefix, Real: prefix, Interpreter: prefix + "/bin/python",
		Version: "3.12.1", Implementation: "cpython", IsVirtual: true, Stage: StageReady, Health: Sum(),
	}
	for _, f := range edit {
		f(e)
	}
	return e
}

func baseOf(prefix, version string) *Environment {
	return venv(prefix, func(e *Environment) { e.IsVirtual, e.Kind, e.Version = false, KindPyenv, version })
}

func broken(e *Environment) { e.Health = Sum(NewProblem(BaseMissing, "its base is gone")) }

func noPython(e *Environment) {
	e.Kind, e.Creator, e.Interpreter, e.Version = KindConda, string(KindConda), "", ""
}

// TestUsual: what is given as the interpreter of an environment that has none.
func TestUsual(t *testing.T) {
	lost := func(e *Environment) { e.Interpreter, e.Health = "", Sum(NewProblem(InterpreterMissing, "it is lost")) }
	for _, c := range []struct {
		env  *Environment
		want string
	}{
		{venv("/e"), "/e/bin/python"},
		{venv("/e", lost), "/e/bin/python"},
		{venv(`C:\e`, lost), `C:\e\Scripts\python.exe`},
		{venv("/e", noPython), ""},
		{venv("/e", noPython, lost), "/e/bin/python"},
		{venv(`C:\e`, noPython, lost), `C:\e\python.exe`},
		{venv("/e", noPython, func(e *Environment) { e.Kind = KindTox }), ""}, // tox may use conda
		{baseOf("/e", "3.12.1"), "/e/bin/python"},
		{venv("/e", noPython, func(e *Environment) { e.IsVirtual = false }), ""},
	} {
		if got := usual(c.env); got != c.want {
			t.Errorf("%s %s (%s): %q, want %q", c.env.Kind, c.env.Prefix, c.env.Health.State, got, c.want)
		}
	}
}

// TestChoose is the table of rules, a case for each sentence of it.
func TestChoose(t *testing.T) {
	p := func(edit ...func(*Project)) *Project {
		x := &Project{Root: "/w/p", Folder: "/w"}
		for _, f := range edit {
			f(x)
		}
		return x
	}
	in := venv("/w/p/.venv")
	old, newer := venv("/w/p/a", func(e *Environment) { e.Born = 1 }), venv("/w/p/b", func(e *Environment) { e.Born = 2 })
	py311, py313 := baseOf("/py/3.11", "3.11.2"), baseOf("/py/3.13", "3.13.0")
	rc := baseOf("/py/3.14", "3.14.0rc1")
	cases := []struct {
		name  string
		envs  []*Environment
		edit  func(*Input)
		rule  Rule
		want  string
		state SelectionState
	}{
		{"nothing", nil, nil, RuleNone, "", SelectionNone},
		{"newest base, no pre-release", []*Environment{py311, py313, rc}, nil, RuleBase, "/py/3.13", SelectionOK},
		{"base within requires-python", []*Environment{py311, py313}, func(i *Input) { i.Project.Requires = "<3.12" }, RuleBase, "/py/3.11", SelectionOK},
		{"no base satisfies", []*Environment{py311}, func(i *Input) { i.Project.Requires = ">=3.12" }, RuleNone, "", SelectionNone},
		{"pre-release when nothing else", []*Environment{rc}, nil, RuleBase, "/py/3.14", SelectionOK},
		{"pinned version", []*Environment{py311, py313}, func(i *Input) { i.Project.Pins = []Pin{{"3.11", "/w/p/.python-version"}} }, RulePinnedVersion, "/py/3.11", SelectionOK},
		{"pin of a project above", []*Environment{py311, py313}, func(i *Input) { i.PinsAbove = []Pin{{"3.11", "/w/.python-version"}} }, RulePinnedVersion, "/py/3.11", SelectionOK},
		{"own pin before one above", []*Environment{py311, py313}, func(i *Input) {
			i.PinsAbove = []Pin{{"3.11", "/w/.python-version"}}
			i.Project.Pins = []Pin{{"3.13", "/w/p/.python-version"}}
		}, RulePinnedVersion, "/py/3.13", SelectionOK},
		{"pin above that does not satisfy", []*Environment{py311, py313}, func(i *Input) {
			i.PinsAbove, i.Project.Requires = []Pin{{"3.11", "/w/.python-version"}}, ">=3.12"
		}, RuleBase, "/py/3.13", SelectionOK},
		{"pin not installed", []*Environment{py313}, func(i *Input) { i.Project.Pins = []Pin{{"3.9", "/w/p/.python-version"}} }, RuleBase, "/py/3.13", SelectionOK},
		{"in project", []*Environment{in, py313}, nil, RuleInProject, "/w/p/.venv", SelectionOK},
		{".venv before others", []*Environment{venv("/w/p/env"), in, newer}, nil, RuleInProject, "/w/p/.venv", SelectionOK},
		{"newest of the others", []*Environment{old, newer}, nil, RuleInProject, "/w/p/b", SelectionOK},
		{"healthy before broken of one rule", []*Environment{venv("/w/p/.venv", broken), venv("/w/p/venv")}, nil, RuleInProject, "/w/p/venv", SelectionOK},
		{"broken alone is chosen and said", []*Environment{venv("/w/p/.venv", broken), py313}, nil, RuleInProject, "/w/p/.venv", SelectionBroken},
		{".venv that is a link", []*Environment{venv("/e/x")}, func(i *Input) { i.Project.Venv = "/e/x" }, RuleInProject, "/e/x", SelectionOK},
		{"tool before in-project", []*Environment{in, venv("/c/x")}, func(i *Input) { i.Project.Kept = []Keep{{Prefix: "/c/x", Kind: KindPoetry, Used: true}} }, RuleTool, "/c/x", SelectionOK},
		{"the tool's best before its others", []*Environment{in, venv("/c/w"), venv("/c/x")}, func(i *Input) {
			i.Project.Kept = []Keep{{Prefix: "/c/x", Kind: KindPoetry, Used: true}, {Prefix: "/c/w", Kind: KindPoetry, Used: true}}
		}, RuleTool, "/c/x", SelectionOK},
		{"kept for the project and not used", []*Environment{in, venv("/c/x")}, func(i *Input) { i.Project.Kept = []Keep{{Prefix: "/c/x", Kind: KindHatch}} }, RuleInProject, "/w/p/.venv", SelectionOK},
		{"owned and not used", []*Environment{in, venv("/c/x", func(e *Environment) { e.Project, e.Kind = "/w/p", KindPoetry })}, nil, RuleInProject, "/w/p/.venv", SelectionOK},
		{"a wrapper's environment names the project", []*Environment{in, venv("/c/x", func(e *Environment) { e.Project, e.Kind = "/w/p", KindVirtualenvwrapper })}, nil, RuleTool, "/c/x", SelectionOK},
		{"declared before tool", []*Environment{in, venv("/w/p/d")}, func(i *Input) { i.Project.Declared = []Declaration{{"/w/p/d", "/w/p/.python-envs"}} }, RuleDeclared, "/w/p/d", SelectionOK},
		{"declared that is gone", []*Environment{in}, func(i *Input) { i.Project.Declared = []Declaration{{"/w/p/d", "/w/p/.python-envs"}} }, RuleInProject, "/w/p/.venv", SelectionOK},
		{"activated in the project", []*Environment{in, newer}, func(i *Input) { i.Activated = &Activated{Prefix: "/w/p/b"} }, RuleActivated, "/w/p/b", SelectionOK},
		{"activated elsewhere", []*Environment{in, venv("/o/v")}, func(i *Input) { i.Activated = &Activated{Prefix: "/o/v"} }, RuleInProject, "/w/p/.venv", SelectionOK},
		{"activated installation of conda", []*Environment{in, baseOf("/w/p/conda", "3.12.1")}, func(i *Input) { i.Activated = &Activated{Prefix: "/w/p/conda"} }, RuleInProject, "/w/p/.venv", SelectionOK},
		{"named by environment.yml", []*Environment{in, venv("/c/envs/web")}, func(i *Input) {
			i.Project.Kept = []Keep{{Prefix: "/c/envs/web", Kind: KindConda, Proof: ProofNone, Used: true}}
		}, RuleTool, "/c/envs/web", SelectionOK},
		{"pixi's default before venv", []*Environment{venv("/w/p/venv"), venv("/w/p/.pixi/envs/default"), venv("/w/p/.pixi/envs/test")}, nil, RuleInProject, "/w/p/.pixi/envs/default", SelectionOK},
		{"one with Python before one without", []*Environment{venv("/w/p/.conda", noPython), venv("/w/p/env")}, nil, RuleInProject, "/w/p/env", SelectionOK},
		{"one without Python alone", []*Environment{venv("/w/p/.conda", noPython), py313}, nil, RuleInProject, "/w/p/.conda", SelectionBroken},
		{"setting", []*Environment{in, newer}, func(i *Input) { i.Setting = &Setting{Path: "/w/p/b/bin/python"} }, RuleSetting, "/w/p/b", SelectionOK},
		{"setting followed by identity", []*Environment{in, newer}, func(i *Input) { i.Setting = &Setting{Path: "/gone", ID: newer.ID} }, RuleSetting, "/w/p/b", SelectionOK},
		{"setting gone", []*Environment{in}, func(i *Input) { i.Setting = &Setting{Path: "/gone"} }, RuleInProject, "/w/p/.venv", SelectionMissing},
		{"user", []*Environment{in, newer}, func(i *Input) {
			i.Choice = &Choice{Mode: ChooseEnvironment, ID: newer.ID}
			i.Setting = &Setting{Path: in.Prefix}
		}, RuleUser, "/w/p/b", SelectionOK},
		{"user, remade at its path", []*Environment{in}, func(i *Input) {
			i.Choice = &Choice{Mode: ChooseEnvironment, ID: "other", Prefix: "/w/p/.venv"}
		}, RuleUser, "/w/p/.venv", SelectionOK},
		{"user gone", []*Environment{in}, func(i *Input) { i.Choice = &Choice{Mode: ChooseEnvironment, ID: "x", Prefix: "/gone"} }, RuleInProject, "/w/p/.venv", SelectionMissing},
		{"user chose none", []*Environment{in}, func(i *Input) { i.Choice = &Choice{Mode: ChooseNone} }, RuleUser, "", SelectionNone},
		{"user chose a broken one", []*Environment{in, venv("/w/p/b", broken)}, func(i *Input) { i.Choice = &Choice{Mode: ChooseEnvironment, ID: "id:/w/p/b"} }, RuleUser, "/w/p/b", SelectionBroken},
		{"followed", []*Environment{venv("/w/tools/env"), py313}, func(i *Input) { i.Remembered = &Remembered{ID: "id:/w/tools/env", Prefix: "/w/p/.venv"} }, RuleFollowed, "/w/tools/env", SelectionOK},
		{"followed passes over a broken one", []*Environment{venv("/w/tools/env", broken), py313}, func(i *Input) { i.Remembered = &Remembered{ID: "id:/w/tools/env"} }, RuleBase, "/py/3.13", SelectionOK},
		{"ancestor", []*Environment{venv("/w/.venv"), py313}, func(i *Input) { i.Above = &Selection{Scope: "/w", Environment: i.Machine.ByPath("/w/.venv")} }, RuleAncestor, "/w/.venv", SelectionOK},
		{"ancestor of the wrong version", []*Environment{venv("/w/.venv"), py313}, func(i *Input) {
			i.Above = &Selection{Scope: "/w", Environment: i.Machine.ByPath("/w/.venv")}
			i.Project.Requires = ">=3.13"
		}, RuleBase, "/py/3.13", SelectionOK},
		{"ancestor against the pin", []*Environment{venv("/w/.venv"), py313}, func(i *Input) {
			i.Above = &Selection{Scope: "/w", Environment: i.Machine.ByPath("/w/.venv")}
			i.Project.Pins = []Pin{{"3.13", "/w/p/.python-version"}}
		}, RulePinnedVersion, "/py/3.13", SelectionOK},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			i := Input{Scope: "/w/p", Project: p(), Machine: NewMachine(c.envs)}
			i.Root = i.Project
			if c.edit != nil {
				c.edit(&i)
			}
			sel, cands := Choose(i)
			got := ""
			if sel.Environment != nil {
				got = sel.Environment.Prefix
			}
			if sel.Rule != c.rule || got != c.want || sel.State != c.state {
				t.Errorf("rule %s gave %q (%s), want %s %q (%s)", sel.Rule, got, sel.State, c.rule, c.want, c.state)
			}
			if sel.Reason == "" {
				t.Error("no reason")
			}
			checkCandidates(t, sel, cands)
		})
	}
}

// checkCandidates holds what every explanation promises: each environment
// once, a reason each, ranks in order, and the winner first.
func checkCandidates(t *testing.T, sel Selection, cands []Candidate) {
	t.Helper()
	seen := map[string]bool{}
	for i, c := range cands {
		if seen[c.Environment.ID] || c.Reason == "" || c.Rank != i+1 {
			t.Errorf("candidate %d: %+v", i, c)
		}
		seen[c.Environment.ID] = true
		if (c.Verdict == Chosen) != (c.Environment == sel.Environment) {
			t.Errorf("%s is %s, but %v was selected", c.Environment.Prefix, c.Verdict, sel.Environment)
		}
	}
	if sel.Environment != nil && (len(cands) == 0 || cands[0].Verdict != Chosen) {
		t.Error("the chosen one is not first")
	}
}

func TestReasonNamesWhatIsMissing(t *testing.T) {
	sel, _ := Choose(Input{Scope: "/w", Machine: NewMachine(nil), Setting: &Setting{Path: "/gone/env"}})
	if sel.State != SelectionMissing || sel.Wanted != "/gone/env" || !strings.Contains(sel.Reason, "/gone/env") {
		t.Errorf("got %+v", sel)
	}
}

// TestReasonsOfLosers: what is said of each candidate is true of it.
func TestReasonsOfLosers(t *testing.T) {
	in := Input{Scope: "/w/p", Machine: NewMachine([]*Environment{
		baseOf("/py/3.11", "3.11.7"), baseOf("/py/3.13", "3.13.0"), baseOf("/py/3.12", "3.12.1"),
	})}
	_, candidates := Choose(in)
	var got []string
	for _, c := range candidates {
		got = append(got, c.Environment.Prefix+": "+c.Reason)
	}
	want := []string{
		"/py/3.13: it is the newest Python installed; create an environment to work in",
		`/py/3.12: it is a Python installed, but rule "base" already gave /py/3.13`,
		`/py/3.11: it is a Python installed, but rule "base" already gave /py/3.13`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
