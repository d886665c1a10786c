package wire

import (
	"maps"
	"slices"
)

// MethodKind says how a method is served.
type MethodKind string

// The kinds.
const (
	// Command is short and served in the order of the wire: what comes after it
	// sees its effect.
	Command MethodKind = "command"
	// Query is answered from what is known when it arrives, beside everything
	// else.
	Query MethodKind = "query"
	// Job begins in the order of the wire and then runs beside everything else;
	// it may wait, report progress and be cancelled.
	Job MethodKind = "job"
	// Notification is sent by the daemon, to clients that say
	// experimental.venvd.
	Notification MethodKind = "notification"
)

// MethodDoc is one row of the table of methods, from which docs/protocol.md is
// made. Params and Result are zero values of their types; a nil Result is null.
type MethodDoc struct {
	Name   string
	Kind   MethodKind
	Doc    string // what it does, in one or two sentences
	Params any
	Result any
	// Partial is what is streamed by $/progress to a partialResultToken; nil
	// when nothing is.
	Partial any
}

// Empty are the params of a method that takes none.
type Empty struct{}

// Methods is every custom method and notification, in the order of the
// documentation.
func Methods() []MethodDoc {
	return []MethodDoc{
		{
			Name: MethodDiscover, Kind: Job, Params: DiscoverParams{}, Result: DiscoverResult{}, Partial: DiscoverPartial{},
			Doc: "Lists the environments and tools of a folder, or of the machine. From the first call on the client is told by `" + NotifyEnvironmentsChanged + "` what changes in what it asked for.",
		},
		{
			Name: MethodResolve, Kind: Job, Params: ResolveParams{}, Result: Environment{},
			Doc: "Gives the environment that a path starts or is the root of, wherever it lies.",
		},
		{
			Name: MethodInterpreter, Kind: Job, Params: ScopeParams{}, Result: Selection{},
			Doc: "Gives the interpreter for a file or a folder, and follows its scope from then on. It waits for the first scan of the scope; after that the answer is there at once.",
		},
		{
			Name: MethodExplain, Kind: Job, Params: ScopeParams{}, Result: ExplainResult{},
			Doc: "Gives the interpreter for a file or a folder with everything that was weighed for it, the best first.",
		},
		{
			Name: MethodSelect, Kind: Job, Params: SelectParams{}, Result: Selection{},
			Doc: "Chooses the environment of a scope by hand, for every editor and over restarts; or none, or goes back to the rules. It is answered when the choice is stored.",
		},
		{
			Name: MethodPackages, Kind: Job, Params: PackagesParams{}, Result: PackagesResult{},
			Doc: "Lists what is installed in an environment, as current pip would, but read from its files: so the interpreter may be one that cannot start. " +
				"With system site-packages the base's packages count too. Left out are the person's own site-packages (`pip install --user`), `PYTHONPATH` and what code in a `.pth` file adds, for they depend on who runs it. " +
				"A directory of packages that cannot be read is an error (`io`, or `timeout`); a single package that cannot is among the `faults`, and listed all the same where its directory's name says enough.",
		},
		{
			Name: MethodTrust, Kind: Job, Params: TrustParams{}, Result: nil,
			Doc: "Says whether anything in a folder, or below it, may be run. It is answered when that is stored.",
		},
		{
			Name: MethodSync, Kind: Job, Params: Empty{}, Result: SyncResult{},
			Doc: "Is answered when all that happened on disk before the request was seen and told: its pushes are ahead of the answer.",
		},
		{
			Name: MethodStatus, Kind: Query, Params: Empty{}, Result: StatusResult{},
			Doc: "Says how the daemon does: its folders, its watches, its last scans and what it costs.",
		},
		{
			Name: NotifyInterpreterChanged, Kind: Notification, Params: InterpreterChanged{},
			Doc: "The answer for a followed scope has changed; once for each change, when it is complete.",
		},
		{
			Name: NotifyEnvironmentsChanged, Kind: Notification, Params: EnvironmentsChanged{},
			Doc: "Environments have appeared, changed or gone, among those the client has asked `" + MethodDiscover + "` for.",
		},
	}
}

// Command names of workspace/executeCommand. Each takes the params of the method
// beside it as its one argument.
const (
	CommandSelect  = "venvd.select"
	CommandTrust   = "venvd.trust"
	CommandExplain = "venvd.explain"
	CommandRefresh = "venvd.refresh"
)

// Commands gives the method that each command of workspace/executeCommand
// runs. `venvd.refresh` is a discover with refresh.
func Commands() map[string]string {
	return map[string]string{
		CommandSelect: MethodSelect, CommandTrust: MethodTrust, CommandExplain: MethodExplain, CommandRefresh: MethodDiscover,
	}
}

// CommandNames gives the commands in the order of their names.
func CommandNames() []string { return slices.Sorted(maps.Keys(Commands())) }
