package discover

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/venvd/venvd/discover/worldtest"
	"github.com/venvd/venvd/venvcore"
)

// ownerWorlds gives the worlds of all rows that own environments.
func ownerWorlds(t *testing.T) map[string]tool {
	t.Helper()
	out := map[string]tool{}
	for _, row := range ownerTools() {
		files, err := filepath.Glob(filepath.Join("testdata", row.name, "*.txtar"))
		must(t, err)
		for _, f := range files {
			out[f] = row
		}
	}
	return out
}

// splitWorld gives the machine of a world, and what is wanted of it.
func splitWorld(t *testing.T, file string) (machine *txtar.Archive, want string) {
	t.Helper()
	a, err := txtar.ParseFile(file)
	must(t, err)
	machine = &txtar.Archive{Comment: a.Comment}
	for _, f := range a.Files {
		if f.Name == "want" {
			want = string(f.Data)
			continue
		}
		machine.Files = append(machine.Files, f)
	}
	return machine, want
}

func unpackWorld(t *testing.T, files []txtar.File) *World {
	t.Helper()
	w := &World{Prefix: worldtest.Unpack(t, string(txtar.Format(&txtar.Archive{Files: files}))), OS: "linux"}
	makePrograms(t, w.Prefix)
	return w
}

// TestOwnersAreComputed: in whatever order the entries of the directories come to
// be, the answer is the same; and what one row manages no other claims, so it does
// not depend on who is asked first.
func TestOwnersAreComputed(t *testing.T) {
	seen := map[string]bool{}
	for file, row := range ownerWorlds(t) {
		machine, want := splitWorld(t, file)
		var w *World
		for seed := range uint64(2) {
			files := slices.Clone(machine.Files)
			random := rand.New(rand.NewPCG(seed, 1))
			random.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
			w = unpackWorld(t, files)
			if d := cmp.Diff(want, answer(t, w, row, string(machine.Comment))); d != "" {
				t.Errorf("%s, order %d (-want +got):\n%s", file, seed, d)
			}
		}
		for _, dir := range environmentDirs(t, w) {
			owners := ownersOf(t, w, dir)
			if len(owners) > 1 {
				t.Errorf("%s: %s is claimed by %v", file, dir, owners)
			}
			for _, name := range owners {
				seen[name] = true
			}
		}
	}
	for _, row := range ownerTools() {
		if !seen[row.name] {
			t.Errorf("no world has an environment of %s", row.name)
		}
	}
}

