package discover

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/venvd/venvd/discover/worldtest"
	"github.com/venvd/venvd/venvcore"
)

// TestToolWorlds runs the worlds of testdata/<tool>, and those of
// testdata/health, which show what can be wrong: each is a machine and what is to
// be found on it. The text before the first file has a setting or a
// question a line:
//
//	# a remark
//	os windows
//	arch arm64                the machine's processor
//	home /home/u
//	env WORKON_HOME=/envs
//	setting conda=/a:/b       places of the setting `places`
//	examine /w/p/.venv        one directory
//	bases /usr/bin system     a directory of interpreters
//	places                    where the tool looks
//	made venv /w/p/.venv      what that creator makes (uv, venv, virtualenv)
//	older /w/p/x              a file, as if written an hour before the others
//	without /w/p/x            removes a file or directory
//	scan                      the places of the tool, as a root
//	scan system               those of another tool
//	scan /w                   a folder, as a root
//	registry HKCU\Software\Python\PythonCore\3.12\InstallPath = C:\Python312
//	registry HKCU\Software\Python\PythonCore\3.12|SysVersion = 3.12
//	junction C:\a\current = C:\a\1.0
//	machine                   all that the tools of bases find together, told short
//
// and the file "want" the answers. One that begins with "scan" is a world as
// those of testdata/scan; see TestScanWorlds. A file that begins with "!elf x86_64",
// "!pe x86_64" or "!mach arm64" becomes a program for that processor, one with
// "!launcher PATH" a program of Windows that starts a script with that interpreter. With
// UPDATE=1 in the environment the answers are written anew.
func TestToolWorlds(t *testing.T) {
	for _, row := range append(table(), tool{name: "health"}) {
		files, err := filepath.Glob(filepath.Join("testdata", row.name, "*.txtar"))
		if err != nil {
			t.Fatal(err)
		}
		if len(files) == 0 {
			t.Errorf("the tool %s has no worlds in testdata/%[1]s", row.name)
		}
		for _, file := range files {
			t.Run(row.name+"/"+strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
				runWorld(t, row, file)
			})
		}
	}
}

func runWorld(t *testing.T, row tool, file string) {
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.HasPrefix(a.Comment, []byte("scan\n")) {
		runScanWorld(t, file)
		return
	}
	var want []byte
	machine := &txtar.Archive{}
	at := -1
	for i, f := range a.Files {
		if f.Name == "want" {
			want, at = f.Data, i
			continue
		}
		machine.Files = append(machine.Files, f)
	}
	w := &World{Prefix: worldtest.Unpack(t, string(txtar.Format(machine))), OS: "linux"}
	makePrograms(t, w.Prefix)
	got := []byte(answer(t, w, row, string(a.Comment)))
	if bytes.Equal(got, want) {
		return
	}
	if os.Getenv("UPDATE") == "" {
		t.Fatalf("%s (-want +got):\n%s", file, cmp.Diff(string(want), string(got)))
	}
	if at < 0 {
		a.Files = append(a.Files, txtar.File{Name: "want"})
		at = len(a.Files) - 1
	}
	a.Files[at].Data = got
	if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
		t.Fatal(err)
	}
}

// answer runs the lines of a world's comment.
func answer(t *testing.T, w *World, row tool, comment string) string {
	t.Helper()
	vars, places, keys := map[string]string{}, map[string][]string{}, madeRegistry{}
	w.Env = func(name string) (string, bool) { v, ok := vars[name]; return v, ok }
	w.SetPlaces(places)
	var out strings.Builder
	for line := range strings.Lines(comment) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "", "#":
		case "os":
			w.OS = rest
		case "arch":
			w.Arch = rest
		case "home":
			w.Home = rest
		case "env":
			name, value, _ := strings.Cut(rest, "=")
			vars[name] = value
		case "setting":
			name, dir, _ := strings.Cut(rest, "=")
			places[name] = append(places[name], w.PathList(dir)...)
		case "registry":
			w.Registry = keys
			keys.add(rest)
		case "junction":
			addJunction(t, w, rest)
		case "places":
			out.WriteString(shownPlaces(w, row))
		case "made":
			creator, dir, _ := strings.Cut(rest, " ")
			makeEnvironment(t, w, creator, dir)
		case "older":
			makeOlder(t, w, rest)
		case "without":
			must(t, os.RemoveAll(w.host(rest)))
		case "scan":
			out.WriteString(scanned(t, w, row, rest))
		case "machine":
			out.WriteString(shownMachine(t, w))
		case "examine":
			l := NewLook(w)
			entries, err := l.ReadDir(rest)
			if err != nil {
				t.Fatal(err)
			}
			out.WriteString(shown(rest, examine(l, candidate{dir: rest, entries: entries})))
			if !isEnvironmentDir(entries) {
				fmt.Fprintf(&out, "  its listing gives no reason to look\n")
			}
		case "bases":
			bin, kind, _ := strings.Cut(rest, " ")
			found := examineBases(NewLook(w), bin, venvcore.Kind(kind))
			if len(found) == 0 {
				fmt.Fprintf(&out, "%s: none\n", bin)
			}
			for _, e := range found {
				out.WriteString(shown(e.Prefix, e))
			}
		default:
			t.Fatalf("no such line: %s", line)
		}
	}
	return out.String()
}

