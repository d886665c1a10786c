package venvcore

import (
	"cmp"
	"fmt"
	"slices"
)

// Input is all that the choice of an interpreter for one scope is made from.
type Input struct {
	Scope   string
	Project *Project // facts of the scope; nil for a script outside every project
	// Root is the project whose environment the scope shares: the root of its
	// uv workspace, else the project itself.
	Root    *Project
	Machine *Machine
	// PinsAbove are those of the nearest project above that has any. They hold where
	// the project has none, as for pyenv and uv, which look in the directories above.
	PinsAbove []Pin

	Choice     *Choice     // what the person chose; nil: automatic
	Setting    *Setting    // the setting `interpreter`; nil: not set
	Activated  *Activated  // the environment the client was started in; nil: none
	Remembered *Remembered // what these rules had chosen until it was moved away
	Above      *Selection  // the selection of the project above, up to the opened folder
	// Leaving are the ids of environments that are not there at the moment. They
	// are told as deleted only when that lasts, but none is given anew meanwhile.
	Leaving map[string]bool
}

// Setting is the value of the setting `interpreter` for a folder.
type Setting struct {
	Path string // absolute: a prefix or an interpreter
	ID   string // of the environment it named when it was last there, so that it is followed
}

// Activated is an environment that was active where the client was started.
type Activated struct {
	Prefix string
	ID     string // as for Setting
}

// outcome is what one rule says: the environments it gives, best first, or why
// it gives none.
type outcome struct {
	offers []offer
	// missing is the path of a choice that is gone; wanted in the answer.
	missing string
	// none: the person wants no interpreter here.
	none bool
}

type offer struct {
	env    *Environment
	reason string // why it is given
	loses  string // what it is when it is not given; empty: the same
	reject string // why this one cannot be given; empty when it can
}

type rule struct {
	name Rule
	// keepsBroken: a broken one is still the one the person means, so it is
	// chosen and reported when the rule has no healthy one.
	keepsBroken bool
	ask         func(*Input) outcome
}

// rules is the table of behaviour, in its order.
func rules() []rule {
	return []rule{
		{RuleUser, true, byUser},
		{RuleSetting, true, bySetting},
		{RuleScript, false, byScript},
		{RuleActivated, false, byActivated},
		{RuleDeclared, true, byDeclared},
		{RuleTool, true, byTool},
		{RuleInProject, true, byPlace},
		{RuleFollowed, false, byMemory},
		{RuleAncestor, false, byAncestor},
		{RulePinnedVersion, false, byPin},
		{RuleBase, false, byBase},
	}
}

// Choose gives the selection of a scope and everything that was weighed for
// it, best first.
func Choose(in Input) (Selection, []Candidate) {
	c := chooser{sel: Selection{Scope: in.Scope, Rule: RuleNone, State: SelectionNone}}
	if in.Choice != nil {
		c.sel.Choice = fmt.Sprintf("%s %d", in.Choice.Mode, in.Choice.Since)
		c.sel.ChoiceID = in.Choice.ID
	}
	if in.Setting != nil {
		c.sel.Setting = in.Setting.Path
	}
	for _, r := range rules() {
		c.weigh(r, in.present(r.ask(&in)))
	}
	c.finish(&in)
	return c.sel, c.candidates
}

// present rejects what is leaving.
func (in *Input) present(o outcome) outcome {
	for i := range o.offers {
		if of := &o.offers[i]; in.Leaving[of.env.ID] && of.reject == "" {
			of.reject = "it is not there at the moment"
		}
	}
	return o
}

type chooser struct {
	sel        Selection
	decided    bool
	candidates []Candidate
	seen       map[*Environment]bool
}

// weigh takes what one rule offers: the first healthy offer wins when nothing
// has won before.
func (c *chooser) weigh(r rule, o outcome) {
	if o.missing != "" && c.sel.Wanted == "" && !c.decided {
		c.sel.Wanted = o.missing
	}
	if o.none && !c.decided {
		c.decided = true
		c.sel.Rule, c.sel.Reason = r.name, "no interpreter is used here because that was chosen by hand"
		return
	}
	winner := -1
	if !c.decided {
		winner = pick(o.offers, r.keepsBroken)
	}
	if winner >= 0 {
		c.decide(r.name, o.offers[winner])
		c.note(r.name, o.offers[winner], Chosen, o.offers[winner].reason)
	}
	for i, of := range o.offers {
		if i != winner {
			c.note(r.name, of, c.verdict(of), c.whyNot(of))
		}
	}
}

