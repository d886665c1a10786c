package discover

import (
	"os"
	"testing"

	"github.com/venvd/venvd/discover/worldtest"
	"github.com/venvd/venvd/venvcore"
)

const oneConda = `
-- /home/u/miniconda3/condabin/conda 0755 --
#!/bin/sh
-- /home/u/miniconda3/pkgs/urls.txt --
-- /home/u/miniconda3/envs/web/conda-meta/history --
==> 2024-06-01 10:00:00 <==
# cmd: conda create -n web python
-- /home/u/miniconda3/envs/web/conda-meta/python-3.12.4-h99e199e_1.json --
{"subdir": "linux-64"}
-- /home/u/miniconda3/envs/web/bin/python -> python3.12 --
-- /home/u/miniconda3/envs/web/bin/python3.12 0755 --
!elf x86_64
-- /home/u/miniconda3/envs/web/bin/pip 0755 --
#!/home/u/miniconda3/envs/web/bin/python
-- /home/u/miniconda3/envs/web/lib/python3.12/os.py --
-- /home/u/miniconda3/envs/web/lib/python3.12/site-packages/ --
-- /home/u/miniconda3/conda-meta/history --
x
`

const webPrefix = "/home/u/miniconda3/envs/web"

// TestAbsentToolsCostLittle: a machine without conda and pixi is asked a few
// questions, however many names their installations may have.
func TestAbsentToolsCostLittle(t *testing.T) {
	for tool, budget := range map[string]int64{"conda": 32, "pixi": 14} {
		w := unpacked(t, "-- /home/u/.config/x --\n-- /home/u/.local/share/x --\n-- /opt/x --\n-- /usr/local/bin/x --\n-- /usr/share/x --\n-- /etc/x --\n-- /var/lib/x --\n")
		w.Home = "/home/u"
		r, err := NewScanner(w, Options{}).Scan(t.Context(), Query{Root: Root{Kind: RootTool, Tool: tool}})
		must(t, err)
		if len(r.Environments)+len(r.Faults) > 0 {
			t.Errorf("%s: %+v", tool, r)
		}
		if n := w.Calls().Total(); n > budget {
			t.Errorf("%s: %d calls %+v, the budget is %d", tool, n, w.Calls(), budget)
		}
		t.Logf("%s: %d calls %+v", tool, w.Calls().Total(), w.Calls())
	}
}

// TestCondaPrefixCostsAFewCalls: one more environment, and looking at all of them
// again when nothing has changed.
func TestCondaPrefixCostsAFewCalls(t *testing.T) {
	const budget = 34
	w := unpacked(t, oneConda)
	w.Home = "/home/u"
	p := newPass(w, false, nil)
	_, err := p.look().Real(webPrefix)
	must(t, err)
	before := w.Calls()
	e, _ := examineIn(t, p, webPrefix)
	if e.Health.State != venvcore.HealthOK || e.Stage != venvcore.StageReady {
		t.Fatalf("not healthy: %+v", e)
	}
	if n := w.Calls().Sub(before).Total(); n > budget {
		t.Errorf("%d calls %+v, the budget is %d", n, w.Calls().Sub(before), budget)
	}
	t.Logf("%+v", w.Calls().Sub(before))
	s := NewScanner(w, Options{})
	q := Query{Root: Root{Kind: RootTool, Tool: "conda"}}
	for i := range 2 {
		before := w.Calls()
		_, err := s.Scan(t.Context(), q)
		must(t, err)
		if n := w.Calls().Sub(before).Total(); i > 0 && n != 0 {
			t.Errorf("nothing has changed, and %d calls are made", n)
		}
	}
}

// TestWhatMakesCondaLookAgain: the places are looked for again when one of the
// names comes or goes, and not when anything else happens in a home directory.
func TestWhatMakesCondaLookAgain(t *testing.T) {
	w := unpacked(t, oneConda+"-- /opt/x --\n-- /usr/local/x --\n-- /usr/share/x --\n-- /etc/x --\n")
	w.Home = "/home/u"
	l := NewLook(w)
	condaSetupOf(l)
	u := l.unit(finding{})
	for path, want := range map[string]bool{
		"/home/u/miniforge3": true, "/home/u/.condarc": true, "/home/u/.conda": true, "/home/u": true, "/opt/conda": true,
		"/home/u/miniconda3/.condarc": true, "/etc/conda": true, "/usr/local/miniconda3": true,
		"/home/u/.bash_history": false, "/home/u/notes.txt": false, "/opt/other": false, "/usr/share/doc": false,
	} {
		if got := newHints(w, []string{path}).stale(u.record); got != want {
			t.Errorf("%s: stale %v", path, got)
		}
	}
}

