package integration_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/venvd/venvd/integration_test/machine"
)

// speechless copies a real Python without all by which files tell its version,
// to a directory whose name does not tell it either.
func speechless(t *testing.T, w *world, p machine.Python, dir string) (exe string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	// Hard links where they can be made: what is removed from the copy is not
	// removed from the original, and nothing is written to.
	w.must("sh", "-c", "cp -al '"+p.Prefix+"' '"+dir+"' 2>/dev/null || cp -a '"+p.Prefix+"' '"+dir+"'")
	lib := filepath.Join(dir, "lib", "python"+p.Minor)
	grammars, err := filepath.Glob(filepath.Join(lib, "lib2to3", "*.pickle"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range append(grammars, filepath.Join(dir, "include"), filepath.Join(lib, "build-details.json")) {
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "bin", "python"+p.Minor)
}

// A silent world has bases of which no file tells the version: two where pyenv
// keeps its bases, one elsewhere on PATH with an environment in a project.
type silentWorld struct {
	*world
	own     []string          // interpreters of the two, sorted
	full    map[string]string // versions by prefix
	other   string            // interpreter of the third
	project string
}

func silent(t *testing.T) *silentWorld {
	t.Helper()
	w := &silentWorld{world: newWorld(t), full: map[string]string{}}
	var kept []machine.Python // one that knows -I, and one that does not
	for _, p := range machine.Pythons() {
		if !p.System && (p.Minor == "2.7" || p.AtLeast(3, 11)) {
			kept = append(kept, p)
		}
	}
	if len(kept) == 0 {
		t.Skip("this machine has no Python of pyenv that is new enough")
	}
	for i, p := range []machine.Python{kept[0], kept[len(kept)-1]} {
		dir := filepath.Join(w.work, "pyenv", "versions", "plain"+[]string{"A", "B"}[i])
		w.own = append(w.own, speechless(t, w.world, p, dir))
		w.full[dir] = filepath.Base(p.Prefix) // as pyenv names it
	}
	last := kept[len(kept)-1]
	base := filepath.Join(w.work, "opt", "py")
	w.other = speechless(t, w.world, last, base)
	w.full[base] = filepath.Base(last.Prefix)
	w.project = filepath.Join(w.work, "p")
	w.environment(filepath.Join(w.project, ".venv"), base, last.Minor)
	w.full[filepath.Join(w.project, ".venv")] = filepath.Base(last.Prefix)
	w.env = append(w.env, "PYENV_ROOT="+filepath.Join(w.work, "pyenv"),
		"PATH="+strings.Join(append(searchPath(), filepath.Join(base, "bin")), string(os.PathListSeparator)))
	return w
}

// environment makes an environment on a base as venv does, but for the version in
// its pyvenv.cfg.
func (w *silentWorld) environment(dir, base, minor string) {
	w.t.Helper()
	writeFile(w.t, filepath.Join(dir, "pyvenv.cfg"), "home = "+filepath.Join(base, "bin")+"\n", 0o644)
	writeFile(w.t, filepath.Join(dir, "bin", "activate"), "VIRTUAL_ENV="+dir+"\n", 0o644)
	writeFile(w.t, filepath.Join(dir, "lib", "python"+minor, "site-packages", "README"), "", 0o644)
	if err := os.Symlink(filepath.Join(base, "bin", "python"+minor), filepath.Join(dir, "bin", "python")); err != nil {
		w.t.Fatal(err)
	}
}

func writeFile(t *testing.T, path, text string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

// traced runs venvd and gives what it prints and what it has started.
func (w *silentWorld) traced(args ...string) (string, []string) {
	w.t.Helper()
	log := filepath.Join(w.t.TempDir(), "trace")
	cmd := straced(w.t, log, args...)
	out := w.must(cmd[0], cmd[1:]...)
	return out, executed(w.t, log)
}

// forget removes what was learned by asking.
func (w *silentWorld) forget() {
	w.t.Helper()
	if err := os.RemoveAll(filepath.Join(w.work, ".world", "state", "venvd", "cache")); err != nil {
		w.t.Fatal(err)
	}
}

func (w *silentWorld) wantRun(what string, got []string, want ...string) {
	w.t.Helper()
	slices.Sort(want)
	if !slices.Equal(got, want) {
		w.t.Errorf("%s: it was run\n\t%s\nwant\n\t%s", what, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// wantVersions checks what a list says of bases and environments, by prefix.
func (w *silentWorld) wantVersions(list any, full bool, prefixes ...string) {
	w.t.Helper()
	for _, prefix := range prefixes {
		want := w.full[prefix]
		if !full {
			want = want[:strings.LastIndexByte(want, '.')]
		}
		env := environmentAt(list, prefix)
		if got, err := getPath(env, ".version"); err != nil || text(got) != want {
			w.t.Errorf("%s has the version %s, want %s (%v)", prefix, text(got), want, err)
		}
	}
}

// TestAskedOnTheCommandLine: what may be asked is run once, and nothing else.
func TestAskedOnTheCommandLine(t *testing.T) {
	w := silent(t)
	own := []string{filepath.Dir(filepath.Dir(w.own[0])), filepath.Dir(filepath.Dir(w.own[1]))}
	venv := filepath.Join(w.project, ".venv")

	// With no folder opened: those that are kept where bases are kept.
	out, run := w.traced("list", "--json")
	w.wantRun("list", run, w.own...)
	w.wantVersions(parsed(t, out), true, own...)
	out, run = w.traced("list", "--json")
	w.wantRun("list again", run)
	w.wantVersions(parsed(t, out), true, own...)

	// In an untrusted folder nobody is asked, whoever would have to be.
	w.forget()
	for _, args := range [][]string{{"list", w.project, "--json"}, {"which", w.project}, {"explain", w.project, "--json"}, {"select", "auto", w.project}} {
		_, run = w.traced(args...)
		w.wantRun("untrusted "+args[0], run)
	}
	w.wantVersions(w.list(w.project), false, venv)

	// In a trusted one its environment's base too.
	w.must(binary, "trust", w.project)
	out, run = w.traced("list", w.project, "--json")
	w.wantRun("trusted list", run, append(slices.Clone(w.own), w.other)...)
	w.wantVersions(parsed(t, out), true, venv)
	w.forget()
	if _, run = w.traced("which", w.project); !slices.Contains(run, w.other) {
		t.Errorf("trusted which: it was run %v", run)
	}
	w.must(binary, "trust", "--remove", w.project)
	w.forget()
	_, run = w.traced("list", w.project, "--json")
	w.wantRun("trust removed", run)
}

// TestWritableIsNotAsked: what somebody else can change is not run, trusted or not.
func TestWritableIsNotAsked(t *testing.T) {
	w := silent(t)
	w.must(binary, "trust", w.work)
	own := filepath.Join(w.work, "pyenv", "versions")
	for _, dir := range []string{own, filepath.Dir(filepath.Dir(w.own[0])), filepath.Dir(w.own[0])} {
		if err := os.Chmod(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		want := slices.DeleteFunc(append(slices.Clone(w.own), w.other), func(exe string) bool { return strings.HasPrefix(exe, dir+"/") })
		_, run := w.traced("list", "--json")
		w.wantRun("list with "+dir+" for everybody", run, want...)
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		w.forget()
	}
	_, run := w.traced("list", "--json")
	w.wantRun("list", run, append(slices.Clone(w.own), w.other)...)
}

// hostile fills a folder with all that somebody may plant to be run.
func (w *silentWorld) hostile(dir string) {
	w.t.Helper()
	minor := strings.TrimPrefix(filepath.Base(w.other), "python")
	program, err := os.ReadFile(w.other)
	if err != nil {
		w.t.Fatal(err)
	}
	trap := "#!/bin/sh\necho run >> " + filepath.Join(w.work, "trapped") + "\n"
	for base, text := range map[string]string{"evil": string(program), "": string(program), "scripts": trap} {
		for _, name := range []string{"python", "python3", "python" + minor} {
			writeFile(w.t, filepath.Join(dir, base, "bin", name), text, 0o755)
		}
		writeFile(w.t, filepath.Join(dir, base, "lib", "python"+minor, "os.py"), "", 0o644)
	}
	for name, base := range map[string]string{"a": "evil", "b": "scripts", "c": ""} {
		w.environment(filepath.Join(dir, name, ".venv"), filepath.Join(dir, base), minor)
		copied := filepath.Join(dir, name, "copied")
		w.environment(copied, filepath.Join(dir, base), minor)
		if err := os.Remove(filepath.Join(copied, "bin", "python")); err != nil {
			w.t.Fatal(err)
		}
		writeFile(w.t, filepath.Join(copied, "bin", "python"), string(program), 0o755)
	}
	// The real base, and a library of the folder's own.
	w.environment(filepath.Join(dir, "d", ".venv"), filepath.Join(dir, "evil"), minor)
	python := filepath.Join(dir, "d", ".venv", "bin", "python")
	if err := os.Remove(python); err != nil {
		w.t.Fatal(err)
	}
	if err := os.Symlink(w.other, python); err != nil {
		w.t.Fatal(err)
	}
}

// serve has a daemon look around in folders, and gives what it has started.
func (w *silentWorld) serve(init string, project string, more []asking, folders ...string) []string {
	w.t.Helper()
	return w.serveTo(openOptions{name: "traced", folders: folders, init: []byte(init)}, project, more...)
}

func (w *silentWorld) serveTo(o openOptions, project string, more ...asking) []string {
	w.t.Helper()
	log := filepath.Join(w.t.TempDir(), "trace")
	cmd := straced(w.t, log, "serve")
	c, err := startClient("traced", w.command(cmd[0], cmd[1:]...), false)
	if err != nil {
		w.t.Fatal(err)
	}
	defer c.end()
	lookAround(w.t, c, o, project, more...)
	return executed(w.t, log)
}

// TestHostileFolder: nothing in an untrusted folder is run, and nothing because of
// it, whatever is opened beside it.
func TestHostileFolder(t *testing.T) {
	w := silent(t)
	evil, good := filepath.Join(w.work, "evil"), w.project
	w.hostile(evil)
	if err := os.MkdirAll(filepath.Join(evil, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	resolve := []asking{}
	for _, path := range []string{"evil", "a/.venv", "a/copied", "b/.venv", "b/copied", "c/.venv", "c/copied", "d/.venv", "bin/python", "evil/bin/python", "."} {
		resolve = append(resolve, asking{"venvd/resolve", []byte(`{"path":"` + filepath.Join(evil, path) + `"}`), true})
	}
	for _, args := range [][]string{{"list", evil, "--json"}, {"which", evil}, {"explain", filepath.Join(evil, "a"), "--json"}} {
		_, run := w.traced(args...)
		w.wantRun(args[0], run)
	}
	w.wantRun("opened alone", w.serve(`{}`, evil, resolve, evil))
	w.wantRun("opened, and its settings not known for a while",
		w.serveTo(openOptions{name: "traced", folders: []string{evil}, settings: settings{known: true}}, evil))
	w.wantRun("opened beside a trusted folder", w.serve(`{"trusted":{"`+fileURI(good)+`":true}}`, evil, resolve, good, evil))
	w.wantRun("asked about beside a trusted folder",
		w.serve(`{"trusted":true}`, good, []asking{{"venvd/interpreter", []byte(`{"uri":"` + fileURI(filepath.Join(evil, "a")) + `"}`), false}}, good),
		append(slices.Clone(w.own), w.other)...)
	w.forget()

	// Where the folder is only spoken of, those are asked that may be, and nobody in
	// it or by what it says.
	run := w.serve(`{"trusted":true}`, good, resolve, good)
	w.wantRun("resolved beside a trusted folder", run, append(slices.Clone(w.own), w.other)...)
	w.forget()
	w.wantRun("resolved with nothing opened", w.serve(`{}`, "", resolve), w.own...)
	if _, err := os.Stat(filepath.Join(w.work, "trapped")); err == nil {
		t.Error("a script of the folder was run")
	}
}

func parsed(t *testing.T, out string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		t.Fatalf("venvd said %q: %v", out, err)
	}
	return v
}
