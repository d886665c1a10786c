package discover

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/venvd/venvd/discover/worldtest"
	"github.com/venvd/venvd/venvcore"
)

// The tests of this file change a world as people and tools do, and look again.

func add(t testing.TB, w *World, archive string) {
	t.Helper()
	worldtest.Add(t, w.Prefix, archive)
	makePrograms(t, w.Prefix)
}

func rename(t testing.TB, w *World, from, to string) {
	t.Helper()
	must(t, os.Rename(w.host(from), w.host(to)))
}

func link(t testing.TB, w *World, from, to string) {
	t.Helper()
	must(t, os.Link(w.host(from), w.host(to)))
}

// only gives the files of an archive below a directory.
func only(t testing.TB, archive, dir string) string {
	t.Helper()
	var out strings.Builder
	keep := false
	for line := range strings.Lines(archive) {
		if strings.HasPrefix(line, "-- ") {
			keep = strings.HasPrefix(line, "-- "+dir+"/")
		}
		if keep {
			out.WriteString(line)
		}
	}
	return out.String()
}

// parts takes a stamp apart: marker and interpreter.
func parts(t *testing.T, e *venvcore.Environment) (marker, interpreter string) {
	t.Helper()
	marker, interpreter, ok := strings.Cut(e.Made, "|")
	if !ok || marker == "" || interpreter == "" {
		t.Fatalf("no stamp of two parts: %q", e.Made)
	}
	return marker, interpreter
}

func TestMadeAndIdentity(t *testing.T) {
	venvA := only(t, twoVenvs, "/w/a")
	for _, tt := range []struct {
		name                            string
		change                          func(t *testing.T, w *World) (dir string)
		sameRoot, sameMarker, sameStart bool
	}{
		{"nothing", func(*testing.T, *World) string { return "/w/a" }, true, true, true},
		{"mv", func(t *testing.T, w *World) string { rename(t, w, "/w/a", "/w/c"); return "/w/c" }, true, true, true},
		{"mv of a directory above", func(t *testing.T, w *World) string { rename(t, w, "/w", "/v"); return "/v/a" }, true, true, true},
		{"an edit of pyvenv.cfg", func(t *testing.T, w *World) string {
			must(t, os.WriteFile(w.host("/w/a/pyvenv.cfg"), []byte("home = /opt/py/bin\nprompt = new\n"), 0o644))
			return "/w/a"
		}, true, true, true},
		{"pip install", func(t *testing.T, w *World) string {
			add(t, w, "-- /w/a/lib/python3.12/site-packages/six-1.dist-info/RECORD --\n-- /w/a/bin/x 0755 --\n#!/w/a/bin/python\n")
			return "/w/a"
		}, true, true, true},
		{"virtualenv's end: pyvenv.cfg anew", func(t *testing.T, w *World) string {
			replace(t, w, "/w/a/pyvenv.cfg")
			return "/w/a"
		}, true, false, true},
		{"re-linked to another base", func(t *testing.T, w *World) string {
			must(t, os.Remove(w.host("/w/a/bin/python")))
			must(t, os.Symlink("/opt/py/bin/python3.12", w.host("/w/a/bin/python")))
			return "/w/a"
		}, true, true, false},
		{"--clear: emptied and filled again", func(t *testing.T, w *World) string {
			for _, name := range []string{"bin", "lib", "pyvenv.cfg"} {
				must(t, os.RemoveAll(w.host("/w/a/"+name)))
			}
			add(t, w, venvA)
			return "/w/a"
		}, true, false, false},
		{"rm -rf and made again", func(t *testing.T, w *World) string {
			must(t, os.RemoveAll(w.host("/w/a")))
			add(t, w, venvA)
			return "/w/a"
		}, false, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := unpacked(t, twoVenvs)
			before := examineDir(t, w, "/w/a")
			wait(t, w)
			after := examineDir(t, w, tt.change(t, w))
			m1, s1 := parts(t, before)
			m2, s2 := parts(t, after)
			if (m1 == m2) != tt.sameMarker || (s1 == s2) != tt.sameStart {
				t.Errorf("stamp before %s, after %s", before.Made, after.Made)
			}
			if (before.Root == after.Root) != tt.sameRoot || (before.ID == after.ID) != tt.sameRoot || before.Root == "" {
				t.Errorf("identity before %s %s, after %s %s", before.Root, before.ID, after.Root, after.ID)
			}
		})
	}
}