// pick gives the index of the offer to take, or -1.
func pick(offers []offer, keepsBroken bool) int {
	able := func(o offer) bool { return o.reject == "" }
	if i := slices.IndexFunc(offers, func(o offer) bool { return able(o) && o.flaw() == "" }); i >= 0 {
		return i
	}
	if !keepsBroken {
		return -1
	}
	return slices.IndexFunc(offers, able)
}

// flaw says why an environment loses to another of the same rule; empty when it
// does not. One of conda packages without Python is healthy, and runs nothing.
func (o offer) flaw() string {
	switch {
	case o.env.Health.yields():
		return fmt.Sprintf("it is %s", o.env.Health.State)
	case o.env.Interpreter == "":
		return "it has no Python"
	}
	return ""
}

func (c *chooser) decide(r Rule, o offer) {
	c.decided = true
	c.sel.Environment, c.sel.Interpreter = o.env, usual(o.env)
	c.sel.Rule, c.sel.Reason, c.sel.State = r, o.reason, SelectionOK
	if o.env.Interpreter == "" || !o.env.CanStart() {
		c.sel.State = SelectionBroken
	}
}

// usual gives the interpreter of an environment, or the path that it would have
// by its layout: a client keeps that path while the file is gone. A prefix of conda
// packages may have no Python at all; one that has lost it had it in its root on
// Windows.
func usual(e *Environment) string {
	packaged := e.Creator == string(KindConda) || e.Creator == string(KindPixi)
	if e.Interpreter != "" || !e.IsVirtual || packaged && !e.Health.Has(InterpreterMissing) {
		return e.Interpreter
	}
	switch windows := separator(e.Prefix) == `\`; {
	case windows && packaged:
		return e.Prefix + `\python.exe`
	case windows:
		return e.Prefix + `\Scripts\python.exe`
	}
	return e.Prefix + "/bin/python"
}

func (c *chooser) verdict(o offer) Verdict {
	if o.reject != "" || o.flaw() != "" {
		return Rejected
	}
	return Outranked
}

func (c *chooser) whyNot(o offer) string {
	is := cmp.Or(o.loses, o.reason)
	switch {
	case o.reject != "":
		return o.reject
	case o.flaw() != "":
		return fmt.Sprintf("%s, but %s", is, o.flaw())
	case c.sel.Environment != nil:
		return fmt.Sprintf("%s, but rule %q already gave %s", is, c.sel.Rule, c.sel.Environment.Prefix)
	default:
		return fmt.Sprintf("%s, but rule %q decided", is, c.sel.Rule)
	}
}

// note adds a candidate; an environment is listed once, under its best rule.
func (c *chooser) note(r Rule, o offer, v Verdict, why string) {
	if o.env == nil || c.seen[o.env] {
		return
	}
	if c.seen == nil {
		c.seen = make(map[*Environment]bool)
	}
	c.seen[o.env] = true
	c.candidates = append(c.candidates, Candidate{Environment: o.env, Rule: r, Verdict: v, Reason: why})
}

// finish settles the states that depend on the whole, and the ranks.
func (c *chooser) finish(in *Input) {
	if !c.decided {
		c.sel.Reason = "nothing fits: no environment belongs here and no installed Python satisfies the project"
		if in.Project != nil && in.Project.Requires != "" {
			c.sel.Reason = fmt.Sprintf("nothing fits: no environment belongs here and no installed Python satisfies %q", in.Project.Requires)
		}
	}
	if c.sel.Wanted != "" {
		c.sel.State = SelectionMissing
		c.sel.Reason = fmt.Sprintf("the interpreter that was chosen, %s, is gone; until it is back: %s", c.sel.Wanted, c.sel.Reason)
	}
	slices.SortStableFunc(c.candidates, func(a, b Candidate) int {
		return verdictOrder(a.Verdict) - verdictOrder(b.Verdict)
	})
	for i := range c.candidates {
		c.candidates[i].Rank = i + 1
	}
}

func verdictOrder(v Verdict) int {
	return slices.Index([]Verdict{Chosen, Outranked, Rejected}, v)
}
