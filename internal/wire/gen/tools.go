package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"strings"

	"github.com/venvd/venvd/discover"
)

//go:embed tools_head.md
var toolsHead string

//go:embed tools_programs.md
var toolsPrograms string

// toolsDoc makes docs/tools.md from the tables of discover.
func toolsDoc() ([]byte, error) {
	var out strings.Builder
	out.WriteString(notice + toolsHead)
	out.WriteString("\n| tool | kind | known by | where it is looked for | what can be made with it |\n|---|---|---|---|---|\n")
	for _, t := range discover.Tools() {
		if err := row(&out, t.Name, "`"+string(t.Kind)+"`", t.Evidence, t.Where, cmp.Or(t.Creates, "nothing")); err != nil {
			return nil, err
		}
	}
	out.WriteString(toolsPrograms)
	out.WriteString("| tool | its own places, beside `PATH` | its version |\n|---|---|---|\n")
	for _, m := range discover.Managers() {
		if err := row(&out, "`"+m.Name+"`", m.Where, m.Dated); err != nil {
			return nil, err
		}
	}
	return []byte(out.String()), nil
}

// row writes one row of a table. A text that is missing, or that would end its
// cell, is an error.
func row(out *strings.Builder, cells ...string) error {
	for _, c := range cells {
		if c == "" || strings.ContainsAny(c, "|\n") {
			return fmt.Errorf("the row of %s in docs/tools.md has the text %q, which is no cell of a table", cells[0], c)
		}
	}
	fmt.Fprintf(out, "| %s |\n", strings.Join(cells, " | "))
	return nil
}
