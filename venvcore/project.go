package venvcore

// Project is a directory that code belongs to, with what its files say about
// the interpreter it wants.
type Project struct {
	Root    string // of a script with its own block (PEP 723): its file
	Script  bool   // it is such a script
	ID      Identity
	Folder  string   // the opened folder it was found in; equal to Root for the folder itself
	Markers []string // file names that make it a project root; empty for a bare folder

	Requires     string // requires-python, as written; empty when it says nothing
	RequiresFrom string // path of the file that says so
	Pins         []Pin  // what .python-version and the like name, in order
	// Declared are the environments that the project's own files and the
	// daemon's own environment name, best first.
	Declared []Declaration
	// Kept are the environments that the project's tools would use or keep for
	// it, by computing where each puts them, best first. They may be absent.
	Kept []Keep
	// Venv is what `.venv` leads to when it is a link or a file; empty when it
	// is a directory or absent.
	Venv string
	// Workspace is the root of the uv workspace that this project is a member
	// of; empty when it stands alone.
	Workspace string
	Problems  []Fault
}

// Pin is one version that a file of the project asks for.
type Pin struct {
	Value string
	File  string
}

// Declaration is an environment named by the project.
type Declaration struct {
	Prefix string // prefix or interpreter, absolute
	File   string // the file, or the name of the environment variable, that names it
}

// Keep is one environment that a tool keeps, or would keep, for a project.
type Keep struct {
	Prefix string
	Kind   Kind
	File   string // what the computation went by: a lock, a configuration
	Proof  Proof
	// Sign is the name that the tool gives to the environments it makes, with
	// SignMinor where the minor of the interpreter stands.
	Sign string
	// Used says that the tool would use it when it is run in the project, so that
	// the rule `tool` gives it. In the project itself the rule `in-project` does.
	Used bool
}

// SignMinor stands for the minor of an interpreter in a Sign.
const SignMinor = "{minor}"

// Proof says what makes an environment at the path of a Keep the tool's own.
type Proof int

const (
	// ProofPath: nobody else puts one there.
	ProofPath Proof = iota
	// ProofLock: the tool's lock lies in the project; it counts when no other
	// tool's does, or when the environment also bears its sign.
	ProofLock
	// ProofSign: the project has a configuration of the tool, and the environment
	// bears its sign.
	ProofSign
	// ProofNone: the tool would use it, and does not own it.
	ProofNone
)

// Fault is something that could not be looked at, or cannot be followed.
type Fault struct {
	Path    string // empty when it concerns no one path
	Code    FaultCode
	Message string
}

// FaultCode is the stable name of a fault.
type FaultCode string

// The codes of the protocol.
const (
	FaultUnreadable FaultCode = "unreadable"
	FaultTimeout    FaultCode = "timeout"
	FaultLoop       FaultCode = "loop"
	FaultTooLarge   FaultCode = "too-large"
	FaultEncoding   FaultCode = "encoding"
	FaultBounds     FaultCode = "bounds"
	FaultWatchLimit FaultCode = "watch-limit"
	FaultNoEvents   FaultCode = "no-events"
	FaultPEP582     FaultCode = "pep582"
)

// Tool is a manager of environments that was found on the machine.
type Tool struct {
	Name    string
	Path    string
	Version string // empty when it cannot be known without running it
}
