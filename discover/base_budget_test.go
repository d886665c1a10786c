package discover

import (
	"fmt"
	"strings"
	"testing"
)

// scanCost gives how many calls a scan of one tool makes.
func scanCost(t testing.TB, w *World, tool string) int64 {
	t.Helper()
	before := w.Calls()
	_, err := NewScanner(w, Options{Workers: 1}).Scan(t.Context(), Query{Root: Root{Kind: RootTool, Tool: tool}})
	must(t, err)
	spent := w.Calls().Sub(before)
	return spent.Total()
}

// bareLinux is what every Linux has.
const bareLinux = "-- /home/u/.local/ --\n-- /usr/bin/ --\n-- /usr/local/bin/ --\n-- /bin -> usr/bin --\n-- /opt/ --\n-- /etc/ --\n"

// bareMachines have the directories that every machine has, and no Python.
func bareMachines(t *testing.T) map[string]*World {
	t.Helper()
	machines := map[string]*World{
		"linux":   unpacked(t, bareLinux),
		"darwin":  unpacked(t, "-- /Users/u/ --\n-- /usr/bin/ --\n-- /usr/local/bin/ --\n-- /bin/ --\n-- /opt/ --\n-- /Applications/ --\n-- /Library/Frameworks/ --\n-- /private/var/db/ --\n-- /var -> private/var --\n"),
		"windows": unpacked(t, "-- C:/Users/u/AppData/Local/Microsoft/WindowsApps/ --\n-- C:/Users/u/AppData/Roaming/ --\n-- C:/Program Files/ --\n-- C:/ProgramData/ --\n-- C:/Users/u/Downloads/ --\n-- C:/Users/u/Documents/ --\n"),
	}
	for os, w := range machines {
		w.OS, w.Home = os, map[string]string{"linux": "/home/u", "darwin": "/Users/u", "windows": `C:\Users\u`}[os]
	}
	return machines
}

// TestAbsentBasesCostAFewCalls: most machines have one or two of the keepers.
func TestAbsentBasesCostAFewCalls(t *testing.T) {
	const perTool = 20
	budget := map[string]int64{"linux": 45, "darwin": 65, "windows": 62} // of all tools of bases
	for os, w := range bareMachines(t) {
		var total int64
		for _, row := range baseTools() {
			spent := scanCost(t, w, row.name)
			total += spent
			t.Logf("%s: %s costs %d calls", os, row.name, spent)
			if spent > perTool {
				t.Errorf("%s: %s, which is not there, costs %d calls, the budget is %d", os, row.name, spent, perTool)
			}
		}
		t.Logf("%s: all cost %d calls", os, total)
		if total > budget[os] {
			t.Errorf("%s: no Python costs %d calls, the budget is %d", os, total, budget[os])
		}
	}
}

// TestOptCostsAFewCallsEach: what people unpack into /opt may be large, and is
// mostly no Python.
func TestOptCostsAFewCallsEach(t *testing.T) {
	const budget, programs = 4, 50
	bare := scanCost(t, bareMachines(t)["linux"], "system")
	var archive strings.Builder
	for i := range programs {
		fmt.Fprintf(&archive, "-- /opt/program%d/share/deep/bin/python3 --\n", i)
	}
	w := unpacked(t, bareLinux+archive.String())
	w.Home = "/home/u"
	full := scanCost(t, w, "system")
	if each := float64(full-bare) / programs; each > budget {
		t.Errorf("a directory of /opt costs %.1f calls, the budget is %d", each, budget)
	}
}
