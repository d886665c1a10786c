package discover

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/venvd/venvd/venvcore"
)

// TestManagerWorlds runs the worlds of testdata/managers, which are those of
// TestScanWorlds with the line `tool managers`: each is a machine and the tools
// that are found on it. With UPDATE=1 in the environment the answers are written
// anew.
func TestManagerWorlds(t *testing.T) {
	files, err := filepath.Glob("testdata/managers/*.txtar")
	must(t, err)
	if len(files) == 0 {
		t.Fatal("no worlds")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			s := readWorldOf(t, file)
			r := mustScan(t, NewScanner(s.world, Options{Identities: true}), s.query)
			got := shownReport(r, s.watch)
			if os.Getenv("UPDATE") != "" {
				update(t, file, got)
				return
			}
			if d := cmp.Diff(string(s.want), got); d != "" {
				t.Errorf("want (-), got (+):\n%s", d)
			}
		})
	}
}

// TestAbsentToolsCostFewCalls: most tools are on no machine, and what they cost
// there is paid at every start of every editor.
func TestAbsentToolsCostFewCalls(t *testing.T) {
	for _, c := range []struct {
		os, home, path string
		bound          int64
	}{
		{"linux", "/home/u", "/usr/local/bin:/usr/bin:/bin", 80},
		{"darwin", "/Users/u", "/usr/bin:/bin:/usr/sbin:/sbin", 80},
		{"windows", `C:\Users\u`, `C:\Windows\system32;C:\Windows`, 80},
	} {
		w := newWorld(t, "-- /home/u/.local/bin/ --\n-- /home/u/.config/ --\n-- /home/u/.local/share/ --\n-- /bin -> usr/bin --\n-- /usr/local/bin/ --\n"+
			"-- /Users/u/Library/ --\n-- /opt/ --\n-- /usr/sbin/ --\n-- C:/Windows/system32/ --\n-- C:/Users/u/AppData/Local/Microsoft/WindowsApps/ --\n-- C:/Users/u/AppData/Roaming/ --\n")
		w.OS, w.Home = c.os, c.home
		variables(w, map[string]string{
			"PATH": c.path, "APPDATA": `C:\Users\u\AppData\Roaming`, "LOCALAPPDATA": `C:\Users\u\AppData\Local`,
			"ProgramData": `C:\ProgramData`, "ProgramFiles": `C:\Program Files`,
		})
		before := w.Calls()
		r := mustScan(t, NewScanner(w, Options{Workers: 1}), toolQuery(managersRoot)) // two may ask the same at once
		calls := w.Calls().Sub(before)
		t.Logf("%s: %+v, %d in all for %d tools; %d watches", c.os, calls, calls.Total(), len(managers()), len(r.Watch))
		if len(r.Tools) > 0 || len(r.Faults) > 0 || calls.Total() > c.bound {
			t.Errorf("%s: %d calls, tools %v, faults %v", c.os, calls.Total(), r.Tools, r.Faults)
		}
	}
}

// TestManagersAreComplete: every tool says of what kind its environments are, so
// that Environment.Tool can name it, and has its texts.
func TestManagersAreComplete(t *testing.T) {
	list := managers()
	if !slices.IsSortedFunc(list, func(a, b manager) int { return strings.Compare(a.name, b.name) }) {
		t.Error("the table is not sorted by name")
	}
	for _, m := range list {
		if len(venvcore.Managed(m.name)) == 0 || m.where == "" || m.dated == "" {
			t.Errorf("%s has no kind or no texts", m.name)
		}
	}
}

// TestToolIsFollowed: what is installed later, replaced or removed is seen after
// the hint that the watches of the report bring.
func TestToolIsFollowed(t *testing.T) {
	w := newWorld(t, "-- /home/u/opt/poetry/bin/poetry 0755 --\n#!/home/u/opt/poetry/bin/python\n-- /home/u/opt/poetry/lib/python3.11/site-packages/poetry-1.8.0.dist-info/ --\n-- /home/u/.local/bin/ --\n")
	variables(w, map[string]string{"PATH": "/usr/bin"})
	s := NewScanner(w, Options{Identities: true})
	q := toolQuery(managersRoot)
	scan := func(changed ...string) string {
		t.Helper()
		q.Changed = changed
		r := mustScan(t, s, q)
		for _, c := range changed {
			// The path, its directory or the nearest above that exists is watched.
			if !slices.ContainsFunc(r.Watch, func(x Watch) bool { return x.ID != "" && (x.Path == w.Dir(c) || x.Path == c) }) {
				t.Errorf("nobody watches %s", c)
			}
		}
		return strings.TrimSpace(shownReport(r, false))
	}
	if got := scan(); got != "" {
		t.Fatalf("found %s", got)
	}
	must(t, os.Symlink("/home/u/opt/poetry/bin/poetry", w.host("/home/u/.local/bin/poetry")))
	if got := scan("/home/u/.local/bin/poetry"); got != "tool poetry /home/u/.local/bin/poetry 1.8.0" {
		t.Errorf("installed: %s", got)
	}
	site := w.host("/home/u/opt/poetry/lib/python3.11/site-packages/")
	must(t, os.Rename(site+"poetry-1.8.0.dist-info", site+"poetry-2.0.0.dist-info"))
	if got := scan("/home/u/opt/poetry/bin/poetry"); got != "tool poetry /home/u/.local/bin/poetry 2.0.0" {
		t.Errorf("upgraded, which writes its program anew: %s", got)
	}
	must(t, os.WriteFile(w.host("/usr/bin/poetry"), nil, 0o755))
	if got := scan("/usr/bin/poetry"); got != "tool poetry /usr/bin/poetry" {
		t.Errorf("another one on PATH: %s", got)
	}
	must(t, os.Remove(w.host("/usr/bin/poetry")))
	must(t, os.Remove(w.host("/home/u/opt/poetry/bin/poetry")))
	if got := scan("/usr/bin/poetry", "/home/u/opt/poetry/bin/poetry"); got != "" {
		t.Errorf("removed: %s", got)
	}
}
