package cli

import (
	"context"
	"errors"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"
)

// live shows the table in place, with the lines of changes above it.
func (v *view) live(ctx context.Context, s streams) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	program := tea.NewProgram(&screen{view: v}, tea.WithContext(ctx), tea.WithInput(s.in), tea.WithOutput(s.out))
	followed := make(chan error, 1)
	go func() {
		err := v.follow(ctx, func(f frame) error {
			program.Send(f)
			return nil
		})
		program.Quit()
		followed <- err
	}()
	_, err := program.Run()
	cancel()
	if ferr := <-followed; ferr != nil {
		return ferr
	}
	if errors.Is(err, tea.ErrProgramKilled) || errors.Is(err, tea.ErrInterrupted) {
		return nil
	}
	return err
}

// screen is what stands on the terminal: the table of the latest frame.
type screen struct {
	view  *view
	table string
}

// Init begins with nothing to do: frames come from outside.
func (*screen) Init() tea.Cmd { return nil }

// Update takes a frame or a key.
func (m *screen) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case frame:
		m.table = msg.table
		var print []tea.Cmd
		if !msg.first { // the table says the beginning
			for _, line := range msg.lines {
				print = append(print, tea.Println(line))
			}
		}
		return m, tea.Sequence(print...)
	case tea.KeyMsg:
		switch msg.String() {
		case "q", "esc", "ctrl+c":
			return m, tea.Quit
		}
	}
	return m, nil
}

// View draws the table, and how to leave.
func (m *screen) View() string {
	if m.table == "" {
		return m.view.style.faint("looking at " + m.view.short(m.view.dir) + " …")
	}
	head := m.view.style.render.NewStyle().Bold(true).Render(short(m.view.dir, m.view.ses.world.Home))
	return fmt.Sprintf("\n%s  %s\n\n%s\n", head, m.view.style.faint("q leaves"), m.table)
}
