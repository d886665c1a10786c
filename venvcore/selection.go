package venvcore

// Selection is the answer to "which interpreter here".
type Selection struct {
	Scope       string // directory of the project or folder, or path of the script, that it holds for
	Environment *Environment
	// Interpreter is the path to use now, also when nothing starts there; empty
	// for state none and for an environment without Python.
	Interpreter string
	Rule        Rule
	Reason      string // one sentence for a person
	State       SelectionState
	Wanted      string // state missing: the path of the choice that is kept
	Generation  uint64 // the generation at which it last changed

	// Choice is a stamp of the person's stored choice, so that a change of the
	// choice can be told from a change on disk; ChoiceID is the environment that
	// was chosen; Setting is the value of the setting `interpreter`. They are not
	// told to clients.
	Choice   string
	ChoiceID string
	Setting  string
}

// SelectionState says whether what is selected can be used.
type SelectionState string

// The states.
const (
	SelectionOK      SelectionState = "ok"      // it runs
	SelectionMissing SelectionState = "missing" // the person's choice or setting is gone, this is the stand-in
	SelectionBroken  SelectionState = "broken"  // it is chosen and cannot run
	SelectionNone    SelectionState = "none"    // no interpreter
)

// Rule names the rule that gave a selection.
type Rule string

// The rules in their order: the first that gives an environment wins.
const (
	RuleUser          Rule = "user"
	RuleSetting       Rule = "setting"
	RuleScript        Rule = "script"
	RuleActivated     Rule = "activated"
	RuleDeclared      Rule = "declared"
	RuleTool          Rule = "tool"
	RuleInProject     Rule = "in-project"
	RuleFollowed      Rule = "followed"
	RuleAncestor      Rule = "ancestor"
	RulePinnedVersion Rule = "pinned-version"
	RuleBase          Rule = "base"
	RuleNone          Rule = "none"
)

// Candidate is one environment that was weighed for a scope, with what became
// of it.
type Candidate struct {
	Environment *Environment
	Rule        Rule
	Rank        int // 1 is the best
	Verdict     Verdict
	Reason      string
}

// Verdict says what became of a candidate.
type Verdict string

// The verdicts.
const (
	Chosen    Verdict = "chosen"
	Outranked Verdict = "outranked"
	Rejected  Verdict = "rejected"
)

// Equal reports whether a client would see no difference; the generation does
// not count.
func (s Selection) Equal(o Selection) bool {
	return s.Scope == o.Scope && s.Environment.Shown(o.Environment) && s.Interpreter == o.Interpreter &&
		s.Rule == o.Rule && s.Reason == o.Reason && s.State == o.State && s.Wanted == o.Wanted
}
