package venvcore

// Choice is what a person chose for a scope by hand. It is kept by the daemon,
// shared by every editor, and follows the environment when that moves.
type Choice struct {
	Scope   string   // directory of the project or folder
	ScopeID Identity // so that the choice follows a rename of the project
	// Mode says what was chosen: an environment, or that there shall be none.
	Mode   ChoiceMode
	ID     string // of the environment
	Prefix string // where it was last seen
	Since  int64  // Unix milliseconds
}

// ChoiceMode says what kind of choice was made.
type ChoiceMode string

// The modes. No choice at all is automatic.
const (
	ChooseEnvironment ChoiceMode = "environment"
	ChooseNone        ChoiceMode = "none"
)

// Remembered is an environment that the rules had chosen for a scope by
// itself: when it is moved away the rule `followed` still gives it.
type Remembered struct {
	Scope   string
	ScopeID Identity
	ID      string
	Prefix  string
}

// Trust is one stored answer to "may anything in this directory be run".
type Trust struct {
	Dir     string
	ID      Identity // trust is bound to this directory, not to its path
	Trusted bool
	Since   int64 // Unix milliseconds
}