// wait lets the clock of the file system go on: it ticks every 1 to 10 ms, and
// what is made in one tick has one birth time. New files are made until one
// is younger; nothing sleeps.
func wait(t testing.TB, w *World) {
	t.Helper()
	probe := filepath.Join(t.TempDir(), "x")
	born := func() int64 {
		must(t, os.WriteFile(probe, nil, 0o644))
		info, err := (&World{OS: w.OS}).Lstat(probe)
		must(t, err)
		must(t, os.Remove(probe))
		return max(info.BTime, info.MTime)
	}
	for first := born(); born() <= first; {
	}
}

// replace writes a file anew, as tools do that write beside and rename.
func replace(t testing.TB, w *World, path string) {
	t.Helper()
	data, err := os.ReadFile(w.host(path))
	must(t, err)
	must(t, os.WriteFile(w.host(path)+".new", data, 0o644))
	rename(t, w, path+".new", path)
}

func TestFingerprint(t *testing.T) {
	const site = "/w/a/lib/python3.12/site-packages"
	record := "-- " + site + "/six-1.dist-info/RECORD --\n"
	for _, tt := range []struct {
		name, before string
		change       func(t *testing.T, w *World)
		same         bool
	}{
		{"nothing", record, func(*testing.T, *World) {}, true},
		{"installed", "", func(t *testing.T, w *World) { add(t, w, record) }, false},
		{"removed", record, func(t *testing.T, w *World) { must(t, os.RemoveAll(w.host(site+"/six-1.dist-info"))) }, false},
		{"upgraded", record, func(t *testing.T, w *World) { rename(t, w, site+"/six-1.dist-info", site+"/six-2.dist-info") }, false},
		{"installed again", record, func(t *testing.T, w *World) { replace(t, w, site+"/six-1.dist-info/RECORD") }, false},
		{"an egg", "", func(t *testing.T, w *World) { add(t, w, "-- "+site+"/six.egg-info --\n") }, false},
		{"an old editable", "", func(t *testing.T, w *World) { add(t, w, "-- "+site+"/six.egg-link --\n") }, false},
		{"a path file", "", func(t *testing.T, w *World) { add(t, w, "-- "+site+"/mine.pth --\n/src\n") }, false},
		{"caches and what pip sets aside", record, func(t *testing.T, w *World) {
			add(t, w, "-- "+site+"/__pycache__/x.pyc --\n-- "+site+"/~ix-1.dist-info/RECORD --\n-- "+site+"/six.py --\n")
		}, true},
		{"mv", record, func(t *testing.T, w *World) { rename(t, w, "/w/a", "/w/c"); rename(t, w, "/w/c", "/w/a") }, true},
		{"the base installs", record, func(t *testing.T, w *World) {
			add(t, w, "-- /opt/py/lib/python3.12/site-packages/pip-1.dist-info/RECORD --\n")
		}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := unpacked(t, twoVenvs+tt.before)
			before, _ := fingerprint(NewLook(w), examineDir(t, w, "/w/a"))
			wait(t, w)
			tt.change(t, w)
			after, _ := fingerprint(NewLook(w), examineDir(t, w, "/w/a"))
			if before == "" || (before == after) != tt.same {
				t.Errorf("before %q, after %q", before, after)
			}
		})
	}
}

func TestFingerprintOfWhatHasNoPackages(t *testing.T) {
	if got, _ := fingerprint(NewLook(unpacked(t, twoVenvs)), &venvcore.Environment{Prefix: "/w/a"}); got != "" {
		t.Errorf("got %q", got)
	}
}