// environmentDirs gives every directory of a machine with an activation script.
func environmentDirs(t *testing.T, w *World) []string {
	t.Helper()
	var out []string
	must(t, filepath.WalkDir(w.Prefix, func(path string, _ os.DirEntry, err error) error {
		if err != nil || filepath.Base(path) != "activate" {
			return err
		}
		rel := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(filepath.Dir(path))), filepath.ToSlash(w.Prefix))
		if w.Windows() {
			rel = strings.ReplaceAll(strings.TrimPrefix(rel, "/"), "/", `\`)
			rel = rel[:1] + ":" + rel[1:]
		}
		out = append(out, rel)
		return nil
	}))
	return out
}

// ownersOf gives the rows that claim the environment in a directory.
func ownersOf(t *testing.T, w *World, dir string) []string {
	t.Helper()
	l := NewLook(w)
	entries, err := l.ReadDir(dir)
	must(t, err)
	c := candidate{dir: dir, entries: entries}
	e := examine(l, c)
	if e == nil {
		return nil
	}
	l.enter(dir, entries)
	c.marks = readMarks(l, c)
	var out []string
	for _, row := range table() {
		if row.owns == nil {
			continue
		}
		if _, ok := row.owns(l, c, e); ok {
			out = append(out, row.name)
		}
	}
	return out
}

// TestAbsentToolCostsItsStats: who does not use a tool pays for the question
// whether its places are there, and no more.
func TestAbsentToolCostsItsStats(t *testing.T) {
	// For each place the way down to it until nothing is there, and that once more:
	// pipx has three places.
	const budget = 9
	for _, row := range ownerTools() {
		if !row.located() {
			continue
		}
		w := newWorld(t, "-- /home/u/x --\n-- /opt/x --\n")
		before := w.Calls()
		r, err := NewScanner(w, Options{Workers: 1}).Scan(t.Context(), Query{Root: Root{Kind: RootTool, Tool: row.name}})
		must(t, err)
		calls := w.Calls().Sub(before)
		t.Logf("%s: %d calls %+v", row.name, calls.Total(), calls)
		if calls.Total() > budget || len(r.Environments)+len(r.Faults) > 0 {
			t.Errorf("%s: %d calls (%d at most), %d environments, faults %v", row.name, calls.Total(), budget, len(r.Environments), r.Faults)
		}
	}
}

// TestOwnersAskNothingOfOthers: that an environment is nobody's costs no call.
func TestOwnersAskNothingOfOthers(t *testing.T) {
	w := newWorld(t, "")
	w.Env = func(name string) (string, bool) { return "/opt/" + name, true }
	addEnvironments(t, w, "/w/p/.venv", "/w/p/tools", "/home/u/venvs/x")
	for _, dir := range []string{"/w/p/.venv", "/w/p/tools", "/home/u/venvs/x"} {
		l := NewLook(w)
		entries, err := l.ReadDir(dir)
		must(t, err)
		c := candidate{dir: dir, entries: entries}
		l.enter(dir, entries)
		c.marks = readMarks(l, c)
		e := &venvcore.Environment{Prefix: dir, Real: dir}
		before := w.Calls()
		for _, row := range ownerTools() {
			if o, ok := row.owns(l, c, e); ok {
				t.Errorf("%s claims %s: %+v", row.name, dir, o)
			}
		}
		if calls := w.Calls().Sub(before); calls.Total() != 0 {
			t.Errorf("%s: the owners cost %+v", dir, calls)
		}
	}
}

// TestOwnerIsInTheRecord: what a tool is told to manage an environment by is
// watched, and the environment is looked at anew when it changes.
func TestOwnerIsInTheRecord(t *testing.T) {
	for _, tt := range []struct{ env, more, path string }{
		{"/w/p/.nox/lint", "-- /w/p/noxfile.py --\n", "/w/p/noxfile.py"},
		{"/w/p/.nox/lint", "", "/w/p/noxfile.py"},
		{"/w/p/.direnv/python-3.11", "-- /w/p/.envrc --\n", "/w/p/.envrc"},
		{"/w/p/.direnv/python-3.11", "", "/w/p/.envrc"},
		{"/w/p/.tox/py", "-- /w/p/.tox/py/.tox-info.json --\n", "/w/p/.tox/py/.tox-info.json"},
		{"/w/p/.venv", "", "/w/p/.venv/rye-venv.json"},
		{"/home/u/.local/share/pipx/venvs/x", "", "/home/u/.local/share/pipx/venvs/x/pipx_metadata.json"},
		{"/home/u/.local/share/uv/tools/x", "", "/home/u/.local/share/uv/tools/x/uv-receipt.toml"},
		{"/home/u/.virtualenvs/x", "", "/home/u/.virtualenvs/x/bin/postactivate"},
		{"/home/u/.virtualenvs/x", "", "/home/u/.virtualenvs/x/.project"},
		{"/home/u/.virtualenvs/x", "-- /home/u/.virtualenvs/x/.project --\n/w/p\n-- /w/p/y --\n", "/w/p"},
		{"/home/u/.virtualenvs/x", "-- /home/u/.virtualenvs/x/.project --\n/w/p\n-- /w/y --\n", "/w/p"},
	} {
		w := newWorld(t, tt.more)
		addEnvironments(t, w, tt.env)
		l := newPass(w, true, nil).look()
		if environmentIn(l, tt.env) == nil {
			t.Fatalf("%s is no environment", tt.env)
		}
		u := l.unit(finding{})
		if !newHints(w, []string{tt.path}).stale(u.record) {
			t.Errorf("%s: a change of %s is not seen", tt.env, tt.path)
		}
		watched := slices.ContainsFunc(u.watch, func(x Watch) bool { return x.Path == tt.path || x.Path == w.Dir(tt.path) })
		if !watched {
			t.Errorf("%s: nothing watches %s", tt.env, tt.path)
		}
	}
}
