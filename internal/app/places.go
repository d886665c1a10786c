package app

import (
	"context"
	"maps"
	"slices"
)

// Home gives the person's home directory; empty when there is none.
func (a *App) Home() string { return a.world.Home }

// SetPlaces takes the setting `places`: where to look besides, by tool. Paths
// are absolute.
func (a *App) SetPlaces(ctx context.Context, places map[string][]string) error {
	if maps.EqualFunc(places, a.world.Places(), slices.Equal) {
		return nil
	}
	a.world.SetPlaces(places)
	return a.Engine.Machine(ctx)
}

// Places gives the setting `places` as it holds.
func (a *App) Places() map[string][]string { return a.world.Places() }
