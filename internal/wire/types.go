package wire

// Environment is one place that Python code can run in.
type Environment struct {
	// ID is opaque; the same for every daemon on the machine, and after a move or a repair; a remade environment may get a new one.
	ID string `json:"id"`
	// Kind says who manages it (verified owner), else who made it.
	Kind string `json:"kind" ts:"Kind"`
	// Creator says who wrote the files.
	Creator string `json:"creator"`
	// Name is what a person would call it; never empty.
	Name string `json:"name"`
	// Prefix is the path of its root.
	Prefix string `json:"prefix"`
	// Interpreter is the path to run; null when it has none.
	Interpreter *string `json:"interpreter"`
	// Version such as "3.13.0"; the minor alone, or null, when it cannot be known
	// without running the interpreter, and that may not be run or does not say it.
	Version *string `json:"version"`
	// Implementation such as "cpython" or "pypy".
	Implementation string `json:"implementation"`
	// Arch such as "x86_64" or "arm64".
	Arch *string `json:"arch"`
	// Base is what it stands on; null for what stands on nothing else.
	Base *Base `json:"base"`
	// IsVirtual is false for a base installation one creates environments from.
	IsVirtual bool `json:"isVirtual"`
	// Project is the uri of the project it lies in or that owns it; null when none or several.
	Project *DocumentURI `json:"project"`
	// Tool is the path of the manager's executable, when it is found.
	Tool *string `json:"tool"`
	// Aliases are other paths that start the same environment.
	Aliases []string `json:"aliases"`
	// SitePackages in the interpreter's own order, each real directory once.
	SitePackages []string `json:"sitePackages"`
	// Link says how its interpreter came from the base; null when that is not known or does not apply.
	Link *string `json:"link" ts:"Link | null"`
	// Health sums up what is wrong with it.
	Health Health `json:"health"`
	// Evidence are the files that said so.
	Evidence []string `json:"evidence"`
}

// Base is the installation that an environment stands on.
type Base struct {
	Prefix      string `json:"prefix"`
	Interpreter string `json:"interpreter"`
}

// Health is the state of an environment and the problems that give it.
type Health struct {
	// State is the worst of what the problems give.
	State    string    `json:"state" ts:"HealthState"`
	Problems []Problem `json:"problems"`
}

// Problem is one thing that is wrong.
type Problem struct {
	// Code is stable; see the table below.
	Code     string `json:"code" ts:"ProblemCode"`
	Severity string `json:"severity" ts:"Severity"`
	// Message is for a person.
	Message string `json:"message"`
	// Fixes are what a person can do about it, the best first.
	Fixes []string `json:"fixes" ts:"Fix[]"`
}

// Tool is a manager of environments.
type Tool struct {
	Name    string  `json:"name"`
	Path    string  `json:"path"`
	Version *string `json:"version"`
}

// Selection is the interpreter of a scope, and why.
type Selection struct {
	// Scope is the uri of the project or folder it holds for; of the script for a file with a PEP 723 block.
	Scope       DocumentURI  `json:"scope"`
	Environment *Environment `json:"environment"`
	// Interpreter is the path to use now, also when nothing starts there; null for state "none" and an environment without Python.
	Interpreter *string `json:"interpreter"`
	// Rule says which rule gave it.
	Rule string `json:"rule" ts:"Rule"`
	// Reason is one sentence for a person.
	Reason string `json:"reason"`
	// State is "ok" when it runs; "broken" when it is chosen and cannot run; "missing" when the person's choice or setting is gone and this is the stand-in; "none" when there is no interpreter.
	State string `json:"state" ts:"SelectionState"`
	// Wanted is, in state "missing", the path of the choice that is kept.
	Wanted *string `json:"wanted"`
	// Generation at which it last changed.
	Generation uint64 `json:"generation"`
}

// Candidate is one environment that was weighed for a scope.
type Candidate struct {
	Environment *Environment `json:"environment"`
	Rule        string       `json:"rule" ts:"Rule"`
	// Rank is 1 for the best.
	Rank    int    `json:"rank"`
	Verdict string `json:"verdict" ts:"Verdict"`
	Reason  string `json:"reason"`
}

// Fault is what could not be looked at, or cannot be followed.
type Fault struct {
	Path    *string `json:"path"`
	Code    string  `json:"code" ts:"FaultCode"`
	Message string  `json:"message"`
}
