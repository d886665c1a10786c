package discover

import (
	"slices"
	"testing"

	"github.com/venvd/venvd/discover/worldtest"
	"github.com/venvd/venvd/venvcore"
)

// twoVenvs is a folder with two healthy environments on one base.
const twoVenvs = `
-- /opt/py/bin/python3.12 0755 --
!elf x86_64
-- /opt/py/bin/python3 -> python3.12 --
-- /opt/py/include/python3.12/patchlevel.h --
#define PY_VERSION "3.12.1"
-- /opt/py/lib/python3.12/os.py --
-- /opt/py/lib/python3.12/site-packages/ --
-- /w/a/pyvenv.cfg --
home = /opt/py/bin
include-system-site-packages = false
version = 3.12.1
-- /w/a/bin/python -> /opt/py/bin/python3 --
-- /w/a/bin/python3 -> python --
-- /w/a/bin/pip 0755 --
#!/w/a/bin/python
from pip._internal.cli.main import main
-- /w/a/bin/activate --
VIRTUAL_ENV=/w/a
-- /w/a/bin/activate.csh --
-- /w/a/lib/python3.12/site-packages/pip/__init__.py --
-- /w/a/lib/python3.12/site-packages/pip-25.0.dist-info/RECORD --
-- /w/b/pyvenv.cfg --
home = /opt/py/bin
include-system-site-packages = false
version = 3.12.1
-- /w/b/bin/python -> /opt/py/bin/python3 --
-- /w/b/bin/python3 -> python --
-- /w/b/bin/pip 0755 --
#!/w/b/bin/python
from pip._internal.cli.main import main
-- /w/b/bin/activate --
VIRTUAL_ENV=/w/b
-- /w/b/bin/activate.csh --
-- /w/b/lib/python3.12/site-packages/pip/__init__.py --
-- /w/b/lib/python3.12/site-packages/pip-25.0.dist-info/RECORD --
`

func unpacked(t testing.TB, archive string) *World {
	t.Helper()
	w := &World{Prefix: worldtest.Unpack(t, archive), OS: "linux", Env: func(string) (string, bool) { return "", false }}
	makePrograms(t, w.Prefix)
	return w
}

// examineIn examines a directory in a pass, as the walk does after it has
// listed it, and tells the Look that was used.
func examineIn(t testing.TB, p *pass, dir string) (*venvcore.Environment, *Look) {
	t.Helper()
	entries, err := p.look().ReadDir(dir)
	must(t, err)
	for _, e := range entries {
		if e.IsDir() {
			p.learnChild(dir, e.Name)
		}
	}
	l := p.look()
	e := examine(l, candidate{dir: dir, entries: entries})
	if e == nil {
		t.Fatalf("%s is not taken for an environment", dir)
	}
	return e, l
}

func TestHealthyVenvCostsAFewCalls(t *testing.T) {
	// Beside the listing of its root, which the walk has made. One of them lists its
	// packages, by whose names health is judged.
	const budget = 12
	w := unpacked(t, twoVenvs)
	p := newPass(w, false, nil)
	examineIn(t, p, "/w/a")
	before := w.Calls()
	e, _ := examineIn(t, p, "/w/b")
	if e.Health.State != venvcore.HealthOK || e.Stage != venvcore.StageReady {
		t.Fatalf("not healthy: %+v", e)
	}
	spent := w.Calls().Sub(before)
	if spent.ReadDir--; spent.Total() > budget { // the listing of the root
		t.Errorf("a healthy environment on a known base costs %d calls %+v, the budget is %d", spent.Total(), spent, budget)
	}
	t.Logf("%+v", spent)
}

// TestBaseIsInTheRecordOfEveryEnvironment: the second environment takes the
// facts of its base from the first, and is stale all the same when that base
// changes.
func TestBaseIsInTheRecordOfEveryEnvironment(t *testing.T) {
	w := unpacked(t, twoVenvs)
	p := newPass(w, true, nil)
	for _, dir := range []string{"/w/a", "/w/b"} {
		_, l := examineIn(t, p, dir)
		u := l.unit(finding{})
		for _, changed := range []string{
			"/opt", "/opt/py", "/opt/py/bin/python3.12", "/opt/py/bin/python3", "/opt/py/lib/python3.12/os.py",
			dir + "/pyvenv.cfg", dir + "/bin/python", dir + "/bin", dir + "/bin/activate.csh", dir,
		} {
			if !newHints(w, []string{changed}).stale(u.record) {
				t.Errorf("%s: a change of %s is not seen", dir, changed)
			}
		}
		if newHints(w, []string{"/w/other", "/opt/other", "/opt/py/lib/python3.12/site-packages/x"}).stale(u.record) {
			t.Errorf("%s: a change elsewhere makes it stale", dir)
		}
		var watched []string
		for _, x := range u.watch {
			watched = append(watched, x.Path)
		}
		for _, need := range []string{dir, dir + "/bin", "/opt/py/bin"} {
			if !slices.Contains(watched, need) {
				t.Errorf("%s: %s is not watched, only %v", dir, need, watched)
			}
		}
		for _, costly := range []string{dir + "/lib", dir + "/lib/python3.12", dir + "/lib/python3.12/site-packages"} {
			if slices.Contains(watched, costly) {
				t.Errorf("%s: %s costs a watch", dir, costly)
			}
		}
	}
}

func BenchmarkExamineVenv(b *testing.B) {
	w := unpacked(b, twoVenvs)
	entries, err := w.ReadDir("/w/a")
	must(b, err)
	for b.Loop() {
		p := newPass(w, false, nil)
		if examine(p.look(), candidate{dir: "/w/a", entries: entries}) == nil {
			b.Fatal("no environment")
		}
	}
}
