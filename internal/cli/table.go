package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"golang.org/x/term"

	"github.com/venvd/venvd/venvcore"
)

// style knows what the output can show.
type style struct {
	render   *lipgloss.Renderer
	terminal bool
	plain    bool // no colours: not a terminal, or NO_COLOR says so
}

func styleFor(w io.Writer) style {
	s := style{render: lipgloss.NewRenderer(w)}
	s.plain = s.render.NewStyle().Bold(true).Render("x") == "x"
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		s.terminal = true
	}
	return s
}

// columnGap is how many blanks stand between two columns.
const columnGap = 2

// table renders rows below a header: aligned columns, two blanks apart, dimmed
// header, no borders, no blanks at the ends of lines, so that it reads and greps
// equally well. Cells may be painted, and a character may be two columns wide.
// (lipgloss does the colours and knows the widths; its table would render each
// cell three times, and text/tabwriter counts escape sequences as text.)
func (s style) table(header []string, rows [][]string) string {
	head := s.render.NewStyle().Bold(true).Faint(true)
	lines := make([][]cell, 0, len(rows)+1)
	lines = append(lines, measured(header))
	for i := range lines[0] {
		lines[0][i].text = head.Render(lines[0][i].text)
	}
	for _, row := range rows {
		lines = append(lines, measured(row))
	}
	widths := make([]int, len(header))
	for _, line := range lines {
		for i, c := range line {
			widths[i] = max(widths[i], c.width)
		}
	}
	var b strings.Builder
	for n, line := range lines {
		if n > 0 {
			b.WriteByte('\n')
		}
		align(&b, line, widths)
	}
	return b.String()
}

// cell is a text and how many columns of a terminal it takes.
type cell struct {
	text  string
	width int
}

func measured(row []string) []cell {
	cells := make([]cell, len(row))
	for i, text := range row {
		cells[i] = cell{text, lipgloss.Width(text)}
	}
	return cells
}

// align writes one line. Blanks are written when something follows them.
func align(b *strings.Builder, line []cell, widths []int) {
	blanks := 0
	for i, c := range line {
		if c.text != "" {
			b.WriteString(strings.Repeat(" ", blanks))
			b.WriteString(c.text)
			blanks = 0
		}
		blanks += widths[i] - c.width + columnGap
	}
}

// paint colours a word by how good what it says is.
func (s style) paint(word string, good int) string {
	if s.plain {
		return word
	}
	colours := []lipgloss.Color{"2", "3", "1"} // green, yellow, red
	return s.render.NewStyle().Foreground(colours[good]).Render(word)
}

func (s style) faint(text string) string { return s.render.NewStyle().Faint(true).Render(text) }

// health is one word for the state of an environment.
func (s style) health(h venvcore.Health) string {
	switch h.State {
	case venvcore.HealthOK:
		return s.paint("ok", 0)
	case venvcore.HealthBroken, venvcore.HealthForeign:
		return s.paint(string(h.State), 2)
	default:
		return s.paint(string(h.State), 1)
	}
}

// selection is one word for the state of a selection.
func (s style) selection(sel venvcore.Selection) string {
	switch sel.State {
	case venvcore.SelectionOK:
		if sel.Environment != nil && sel.Environment.Health.State != venvcore.HealthOK {
			return s.health(sel.Environment.Health)
		}
		return s.paint("ok", 0)
	case venvcore.SelectionMissing:
		return s.paint("missing", 1)
	default:
		return s.paint(string(sel.State), 2)
	}
}

// short writes a path below the home directory with a tilde.
func short(path, home string) string {
	if home != "" && home != "/" && venvcore.Contains(home, path) {
		path = "~" + strings.TrimPrefix(path, home)
	}
	return visible(path)
}

// printFaults says on stderr what could not be looked at.
func printFaults(w io.Writer, faults []venvcore.Fault, home string) {
	for _, f := range faults {
		if f.Path == "" {
			fmt.Fprintf(w, "note: %s\n", f.Message)
			continue
		}
		fmt.Fprintf(w, "note: %s: %s\n", short(f.Path, home), f.Message)
	}
}
