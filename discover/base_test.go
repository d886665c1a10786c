package discover

import (
	"io/fs"
	"regexp"
	"slices"
	"testing"

	"github.com/venvd/venvd/venvcore"
)

func TestInterpreterNames(t *testing.T) {
	for file, want := range map[string]interpreterName{
		"python": {impl: "cpython"}, "python3": {impl: "cpython"}, "python2.7": {impl: "cpython", minor: "2.7"},
		"python3.13": {impl: "cpython", minor: "3.13"}, "python3.13t": {impl: "cpython", minor: "3.13", flags: "t"},
		"python3.13td": {impl: "cpython", minor: "3.13", flags: "td"}, "python3.6m": {impl: "cpython", minor: "3.6", flags: "m"},
		"pypy3.10": {impl: "pypy", minor: "3.10"}, "pypy3": {impl: "pypy"}, "graalpy": {impl: "graalpy"},
		"python.exe": {impl: "cpython"}, "Python3.12.EXE": {impl: "cpython", minor: "3.12"},
	} {
		want.file = file
		if got, ok := parseInterpreterName(file); !ok || got != want {
			t.Errorf("%s: got %+v %v, want %+v", file, got, ok, want)
		}
	}
	for _, file := range []string{
		"python3-config", "python3.12-config", "python3.12-gdb.py", "pythonw.exe", "python-argcomplete", "pythont", "Python",
		"python3.12.1", "ipython", "pypy3.10-c", "", ".exe", "python3.x", "python 3",
	} {
		if got, ok := parseInterpreterName(file); ok {
			t.Errorf("%q is taken for an interpreter: %+v", file, got)
		}
	}
}

// TestShownInterpreterIsTheOneThatSaysMost: a versioned name stays what it is
// when python3 is pointed elsewhere.
func TestShownInterpreterIsTheOneThatSaysMost(t *testing.T) {
	for _, tt := range []struct {
		names []string
		want  string
	}{
		{[]string{"python", "python3", "python3.11"}, "python3.11"},
		{[]string{"python3.13", "python3.13t", "python"}, "python3.13t"},
		{[]string{"python3.6", "python3.6m", "python3"}, "python3.6"},
		{[]string{"python", "python3"}, "python3"},
		{[]string{"python", "python-config"}, "python"},
		{[]string{"pypy", "pypy3", "pypy3.10", "python"}, "pypy3.10"},
	} {
		var entries []Entry
		for _, n := range tt.names {
			entries = append(entries, Entry{Name: n})
		}
		entries = append(entries, Entry{Name: "python3.99", Type: fs.ModeDir})
		if got := interpretersIn(entries)[0].file; got != tt.want {
			t.Errorf("of %v %s is shown, want %s", tt.names, got, tt.want)
		}
	}
}

func TestHeaders(t *testing.T) {
	for _, tt := range []struct {
		format, arch string
	}{
		{"!elf", "x86_64"},
		{"!elf", "arm64"},
		{"!elf", "x86"},
		{"!elf", "riscv64"},
		{"!pe", "x86_64"},
		{"!pe", "arm64"},
		{"!pe", "x86"},
		{"!mach", "x86_64"},
		{"!mach", "arm64"},
	} {
		head := programFor(t, tt.format, tt.arch)
		want := map[string]program{"!elf": programELF, "!pe": programPE, "!mach": programMach}[tt.format]
		if kind, arch := readHeader(head); kind != want || arch != tt.arch {
			t.Errorf("%s %s is read as %v %q", tt.format, tt.arch, kind, arch)
		}
	}
	fat := []byte("\xca\xfe\xba\xbe\x00\x00\x00\x02")
	if kind, arch := readHeader(fat); kind != programMach || arch != "universal2" {
		t.Errorf("a universal program is read as %v %q", kind, arch)
	}
	class := []byte("\xca\xfe\xba\xbe\x00\x00\x00\x41")
	if kind, _ := readHeader(class); kind != programUnknown {
		t.Errorf("a Java class is read as %v", kind)
	}
	if kind, _ := readHeader([]byte("#!/bin/sh\n")); kind != programScript {
		t.Errorf("a script is read as %v", kind)
	}
}

