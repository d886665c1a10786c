package discover

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/venvd/venvd/discover/worldtest"
)

// madePython is a base and an environment on it, as the lines `python` of a
// world make them.
const (
	basePython = `
-- /usr/bin/python3.11 0755 --
!elf x86_64
-- /usr/lib/python3.11/os.py --
`
	envPython = `
-- DIR/pyvenv.cfg --
home = /usr/bin
include-system-site-packages = false
version = 3.11.2
-- DIR/bin/python -> python3 --
-- DIR/bin/python3 -> /usr/bin/python3.11 --
-- DIR/bin/activate --
VIRTUAL_ENV="DIR"
-- DIR/bin/activate.csh --
-- DIR/lib/python3.11/site-packages/ --
`
)

// virtualenvPython and uvPython are what those make in a place of their own.
const (
	virtualenvPython = `
-- DIR/pyvenv.cfg --
home = /usr/bin
implementation = CPython
version_info = 3.11.2.final.0
virtualenv = 21.15.7
include-system-site-packages = false
prompt = "PROMPT"
-- DIR/bin/python -> /usr/bin/python3.11 --
-- DIR/bin/activate --
VIRTUAL_ENV='DIR'
-- DIR/bin/activate_this.py --
-- DIR/lib/python3.11/site-packages/ --
`
	uvPython = `
-- DIR/pyvenv.cfg --
home = /usr/bin
implementation = CPython
uv = 0.13.8
version_info = 3.11.2
include-system-site-packages = false
prompt = PROMPT
-- DIR/bin/python -> /usr/bin/python3.11 --
-- DIR/bin/activate --
VIRTUAL_ENV='DIR'
-- DIR/lib/python3.11/site-packages/ --
-- DIR/lib64 -> lib --
`
)

// madeBy gives the archive of an environment that a line of a world asks for:
// "python DIR", "virtualenv DIR PROMPT" or "uv DIR PROMPT".
func madeBy(line string) string {
	word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	dir, prompt, _ := strings.Cut(rest, " ")
	forms := map[string]string{"python": envPython, "virtualenv": virtualenvPython, "uv": uvPython}
	if word == "python" {
		dir = rest
	}
	return strings.NewReplacer("DIR", dir, "PROMPT", prompt).Replace(forms[word])
}

// addEnvironments makes environments in a world that is there already.
func addEnvironments(t testing.TB, w *World, dirs ...string) {
	t.Helper()
	for _, dir := range dirs {
		worldtest.Add(t, w.Prefix, strings.ReplaceAll(envPython, "DIR", dir))
	}
}

// newWorld unpacks a machine that has one base.
func newWorld(t testing.TB, archive string) *World {
	t.Helper()
	w := &World{OS: "linux", Home: "/home/u", Env: func(string) (string, bool) { return "", false }}
	w.Prefix = worldtest.Unpack(t, basePython+archive)
	elf := make([]byte, 256)
	copy(elf, "\x7fELF\x02\x01\x01")
	elf[18] = 62
	must(t, os.WriteFile(w.host("/usr/bin/python3.11"), elf, 0o755))
	return w
}

// worldOf is what a file of testdata/scan says.
type worldOf struct {
	world *World
	query Query
	watch bool // whether the watches are part of the answer
	want  []byte
}

// TestScanWorlds runs the worlds of testdata/scan: each is a machine, one scan
// of it, and what the report says. The text before the first file has a line
// each for what is scanned (folder, tool, paths), the bounds (depth, entries,
// ignore), the machine (os, home, env, set) and environments to be made (python). With
// UPDATE=1 in the environment the answers are written anew.
func TestScanWorlds(t *testing.T) {
	files, err := filepath.Glob("testdata/scan/*.txtar")
	must(t, err)
	if len(files) == 0 {
		t.Fatal("no worlds")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { runScanWorld(t, file) })
	}
}

func runScanWorld(t *testing.T, file string) {
	s := readWorldOf(t, file)
	r, err := NewScanner(s.world, Options{Identities: true}).Scan(t.Context(), s.query)
	must(t, err)
	got := shownReport(r, s.watch)
	if os.Getenv("UPDATE") != "" {
		update(t, file, got)
		return
	}
	if d := cmp.Diff(string(s.want), got); d != "" {
		t.Errorf("want (-), got (+):\n%s", d)
	}
}

