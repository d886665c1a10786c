package discover

import (
	"fmt"
	"slices"
	"time"

	"github.com/venvd/venvd/venvcore"
)

// spent reports whether the scan has used up what it may wait for: too many of
// its calls hang, or the places of a tool have taken their time. What was not
// begun by then is shown as it was known before, and looked at in the next scan.
func (c *scan) spent(now time.Time) bool {
	return c.stalls >= c.mayHang() || c.query.Root.Kind == RootTool && now.Sub(c.begun) >= toolBudget
}

// mayHang is how many calls of the scan may hang: where the programs of all tools
// are looked for is all over the machine, so that more of it may be dead.
func (c *scan) mayHang() int {
	if c.query.Root.Tool == managersRoot {
		return 3 * maxStalls
	}
	return maxStalls
}

// notLookedAt gives a fault for each place that the scan did not come to: where
// several jobs were left in one directory it is the directory.
func (c *scan) notLookedAt() []venvcore.Fault {
	beside := make(map[string]int)
	for _, p := range c.skipped {
		beside[c.world.Dir(p)]++
	}
	var places []string
	for _, p := range c.skipped {
		if p == "" {
			continue // what names the places; these are then named by nobody
		}
		if dir := c.world.Dir(p); beside[dir] > 1 && !c.world.holdsMuch(dir) {
			p = dir
		}
		places = append(places, p)
	}
	slices.Sort(places)
	places = slices.Compact(places)
	var out []venvcore.Fault
	for i, p := range places[:min(len(places), maxSkipped)] {
		text := fmt.Sprintf("%s was not looked at, other places had taken too long: it is shown as it was known before, until the next look", p)
		if more := len(places) - maxSkipped; more > 0 && i == maxSkipped-1 {
			text = fmt.Sprintf("%s; so were %d other places", text, more)
		}
		out = append(out, venvcore.Fault{Path: p, Code: venvcore.FaultTimeout, Message: text})
	}
	return out
}
