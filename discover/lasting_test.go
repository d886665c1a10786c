package discover

import (
	"os"
	"strings"
	"testing"

	"github.com/venvd/venvd/venvcore"
)

// touchedBelow counts the calls at a path and below it.
func touchedBelow(w *World, dir string) *int {
	n := new(int)
	w.Fault = func(_, path string) error {
		if w.Within(dir, path) {
			*n++
		}
		return nil
	}
	return n
}

func versions(r *Report) string {
	var out []string
	for _, e := range r.Environments {
		out = append(out, e.Prefix+" "+e.Version)
	}
	return strings.Join(out, ", ")
}

// upgrade makes the base of twoVenvs another patch version.
func upgrade(t *testing.T, w *World, patch string) {
	t.Helper()
	must(t, os.WriteFile(w.host("/opt/py/include/python3.12/patchlevel.h"), []byte(`#define PY_VERSION "3.12.`+patch+`"`), 0o644))
}

// TestRenameDoesNotLookAtTheBase: what the base is was known before, and is
// watched by the identities of before.
func TestRenameDoesNotLookAtTheBase(t *testing.T) {
	const budget = 19
	w := unpacked(t, twoVenvs)
	s := NewScanner(w, Options{Identities: true, Workers: 1})
	mustScan(t, s, folderOf("/w"))
	calls := touchedBelow(w, "/opt")
	q := folderOf("/w")
	for _, names := range [][2]string{{"/w/a", "/w/c"}, {"/w/c", "/w/d"}, {"/w/d", "/w/a"}} {
		must(t, os.Rename(w.host(names[0]), w.host(names[1])))
		q.Changed = names[:]
		before := w.Calls()
		got := mustScan(t, s, q)
		if spent := w.Calls().Sub(before); spent.Total() > budget {
			t.Errorf("%v: %d calls %+v, the budget is %d", names, spent.Total(), spent, budget)
		} else {
			t.Logf("%v: %+v", names, spent)
		}
		if *calls != 0 {
			t.Errorf("%v: %d calls looked at the base", names, *calls)
		}
		if d := sameReport(mustScan(t, NewScanner(w, Options{Identities: true, Workers: 1}), folderOf("/w")), got); d != "" {
			t.Error(d)
		}
		*calls = 0
	}
}

// TestChangedBaseIsReadAgain: what is remembered of a base is as stale as the
// environments on it when something in its record changes.
func TestChangedBaseIsReadAgain(t *testing.T) {
	w := unpacked(t, twoVenvs)
	s := NewScanner(w, Options{Identities: true})
	mustScan(t, s, folderOf("/w"))
	upgrade(t, w, "2")
	q := folderOf("/w")
	q.Changed = []string{"/opt/py/include/python3.12/patchlevel.h"}
	if got := versions(mustScan(t, s, q)); got != "/w/a 3.12.2, /w/b 3.12.2" {
		t.Error(got)
	}
	must(t, os.Rename(w.host("/w/a"), w.host("/w/c")))
	must(t, os.Rename(w.host("/opt/py"), w.host("/opt/gone")))
	q.Changed = []string{"/w/a", "/w/c", "/opt/py"}
	for _, e := range mustScan(t, s, q).Environments {
		if !e.Health.Has(venvcore.BaseMissing) {
			t.Errorf("%s is taken for healthy, its base is gone: %+v", e.Prefix, e.Health)
		}
	}
}

// TestForgottenBaseIsReadAgain: when nothing stands on a base it is not watched
// any more, so what was known of it must not be used again.
func TestForgottenBaseIsReadAgain(t *testing.T) {
	w := unpacked(t, twoVenvs)
	s := NewScanner(w, Options{Identities: true})
	mustScan(t, s, folderOf("/w"))
	q := folderOf("/w")
	must(t, os.Mkdir(w.host("/away"), 0o755))
	for _, name := range []string{"a", "b"} {
		must(t, os.Rename(w.host("/w/"+name), w.host("/away/"+name)))
		q.Changed = []string{"/w/" + name}
		if got := mustScan(t, s, q); watches(got, "/opt/py/bin") != (name == "a") {
			t.Errorf("without %s: the base is watched: %v", name, watches(got, "/opt/py/bin"))
		}
	}
	upgrade(t, w, "3") // and nobody tells
	must(t, os.Rename(w.host("/away/a"), w.host("/w/a")))
	q.Changed = []string{"/w/a"}
	if got := versions(mustScan(t, s, q)); got != "/w/a 3.12.3" {
		t.Error(got)
	}
}

// TestTimedOutFactIsNotRemembered: the next scan asks again.
func TestTimedOutFactIsNotRemembered(t *testing.T) {
	p := newPass(unpacked(t, twoVenvs), false, nil)
	l := p.look()
	remembered(l, "good", func(*Look) int { return 1 })
	remembered(l, "bad", func(l *Look) int { l.Fault(faultOf("/x", ErrStalled)); return 2 })
	m := newMemory()
	m.tally = newTally([]*unit{l.unit(finding{})})
	m.remember(p)
	if m.lasting["good"] == nil || m.lasting["bad"] != nil {
		t.Errorf("remembered: %v", m.lasting)
	}
}

// TestSharedWatchesAreCounted: a watch stays while one unit wants it.
func TestSharedWatchesAreCounted(t *testing.T) {
	one, two := Watch{Path: "/1"}, Watch{Path: "/2"}
	a, b := &unit{watch: []Watch{one, two}, facts: []string{"f"}}, &unit{watch: []Watch{two}, facts: []string{"f"}}
	c := &unit{watch: []Watch{{Path: "/0"}, {Path: "/3"}}}
	ta := newTally([]*unit{a, b})
	before := ta.watches
	ta.change([]*unit{c}, []*unit{a})
	if got := paths(ta.watches); got != "/0 /2 /3" || ta.facts["f"] != 1 {
		t.Errorf("got %s, %v", got, ta.facts)
	}
	ta.change(nil, []*unit{b, c})
	if len(ta.watches) != 0 || len(ta.wanted) != 0 || len(ta.facts) != 0 {
		t.Errorf("left: %+v", ta)
	}
	if got := paths(before); got != "/1 /2" {
		t.Errorf("the list of an earlier report was changed: %s", got)
	}
}

func paths(list []Watch) string {
	var out []string
	for _, w := range list {
		out = append(out, w.Path)
	}
	return strings.Join(out, " ")
}