func readWorldOf(t *testing.T, file string) worldOf {
	t.Helper()
	a, err := txtar.ParseFile(file)
	must(t, err)
	var s worldOf
	machine := &txtar.Archive{}
	for _, f := range a.Files {
		if f.Name == "want" {
			s.want = f.Data
			continue
		}
		machine.Files = append(machine.Files, f)
	}
	made := ""
	for line := range strings.Lines(string(a.Comment)) {
		made += madeBy(line)
	}
	s.world = newWorld(t, made+string(txtar.Format(machine)))
	makePrograms(t, s.world.Prefix)
	vars, tools := make(map[string]string), make(map[string]string)
	s.world.SetTools(tools)
	s.world.Env = func(k string) (string, bool) { v, ok := vars[k]; return v, ok }
	for line := range strings.Lines(string(a.Comment)) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "", "#", "scan":
		case "folder":
			s.query.Root = Root{Kind: RootFolder, Path: rest, Bounds: s.query.Root.Bounds}
		case "tool":
			s.query.Root = Root{Kind: RootTool, Tool: rest}
		case "scripts":
			s.query.Root = Root{Kind: RootScripts, Paths: strings.Fields(rest)}
		case "paths":
			s.query.Root = Root{Kind: RootPaths, Paths: strings.Fields(rest)}
		case "depth", "entries":
			n, err := strconv.Atoi(rest)
			must(t, err)
			if word == "depth" {
				s.query.Root.Bounds.Depth = n
			} else {
				s.query.Root.Bounds.Entries = n
			}
		case "ignore":
			s.query.Root.Bounds.Ignore = strings.Fields(rest)
		case "os":
			s.world.OS = rest
		case "home":
			s.world.Home = rest
		case "env":
			k, v, _ := strings.Cut(rest, "=")
			vars[k] = v
		case "places":
			k, v, _ := strings.Cut(rest, "=")
			s.world.SetPlaces(map[string][]string{k: strings.Fields(v)})
		case "set": // of the setting tools
			k, v, _ := strings.Cut(rest, "=")
			tools[k] = v
		case "python", "virtualenv", "uv": // made above
		case "watch":
			s.watch = true
		default:
			t.Fatalf("%s: no such line: %s", file, line)
		}
	}
	return s
}

// shownReport writes down what of a report is the same on every host.
func shownReport(r *Report, watch bool) string {
	var out strings.Builder
	for _, e := range r.Environments {
		fmt.Fprintf(&out, "%s: %s %s %s\n", e.Prefix, e.Kind, e.Version, e.Health.State)
		if e.Creator != string(e.Kind) {
			show(&out, "by", e.Creator)
		}
		show(&out, "project", e.Project)
		show(&out, "aliases", e.Aliases...)
	}
	for _, p := range r.Projects {
		fmt.Fprintf(&out, "project %s\n", p.Root)
		show(&out, "markers", p.Markers...)
		show(&out, "requires", p.Requires, p.RequiresFrom)
		for _, pin := range p.Pins {
			show(&out, "pin", pin.Value, pin.File)
		}
		for _, d := range p.Declared {
			show(&out, "declared", d.Prefix, d.File)
		}
		for _, k := range p.Kept {
			used := map[bool]string{true: "used"}[k.Used]
			show(&out, "kept", string(k.Kind), k.Prefix, [...]string{"", "by lock", "by sign", "not owned"}[k.Proof], used)
		}
		show(&out, "venv", p.Venv)
		show(&out, "workspace", p.Workspace)
		for _, f := range p.Problems {
			show(&out, "problem", string(f.Code), f.Message)
		}
	}
	for _, t := range r.Tools {
		fmt.Fprintln(&out, strings.TrimSpace(fmt.Sprintf("tool %s %s %s", t.Name, t.Path, t.Version)))
	}
	for _, f := range r.Faults {
		fmt.Fprintf(&out, "fault %s %q: %s\n", f.Code, f.Path, f.Message)
	}
	if watch {
		for _, w := range r.Watch {
			state := "there"
			if w.ID == "" {
				state = "absent"
			}
			fmt.Fprintf(&out, "watch %s %s\n", w.Path, state)
		}
	}
	return out.String()
}

func show(out *strings.Builder, what string, values ...string) {
	if text := strings.TrimSpace(strings.Join(values, " ")); text != "" {
		fmt.Fprintf(out, "  %s %s\n", what, text)
	}
}

func update(t *testing.T, file, got string) {
	t.Helper()
	a, err := txtar.ParseFile(file)
	must(t, err)
	for i, f := range a.Files {
		if f.Name == "want" {
			a.Files[i].Data = []byte(got)
			must(t, os.WriteFile(file, txtar.Format(a), 0o644))
			return
		}
	}
	t.Fatalf("%s has no file want", file)
}
