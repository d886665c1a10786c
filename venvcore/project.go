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