// shownPlaces prints where a tool looks: what is fixed, then what is configured.
func shownPlaces(w *World, row tool) string {
	var out strings.Builder
	var list []place
	if row.places != nil {
		list = row.places(w)
	}
	l := NewLook(w)
	if row.configured != nil {
		list = append(list, row.configured(l)...)
	}
	for _, p := range list {
		what := [...]string{"environments", "bases", "interpreters", "environment", "base"}[p.what]
		fmt.Fprintf(&out, "place %s %s %s", p.dir, what, p.kind)
		for _, level := range p.levels {
			fmt.Fprintf(&out, " %s", level)
		}
		out.WriteString("\n")
	}
	for _, f := range l.log.faults {
		fmt.Fprintf(&out, "fault %s: %s\n", f.Code, f.Message)
	}
	return out.String()
}

// shown prints what a client would see, one member a line, empty ones left out.
func shown(dir string, e *venvcore.Environment) string {
	if e == nil {
		return dir + ": none\n"
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%s: %s %q", e.Prefix, e.Kind, e.Name)
	if string(e.Kind) != e.Creator {
		fmt.Fprintf(&out, " by %s", e.Creator)
	}
	stage := [...]string{"partial", "usable", "ready"}[e.Stage]
	fmt.Fprintf(&out, ", %s, %s", stage, e.Health.State)
	if e.Dead {
		out.WriteString(" and cannot start")
	}
	out.WriteString("\n")
	line := func(name string, values ...string) {
		if s := strings.Join(values, " "); strings.TrimSpace(s) != "" {
			fmt.Fprintf(&out, "  %s %s\n", name, s)
		}
	}
	if isCondaRoot(e) {
		line("is", "an installation")
	}
	line("project", e.Project)
	line("starts", e.Interpreter, string(e.Link))
	line("python", e.Implementation, e.Version, e.Arch)
	if e.Base != nil {
		line("base", e.Base.Prefix, e.Base.Interpreter)
	}
	for _, s := range e.SitePackages {
		line("packages", s)
	}
	line("aliases", e.Aliases...)
	line("project", e.Project)
	line("evidence", e.Evidence...)
	for _, p := range e.Health.Problems {
		line("problem", fmt.Sprintf("%s %v: %s", p.Code, p.Fixes, p.Message))
	}
	return out.String()
}

// makePrograms turns the stand-ins below dir into the first bytes of programs.
func makePrograms(t testing.TB, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		words := strings.Fields(string(data))
		if len(words) != 2 || !strings.HasPrefix(words[0], "!") {
			return nil
		}
		return os.WriteFile(path, programFor(t, words[0], words[1]), 0o755)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func programFor(t testing.TB, format, arch string) []byte {
	t.Helper()
	if format == "!launcher" { // as distlib's: a program, the first line, an archive
		return []byte("MZ...#!not this one\n...#!" + arch + "\r\nPK\x03\x04...")
	}
	head := make([]byte, 256)
	number := func(m map[string]uint32) uint32 {
		n, ok := m[arch]
		if !ok {
			t.Fatalf("no number for %s of %s", arch, format)
		}
		return n
	}
	switch format {
	case "!elf":
		copy(head, "\x7fELF\x02\x01\x01")
		head[16] = 3 // a position-independent program
		binary.LittleEndian.PutUint16(head[18:], uint16(number(map[string]uint32{"x86_64": 62, "arm64": 183, "x86": 3, "riscv64": 243})))
	case "!pe":
		copy(head, "MZ")
		head[0x3c] = 0x80
		copy(head[0x80:], "PE\x00\x00")
		binary.LittleEndian.PutUint16(head[0x84:], uint16(number(map[string]uint32{"x86_64": 0x8664, "arm64": 0xaa64, "x86": 0x14c})))
	case "!mach":
		binary.LittleEndian.PutUint32(head, mach64Magic)
		binary.LittleEndian.PutUint32(head[4:], number(map[string]uint32{"x86_64": 0x01000007, "arm64": 0x0100000c}))
	default:
		t.Fatalf("no such format of programs: %s", format)
	}
	return head
}
