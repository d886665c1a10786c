package wire

import (
	"github.com/go-json-experiment/json/jsontext"
)

// The methods and notifications of the protocol, as far as this version has
// them.
const (
	MethodDiscover    = "venvd/discover"
	MethodResolve     = "venvd/resolve"
	MethodInterpreter = "venvd/interpreter"
	MethodExplain     = "venvd/explain"
	MethodSelect      = "venvd/select"
	MethodPackages    = "venvd/packages"
	MethodTrust       = "venvd/trust"
	MethodSync        = "venvd/sync"
	MethodStatus      = "venvd/status"

	NotifyInterpreterChanged  = "venvd/interpreterChanged"
	NotifyEnvironmentsChanged = "venvd/environmentsChanged"

	// ProtocolVersion is that of the contract.
	ProtocolVersion = 1
)

// DiscoverParams ask for what lies in a folder or is owned by its projects;
// without scope, for all that is known on the machine.
type DiscoverParams struct {
	Scope   *DocumentURI `json:"scope,omitzero"`
	Refresh bool         `json:"refresh,omitzero"`
	// PartialResultToken has the environments streamed by $/progress.
	PartialResultToken jsontext.Value `json:"partialResultToken,omitzero" ts:"string | number"`
	WorkDoneToken      jsontext.Value `json:"workDoneToken,omitzero" ts:"string | number"`
}

// DiscoverResult holds what was found and not streamed before.
type DiscoverResult struct {
	Environments []Environment `json:"environments"`
	Tools        []Tool        `json:"tools"`
	Faults       []Fault       `json:"faults"`
	Generation   uint64        `json:"generation"`
}

// DiscoverPartial is one streamed part of a discovery.
type DiscoverPartial struct {
	Environments []Environment `json:"environments"`
}

// ResolveParams name a prefix, an interpreter or any alias.
type ResolveParams struct {
	Path string `json:"path"`
}

// ScopeParams name a file or a folder; without uri, the one opened folder.
type ScopeParams struct {
	URI *DocumentURI `json:"uri,omitzero"`
}

// ExplainResult says why, and why no other.
type ExplainResult struct {
	Selection  Selection   `json:"selection"`
	Candidates []Candidate `json:"candidates"`
}

// SelectParams choose by hand. Environment is an id, a prefix, an interpreter
// or an alias; null goes back to automatic, "none" is no interpreter here. It
// must be there.
type SelectParams struct {
	Scope       DocumentURI    `json:"scope"`
	Environment jsontext.Value `json:"environment,omitzero" ts:"string | null" need:"yes"`
}

// PackagesParams name an environment by an id, a prefix, an interpreter or an
// alias, and say whether the text is wanted too.
type PackagesParams struct {
	Environment string `json:"environment"`
	// Format is "list" when it is left out.
	Format PackagesFormat `json:"format,omitzero" ts:"PackagesFormat"`
}

// PackagesFormat says what of the packages is wanted.
type PackagesFormat string

// The formats of venvd/packages.
const (
	PackagesList   PackagesFormat = "list"
	PackagesFreeze PackagesFormat = "freeze"
)

// PackagesResult is what is installed, in the order of the normalised names.
type PackagesResult struct {
	Packages []Package `json:"packages"`
	// Text is what `pip freeze --all` would print; null unless the format is "freeze".
	Text *string `json:"text"`
	// Faults are what could not be read, so that something may be missing in the list, or in it by its name alone.
	Faults []Fault `json:"faults"`
}

// Package is one distribution, as `pip list` shows it.
type Package struct {
	// Name as its metadata writes it.
	Name string `json:"name"`
	// Version in the normal form of PEP 440, where it is one of that.
	Version string `json:"version"`
	// Editable is the path of its project, when it was installed in editable mode.
	Editable *string `json:"editable"`
	// Installer says who installed it, such as "pip" or "uv"; null when that is not known.
	Installer *string `json:"installer"`
	// Requested says whether it was asked for by name; false also where the installer does not write that down.
	Requested bool `json:"requested"`
	// Inherited says whether it lies in the base, and is seen by way of system site-packages.
	Inherited bool `json:"inherited"`
}

// TrustParams say whether anything below a folder may be run. With store false
// it holds for this connection only.
type TrustParams struct {
	Scope   DocumentURI `json:"scope"`
	Trusted *bool       `json:"trusted,omitzero" ts:"boolean" need:"yes"`
	Store   *bool       `json:"store,omitzero"`
}

// SyncResult is the generation at which all that happened before is told.
type SyncResult struct {
	Generation uint64 `json:"generation"`
}

// StatusResult is how the daemon does.
type StatusResult struct {
	Version     string         `json:"version"`
	PID         int            `json:"pid"`
	UptimeMs    int64          `json:"uptimeMs"`
	Generation  uint64         `json:"generation"`
	Folders     []FolderStatus `json:"folders"`
	Watch       WatchStatus    `json:"watch"`
	Scans       []ScanStatus   `json:"scans"`
	Faults      []Fault        `json:"faults"`
	MemoryBytes uint64         `json:"memoryBytes"`
}

// FolderStatus is an opened folder.
type FolderStatus struct {
	URI       DocumentURI `json:"uri"`
	Trusted   bool        `json:"trusted"`
	Selection Selection   `json:"selection"`
}

// WatchStatus is how the machine is watched.
type WatchStatus struct {
	Backend string `json:"backend"`
	Watches int    `json:"watches"`
	// Limit is how many the system allows the user; 0 when it has none.
	Limit int `json:"limit"`
	// Polled are the paths that send no events.
	Polled []string `json:"polled"`
	// Lost counts how often events were lost and everything looked at again.
	Lost int `json:"lost"`
}

// ScanStatus is the last scan of one tool's places, or of one folder.
type ScanStatus struct {
	Tool         string   `json:"tool"`
	Ms           float64  `json:"ms"`
	Environments int      `json:"environments"`
	Skipped      []string `json:"skipped"`
}

// InterpreterChanged tells that the answer of a followed scope has changed.
type InterpreterChanged struct {
	Scope      DocumentURI `json:"scope"`
	Selection  Selection   `json:"selection"`
	Previous   *Selection  `json:"previous"`
	Reason     string      `json:"reason" ts:"Reason"`
	Generation uint64      `json:"generation"`
}

// EnvironmentsChanged tells what else has changed on the machine, to clients
// that have called venvd/discover.
type EnvironmentsChanged struct {
	Added      []Environment `json:"added"`
	Changed    []Environment `json:"changed"`
	Removed    []string      `json:"removed"`
	Generation uint64        `json:"generation"`
}

// ErrorData is the data of an error with code -32803 (RequestFailed).
type ErrorData struct {
	// Code is stable: "environment-not-found", "not-an-environment", "unsafe-path", "untrusted", "tool-not-found", "python-not-found", "version-unsatisfied", "exists", "busy", "tool-failed", "timeout" or "io".
	Code   string  `json:"code"`
	Path   *string `json:"path,omitzero"`
	Hint   *string `json:"hint,omitzero"`
	Output *string `json:"output,omitzero"`
}
