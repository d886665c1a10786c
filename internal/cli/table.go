package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/lipgloss/table"
	"golang.org/x/term"

	"github.com/venvd/venvd/venvcore"
)

// style knows what the output can show.
type style struct {
	render   *lipgloss.Renderer
	terminal bool
	width    int // columns; 0 where the output is no terminal
}

func styleFor(w io.Writer) style {
	s := style{render: lipgloss.NewRenderer(w)}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		s.terminal = true
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			s.width = width
		}
	}
	return s
}

// table renders rows below a header: aligned columns, two blanks apart, dimmed
// header, no borders, so that it reads and greps equally well.
func (s style) table(header []string, rows [][]string) string {
	head := s.render.NewStyle().Bold(true).Faint(true).PaddingRight(2)
	cell := s.render.NewStyle().PaddingRight(2)
	t := table.New().
		Border(lipgloss.HiddenBorder()).BorderTop(false).BorderBottom(false).BorderLeft(false).
		BorderRight(false).BorderColumn(false).BorderHeader(false).
		Wrap(false).
		Headers(header...).Rows(rows...).
		StyleFunc(func(row, _ int) lipgloss.Style {
			if row == table.HeaderRow {
				return head
			}
			return cell
		})
	lines := strings.Split(t.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// paint colours a word by how good what it says is.
func (s style) paint(word string, good int) string {
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
		return "~" + strings.TrimPrefix(path, home)
	}
	return path
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