func FuzzHeader(f *testing.F) {
	for _, s := range []string{"", "MZ", "\x7fELF", "#!", "\xca\xfe\xba\xbe\x00\x00\x00\x01", "\xcf\xfa\xed\xfe"} {
		f.Add([]byte(s))
	}
	f.Add(programFor(f, "!pe", "x86_64"))
	f.Fuzz(func(t *testing.T, head []byte) {
		if kind, arch := readHeader(head); (kind == programUnknown || kind == programScript) && arch != "" {
			t.Errorf("%v is for %s", kind, arch)
		}
	})
}

// TestHardLinksAreOneBase: python3.6 and python3.6m of one build are two names
// of one file, not two bases.
func TestHardLinksAreOneBase(t *testing.T) {
	w := unpacked(t, `
-- /opt/py/bin/python3.6 0755 --
!elf x86_64
-- /opt/py/lib/python3.6/os.py --
`)
	link(t, w, "/opt/py/bin/python3.6", "/opt/py/bin/python3.6m")
	found := examineBases(NewLook(w), "/opt/py/bin", venvcore.KindPath)
	if len(found) != 1 || found[0].Interpreter != "/opt/py/bin/python3.6" || !slices.Equal(found[0].Aliases, []string{"/opt/py/bin/python3.6m"}) {
		t.Errorf("found %+v", found)
	}
}

// TestBaseIDs: two bases of one prefix differ, and one base has one id by
// whatever name it is found.
func TestBaseIDs(t *testing.T) {
	w := unpacked(t, `
-- /bin -> usr/bin --
-- /usr/bin/python3 -> python3.11 --
-- /usr/bin/python3.11 0755 --
!elf x86_64
-- /usr/lib/python3.11/os.py --
-- /usr/bin/python3.12 0755 --
!elf x86_64
-- /usr/lib/python3.12/os.py --
`)
	ids := map[string]string{}
	for _, path := range []string{"/usr/bin/python3", "/bin/python3", "/bin/python3.11", "/usr/bin/python3.11", "/usr/bin/python3.12"} {
		e := examineBase(NewLook(w), path, venvcore.KindSystem)
		if e == nil {
			t.Fatalf("%s is no base", path)
		}
		ids[path] = e.ID
	}
	eleven := ids["/usr/bin/python3.11"]
	for path, id := range ids {
		if same := path != "/usr/bin/python3.12"; (id == eleven) != same {
			t.Errorf("%s has id %s, python3.11 has %s", path, id, eleven)
		}
	}
}

// TestUpgradedBase: the entry that runs is new after an upgrade.
func TestUpgradedBase(t *testing.T) {
	archive := "-- /usr/bin/python3.11 0755 --\n!elf x86_64\n-- /usr/lib/python3.11/os.py --\n"
	w := unpacked(t, archive)
	before := examineBase(NewLook(w), "/usr/bin/python3.11", venvcore.KindSystem)
	rename(t, w, "/usr/bin/python3.11", "/usr/bin/old")
	add(t, w, archive)
	after := examineBase(NewLook(w), "/usr/bin/python3.11", venvcore.KindSystem)
	if before.ID != after.ID || before.Made == after.Made {
		t.Errorf("before %s %s, after %s %s", before.ID, before.Made, after.ID, after.Made)
	}
}

// TestInterpreterNamesAreThoseOfThePattern: names are taken apart by hand, for
// there are many; this is what they are.
func TestInterpreterNamesAreThoseOfThePattern(t *testing.T) {
	pattern := regexp.MustCompile(`^(python|pypy|graalpy)(?:|(\d+)(?:\.\d+)?[tdmu]{0,3})$`)
	for _, word := range []string{"python", "pypy", "graalpy", "pytho", "Python", "ipython", ""} {
		for _, version := range []string{"", "3", "3.", "3.13", "3.13.1", ".13", "10.2", "3..1", "-3"} {
			for _, flags := range []string{"", "t", "dm", "tdm", "tdmu", "w", "tw", " ", "t3", "\n"} {
				file := word + version + flags
				if _, ok := parseInterpreterName(file); ok != pattern.MatchString(file) {
					t.Errorf("%q: %v", file, ok)
				}
			}
		}
	}
}
