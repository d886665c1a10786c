package discover

import (
	"cmp"
	"testing"
)

// TestToolThatIsNotThere counts what each row costs on machines that have nothing
// of its tool: a few calls, for every place that might be there.
func TestToolThatIsNotThere(t *testing.T) {
	// Most need fewer. The system has more directories, conda more names and files of
	// settings, and the tools themselves have their homes.
	const usual = 16
	budgets := map[string]int64{"conda": 32, "system": 24, managersRoot: 100}
	for _, m := range []struct {
		os, home, archive string
		vars              map[string]string
	}{
		{"linux", "/home/u", "-- /home/u/ --\n-- /usr/bin/ls --\n-- /usr/local/bin/ --\n-- /opt/ --\n", nil},
		{"darwin", "/Users/u", "-- /Users/u/Library/ --\n-- /usr/bin/ls --\n-- /Applications/ --\n", nil},
		{"windows", `C:\Users\u`, "-- C:/Users/u/AppData/Local/ --\n-- C:/Users/u/AppData/Roaming/ --\n", map[string]string{
			"LOCALAPPDATA": `C:\Users\u\AppData\Local`, "APPDATA": `C:\Users\u\AppData\Roaming`, "USERPROFILE": `C:\Users\u`,
		}},
	} {
		total := int64(0)
		for _, r := range Roots(newWorldFor(t, m.os, m.home, m.archive, m.vars)) {
			w := newWorldFor(t, m.os, m.home, m.archive, m.vars)
			report, err := NewScanner(w, Options{Workers: 1}).Scan(t.Context(), Query{Root: r})
			must(t, err)
			if len(report.Environments) > 0 || len(report.Faults) > 0 {
				t.Errorf("%s, %s: found %v and %v where nothing is", m.os, r.Tool, report.Environments, report.Faults)
			}
			calls := w.Calls()
			total += calls.Total()
			t.Logf("%-8s %-20s %3d %+v", m.os, r.Tool, calls.Total(), calls)
			budget := cmp.Or(budgets[r.Tool], usual)
			if calls.Total() > budget {
				t.Errorf("%s: %s costs %d calls on a machine that has nothing of it, the budget is %d", m.os, r.Tool, calls.Total(), budget)
			}
		}
		t.Logf("%-8s %-20s %3d", m.os, "all", total)
	}
}

func newWorldFor(t *testing.T, os, home, archive string, vars map[string]string) *World {
	t.Helper()
	w := unpacked(t, archive)
	w.OS, w.Home = os, home
	w.Env = func(name string) (string, bool) { v, ok := vars[name]; return v, ok }
	return w
}
