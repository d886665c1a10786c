package app

import (
	"context"
	"maps"
	"slices"

	"github.com/venvd/venvd/discover"
)

// Home gives the person's home directory; empty when there is none.
func (a *App) Home() string { return a.world.Home }

// SetMachine takes the settings that say where to look on the machine: `places`,
// directories to look into besides, and `tools`, programs, both by tool. Paths
// are absolute.
func (a *App) SetMachine(ctx context.Context, places map[string][]string, tools map[string]string) error {
	if maps.EqualFunc(places, a.world.Places(), slices.Equal) && maps.Equal(tools, a.world.Tools()) {
		return nil
	}
	a.world.SetPlaces(places)
	a.world.SetTools(tools)
	return a.Engine.Machine(ctx)
}

// Places gives the setting `places` as it holds.
func (a *App) Places() map[string][]string { return a.world.Places() }

// Tools gives the setting `tools` as it holds.
func (a *App) Tools() map[string]string { return a.world.Tools() }

// ToolNames are the names that the setting `tools` may have.
func ToolNames() []string {
	var names []string
	for _, m := range discover.Managers() {
		names = append(names, m.Name)
	}
	return names
}
