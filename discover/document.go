package discover

import "github.com/venvd/venvd/venvcore"

// What follows is the two tables as the documentation has them; texts are
// Markdown.

// ToolDoc is one row of the table of tools.
type ToolDoc struct {
	Name     string
	Kind     venvcore.Kind
	Evidence string // which files prove that the tool made an environment or manages it
	Where    string // where it keeps what it makes
	Creates  string // what venvd can make with it; empty for nothing
}

// Tools gives the table of tools in the order in which its rows are asked.
func Tools() []ToolDoc {
	var out []ToolDoc
	for _, t := range table() {
		out = append(out, ToolDoc{Name: t.name, Kind: t.kind, Evidence: t.evidence, Where: t.where, Creates: t.creates})
	}
	return out
}

// ManagerDoc is one row of the table of the tools' programs.
type ManagerDoc struct {
	Name  string // as the protocol and the setting `tools` call it
	Where string // where its program is looked for beside PATH
	Dated string // how its version is read
}

// Managers gives the table of the tools' programs, by name.
func Managers() []ManagerDoc {
	var out []ManagerDoc
	for _, m := range managers() {
		out = append(out, ManagerDoc{Name: m.name, Where: m.where, Dated: m.dated})
	}
	return out
}
