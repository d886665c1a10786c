package discover

import (
	"os"
	"slices"
	"testing"

	"github.com/venvd/venvd/venvcore"
)

// TestKeeperIsToldByThePath: however a base was found.
func TestKeeperIsToldByThePath(t *testing.T) {
	for _, tt := range []struct {
		os, real string
		want     venvcore.Kind
	}{
		{"linux", "/home/u/.pyenv/versions/3.12.1/bin/python3.12", venvcore.KindPyenv},
		{"linux", "/home/u/.local/share/uv/python/cpython-3.12.1-linux-x86_64-gnu/bin/python3.12", venvcore.KindUVPython},
		{"linux", "/srv/x/cpython-3.13.1+freethreaded-linux-x86_64-musl/bin/python3.13t", venvcore.KindUVPython},
		{"linux", "/opt/uv/pypy-3.10.14-linux-aarch64-gnu/bin/pypy3.10", venvcore.KindUVPython},
		{"linux", "/opt/_internal/cpython-3.12.7/bin/python3.12", venvcore.KindSystem},
		{"linux", "/home/u/.asdf/installs/python/3.12.1/bin/python3.12", venvcore.KindAsdf},
		{"linux", "/home/u/.local/share/mise/installs/python/3.12.1/bin/python3.12", venvcore.KindMise},
		{"linux", "/home/linuxbrew/.linuxbrew/Cellar/python@3.12/3.12.8/bin/python3.12", venvcore.KindHomebrew},
		{"darwin", "/usr/local/Cellar/python@3.12/3.12.8/Frameworks/Python.framework/Versions/3.12/bin/python3.12", venvcore.KindHomebrew},
		{"darwin", "/Library/Frameworks/Python.framework/Versions/3.12/bin/python3.12", venvcore.KindPythonOrg},
		{"darwin", "/opt/local/Library/Frameworks/Python.framework/Versions/3.12/bin/python3.12", venvcore.KindMacPorts},
		{"darwin", "/Applications/Xcode-16.app/Contents/Developer/Library/Frameworks/Python3.framework/Versions/3.9/bin/python3.9", venvcore.KindXcode},
		{"darwin", "/Library/Developer/CommandLineTools/Library/Frameworks/Python3.framework/Versions/3.9/bin/python3.9", venvcore.KindCommandLineTools},
		{"darwin", "/System/Library/Frameworks/Python.framework/Versions/2.7/bin/python2.7", venvcore.KindSystem},
		{"linux", "/nix/store/abc-python3-3.12.8/bin/python3.12", venvcore.KindNix},
		{"linux", "/opt/local/bin/python3.12", venvcore.KindSystem},
		{"linux", "/usr/bin/python3.11", venvcore.KindSystem},
		{"linux", "/usr/lib/pypy3/bin/pypy3", venvcore.KindSystem},
		{"linux", "/home/u/.local/bin/python3.11", venvcore.KindSystem},
		{"linux", "/home/u/x/bin/python3.11", ""},
		{"linux", "/home/u/.rye/py/cpython@3.12.3/bin/python3.12", venvcore.KindRye},
		{"linux", "/home/u/.local/share/pdm/python/cpython@3.12.3/install/bin/python3.12", venvcore.KindPDM},
		{"linux", "/home/u/.local/share/pypoetry/python/cpython@3.12.3/bin/python3.12", venvcore.KindPoetry},
		{"linux", "/home/u/.local/share/hatch/pythons/3.12/python/bin/python3.12", venvcore.KindHatch},
		{"linux", "/home/u/.local/share/pipx/py/3.12/bin/python3.12", venvcore.KindPipx},
		{"windows", `c:\users\U\scoop\apps\python\current\python.exe`, venvcore.KindScoop},
		{"windows", `C:\Users\u\AppData\Local\Python\pythoncore-3.14-64\python.exe`, venvcore.KindPymanager},
		{"windows", `C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_3.12.2800.0_x64__qbz5n2kfra8p0\python.exe`, venvcore.KindWindowsStore},
		{"windows", `D:\WPy64-31241\python-3.12.4.amd64\python.exe`, venvcore.KindWinPython},
		{"windows", `C:\Users\u\.pyenv\pyenv-win\versions\3.12.4\python.exe`, venvcore.KindPyenv},
		{"windows", `C:\Program Files\Python312\python.exe`, ""},
	} {
		w := &World{OS: tt.os, Home: "/home/u", Env: func(string) (string, bool) { return "", false }}
		if tt.os == "windows" {
			w.Home = `C:\Users\u`
		}
		if got, ok := keeper(NewLook(w), tt.real); got != tt.want || ok != (tt.want != "") {
			t.Errorf("%s: %s is %q's, want %q", tt.os, tt.real, got, tt.want)
		}
	}
}