// TestPackagesOfAPrefix: what conda installs is a change of the packages, though
// none of it is Python's.
func TestPackagesOfAPrefix(t *testing.T) {
	w := unpacked(t, oneConda)
	told := func() string {
		e, l := examineIn(t, newPass(w, false, nil), webPrefix)
		text, _ := fingerprint(l, e)
		return text
	}
	first := told()
	if first == "" || told() != first {
		t.Fatalf("%q", first)
	}
	worldtest.Add(t, w.Prefix, "-- "+webPrefix+"/conda-meta/xz-5.4.6-h5eee18b_1.json --\n{}\n")
	second := told()
	if second == first {
		t.Error("a package of conda is no change")
	}
	worldtest.Add(t, w.Prefix, "-- "+webPrefix+"/conda-meta/state --\n{}\n")
	if told() != second {
		t.Error("conda's note of variables is a change")
	}
	worldtest.Add(t, w.Prefix, "-- "+webPrefix+"/lib/python3.12/site-packages/x-1.dist-info/RECORD --\n")
	if told() == second {
		t.Error("a package of pip's is no change")
	}
}

// TestRemadePrefix: an update of Python is no other environment; one that was
// removed and made again is.
func TestRemadePrefix(t *testing.T) {
	w := unpacked(t, oneConda)
	look := func() *venvcore.Environment {
		e, _ := examineIn(t, newPass(w, false, nil), webPrefix)
		return e
	}
	first := look()
	must(t, os.Remove(w.host(webPrefix+"/bin/python")))
	must(t, os.Remove(w.host(webPrefix+"/conda-meta/python-3.12.4-h99e199e_1.json")))
	worldtest.Add(t, w.Prefix, "-- "+webPrefix+"/bin/python -> python3.12 --\n-- "+webPrefix+"/conda-meta/python-3.12.5-h0_0.json --\n{}\n")
	updated := look()
	if updated.Version != "3.12.5" || venvcore.Remade(first, updated) {
		t.Errorf("updated: %s, remade %v", updated.Version, venvcore.Remade(first, updated))
	}
	must(t, os.RemoveAll(w.host(webPrefix+"/conda-meta")))
	must(t, os.Remove(w.host(webPrefix+"/bin/python")))
	worldtest.Add(t, w.Prefix, "-- "+webPrefix+"/bin/python -> python3.12 --\n-- "+webPrefix+"/conda-meta/history --\nx\n-- "+webPrefix+"/conda-meta/python-3.12.4-h99e199e_1.json --\n{}\n")
	if again := look(); !venvcore.Remade(updated, again) {
		t.Errorf("made again: %q, before %q", again.Made, updated.Made)
	}
}

// TestCondaByInterpreter: whatever names it, an interpreter of a prefix is the
// prefix.
func TestCondaByInterpreter(t *testing.T) {
	w := unpacked(t, oneConda+"-- /usr/local/bin/python3 -> "+webPrefix+"/bin/python --\n")
	for _, path := range []string{webPrefix, webPrefix + "/bin/python", webPrefix + "/bin/python3.12", "/usr/local/bin/python3"} {
		found := environmentsAt(NewLook(w), path)
		if len(found) != 1 || found[0].Kind != venvcore.KindConda || found[0].Prefix != webPrefix {
			t.Errorf("%s: %+v", path, found)
		}
	}
	if found := environmentsAt(NewLook(w), "/home/u/miniconda3/envs/gone"); len(found) > 0 {
		t.Errorf("what is not there is %s", found[0].Prefix)
	}
	l := NewLook(w)
	if e := examineBase(l, "/usr/local/bin/python3", venvcore.KindPath); e == nil || e.Kind != venvcore.KindConda {
		t.Errorf("as a base: %+v", e)
	}
}
