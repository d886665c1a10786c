package wire

// Settings are the settings of one folder, complete: what was not set has its
// default. Paths in them are as they were written; see [ExpandInterpreter] and
// [ExpandPath].
type Settings struct {
	Interpreter     string // empty: the rules decide
	CreateTool      string // empty: the tool the project uses
	CreatePython    string // empty: the project's pin or requirement
	RepairOnMove    string // "ask", "always" or "never"
	DeleteUndoHours float64
	// Diagnostics holds the severities that differ from the default, by code.
	Diagnostics      map[string]string
	DiscoveryDepth   int
	DiscoveryEntries int
	DiscoveryIgnore  []string
	LanguageServers  map[string]string // "auto", "restart" or "off", by server
	Places           map[string][]string
	Tools            map[string]string
	WatchPoll        string // "auto" or "always"
	LogLevel         string // "debug", "info", "warn" or "error"
	LogFile          string // empty: in the state directory
}

// SettingScope says for what a setting holds.
type SettingScope string

// The scopes.
const (
	// FolderScope: each folder may have its own value.
	FolderScope SettingScope = "folder"
	// MachineScope: one value for all, read only from whom the person trusts with
	// it: a client that says experimental.venvd, or the daemon's own
	// configuration file. So no file of a repository can set it.
	MachineScope SettingScope = "machine"
)

// Setting is one row of the table of settings.
type Setting struct {
	Key     string
	Type    SettingType
	Default any // as JSON would hold it; nil for null
	Scope   SettingScope
	// Restricted: it names programs to run, and is not used in an untrusted
	// folder.
	Restricted bool
	// Awaited: it is read and checked, but what it is for is not in this version.
	Awaited bool
	Doc     string

	assign func(s *Settings, value any)
}

// SettingTable is every setting, in the order of the documentation. The schema,
// docs/settings.md and the clients' manifests come from it.
func SettingTable() []Setting {
	return append(folderSettings(), machineSettings()...)
}

func folderSettings() []Setting {
	return []Setting{
		{
			Key: "interpreter", Type: textType(), Scope: FolderScope,
			Doc:    "What to use here: the prefix or the interpreter of an environment. Absolute, from `~`, from `${workspaceFolder}`, or relative to the folder. The empty string is none.",
			assign: func(s *Settings, v any) { s.Interpreter, _ = v.(string) },
		},
		{
			Key: "create.tool", Type: textType(), Scope: FolderScope,
			Awaited: true,
			Doc:     "What makes an environment here when the request does not say.",
			assign:  func(s *Settings, v any) { s.CreateTool, _ = v.(string) },
		},
		{
			Key: "create.python", Type: textType(), Scope: FolderScope,
			Awaited: true,
			Doc:     "The Python of a new environment when the request does not say: a version specifier or a path.",
			assign:  func(s *Settings, v any) { s.CreatePython, _ = v.(string) },
		},
		{
			Key: "repair.onMove", Type: enumType("ask", "always", "never"), Default: "ask", Scope: FolderScope,
			Awaited: true,
			Doc:     "Whether a moved environment of a trusted folder is mended: after asking, always or never.",
			assign:  func(s *Settings, v any) { s.RepairOnMove, _ = v.(string) },
		},
		{
			Key: "delete.undoHours", Type: numberType(0, 8760), Default: 24.0, Scope: FolderScope,
			Awaited: true,
			Doc:     "For how many hours a removed environment can be had back.",
			assign:  func(s *Settings, v any) { s.DeleteUndoHours, _ = v.(float64) },
		},
		{
			Key: "diagnostics", Scope: FolderScope, Default: map[string]string{},
			Type:    enumMapType(DiagnosticCodes(), "error", "warning", "info", "off"),
			Awaited: true,
			Doc:     "The severity of a diagnostic by its code, where it is to differ.",
			assign:  func(s *Settings, v any) { s.Diagnostics, _ = v.(map[string]string) },
		},
		{
			Key: "discovery.depth", Type: integerType(1, 64), Default: 6.0, Scope: FolderScope,
			Doc:    "How many levels below the folder environments are looked for.",
			assign: func(s *Settings, v any) { s.DiscoveryDepth = integer(v) },
		},
		{
			Key: "discovery.entries", Type: integerType(100, 10_000_000), Default: 100_000.0, Scope: FolderScope,
			Doc:    "After how many directory entries the walk of the folder ends.",
			assign: func(s *Settings, v any) { s.DiscoveryEntries = integer(v) },
		},
		{
			Key: "discovery.ignore", Type: textsType(), Default: []string{}, Scope: FolderScope,
			Doc:    "Globs of directories that are left out of the walk: relative to the folder, or a bare name.",
			assign: func(s *Settings, v any) { s.DiscoveryIgnore, _ = v.([]string) },
		},
		{
			Key: "languageServers", Scope: FolderScope, Default: map[string]string{},
			Type:    enumMapType(LanguageServers(), "auto", "restart", "off"),
			Awaited: true,
			Doc:     "How a Python language server is made to follow the interpreter: as it does best, by starting it anew, or not at all.",
			assign:  func(s *Settings, v any) { s.LanguageServers, _ = v.(map[string]string) },
		},
	}
}

func machineSettings() []Setting {
	return []Setting{
		{
			Key: "places", Type: textsMapType(), Default: map[string][]string{}, Scope: MachineScope,
			Doc:    "Where to look besides, by tool: for what only a login shell knows, such as `WORKON_HOME` or `PYENV_ROOT`. Any other key is for plain directories of environments. Absolute or from `~`.",
			assign: func(s *Settings, v any) { s.Places, _ = v.(map[string][]string) },
		},
		{
			Key: "tools", Type: pathMapType(), Default: map[string]string{}, Scope: MachineScope, Restricted: true,
			Doc:    "The executable of a tool, by its name, where another one is meant than the first on `PATH`. Absolute or from `~`. One that cannot be run is reported, and no other takes its place.",
			assign: func(s *Settings, v any) { s.Tools, _ = v.(map[string]string) },
		},
		{
			Key: "watch.poll", Type: enumType("auto", "always"), Default: "auto", Scope: MachineScope,
			Awaited: true,
			Doc:     "Whether directories are looked at again and again: where the file system sends no events, or everywhere.",
			assign:  func(s *Settings, v any) { s.WatchPoll, _ = v.(string) },
		},
		{
			Key: "log.level", Type: enumType("debug", "info", "warn", "error"), Default: "info", Scope: MachineScope,
			Doc:    "What is worth a line in the log.",
			assign: func(s *Settings, v any) { s.LogLevel, _ = v.(string) },
		},
		{
			Key: "log.file", Type: pathType(), Scope: MachineScope,
			Doc:    "Where the log is kept, rotated at 10 MiB; null is the state directory. It must be absent or a regular file that venvd made. Absolute or from `~`.",
			assign: func(s *Settings, v any) { s.LogFile, _ = v.(string) },
		},
	}
}

// DiagnosticCodes are the codes of venvd's diagnostics.
func DiagnosticCodes() []string {
	return []string{
		"untrusted", "env-missing", "env-broken", "env-moved", "env-incomplete", "env-foreign", "python-unsatisfied",
		"dependencies-missing", "selection-overridden", "interpreter-committed", "stale-reference",
	}
}

// LanguageServers are the names of the language servers that can be told an
// interpreter.
func LanguageServers() []string {
	return []string{"pyright", "basedpyright", "pylsp", "jedi-language-server", "ty", "pyrefly", "zuban", "ruff"}
}

func integer(v any) int {
	f, _ := v.(float64)
	return int(f)
}