func TestLevels(t *testing.T) {
	for _, tt := range []struct {
		level, name string
		want        bool
	}{
		{"*", "x", true},
		{"Xcode*.app", "Xcode.app", true},
		{"Xcode*.app", "Xcode-16.app", true},
		{"Xcode*.app", "Xcode", false},
		{"Xcode*.app", "My Xcode.app", false},
		{"a|b*", "a", true},
		{"a|b*", "ab", false},
		{"a|b*", "bc", true},
		{"ab*ba", "aba", false},
	} {
		if got := levelFits(tt.level, tt.name); got != tt.want {
			t.Errorf("%q stands for %q: %v", tt.level, tt.name, got)
		}
	}
}

// TestOneFileByTwoNames: python3.13 of a free-threaded build is a hard link to
// python3.13t, and does not say so.
func TestOneFileByTwoNames(t *testing.T) {
	w := unpacked(t, `
-- /opt/t/bin/python3.13t 0755 --
!elf x86_64
-- /opt/t/bin/python3 -> python3.13 --
-- /opt/t/lib/python3.13t/os.py --
`)
	must(t, os.Link(w.host("/opt/t/bin/python3.13t"), w.host("/opt/t/bin/python3.13")))
	found := examineBases(NewLook(w), "/opt/t/bin", venvcore.KindPath)
	if len(found) != 1 {
		t.Fatalf("found %v", found)
	}
	e := found[0]
	want := []string{"/opt/t/bin/python3", "/opt/t/bin/python3.13"}
	if e.Interpreter != "/opt/t/bin/python3.13t" || !slices.Equal(e.Aliases, want) || e.Build != "t" || e.Health.State != venvcore.HealthOK {
		t.Errorf("got %+v", e)
	}
}

// TestAnotherBaseInEveryKindOfPlace: what a broken environment can be linked to.
func TestAnotherBaseInEveryKindOfPlace(t *testing.T) {
	python := func(prefix string) string {
		return "-- " + prefix + "/bin/python3.12 0755 --\n!elf x86_64\n-- " + prefix + "/lib/python3.12/os.py --\n"
	}
	for name, archive := range map[string]string{
		"a child of a place":              python("/home/u/.pyenv/versions/3.12.4"),
		"a directory of interpreters":     python("/usr"),
		"one that levels lead to":         python("/opt/py"),
		"a prefix that levels lead to":    python("/home/linuxbrew/.linuxbrew/opt/python@3.12"),
		"a place that is found out":       python("/nix/store/x-python3-3.12.8") + "-- /home/u/.nix-profile/bin/python3.12 -> /nix/store/x-python3-3.12.8/bin/python3.12 --\n",
		"one that is called by a pattern": python("/home/u/.local/python-a"),
	} {
		w := unpacked(t, archive)
		w.Home = "/home/u"
		if !anotherBase(NewLook(w), "python3.12") {
			t.Errorf("%s is not seen", name)
		}
		if anotherBase(NewLook(w), "python3.13") || anotherBase(NewLook(w), "python3.12t") {
			t.Errorf("%s is taken for another build", name)
		}
	}
	w := unpacked(t, "-- C:/Users/u/.pyenv/pyenv-win/versions/3.12.4/python.exe --\n!pe x86_64\n-- C:/Users/u/.pyenv/pyenv-win/versions/3.12.4/python312.dll --\n-- C:/Users/u/.pyenv/pyenv-win/versions/3.12.4/Lib/os.py --\n")
	w.OS, w.Home = "windows", `C:\Users\u`
	if !anotherBase(NewLook(w), "python3.12") || anotherBase(NewLook(w), "python3.1") {
		t.Error("python.exe is not told by its library")
	}
}
